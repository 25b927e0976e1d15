import { expect, test } from "vitest";
import { retryAfterMs } from "../../src/outcome/retry-after.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { thrownFor } from "./raw-client.ts";

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const inHalfAMinute = "Thu, 01 Jan 2026 12:00:30 GMT";
const aMinuteAgo = "Thu, 01 Jan 2026 11:59:00 GMT";

function answeredWith(headers: unknown): object {
  return { $response: { headers } };
}

test.each([
  ["3", 3_000],
  [" 3 ", 3_000],
  ["0.5", 500],
  [inHalfAMinute, 30_000],
])("reads %j as %i ms", (header, expected) => {
  expect(retryAfterMs(answeredWith({ "retry-after": header }), now)).toBe(expected);
});

test.each(["0", "-5", "", "soon", "NaN", aMinuteAgo])("reads nothing in %j", (header) => {
  expect(retryAfterMs(answeredWith({ "retry-after": header }), now)).toBeUndefined();
});

test.each([
  ["no header", {}],
  ["a header that is no text", { "retry-after": 3 }],
  ["several headers in a list", { "retry-after": ["3"] }],
  ["no headers", undefined],
])("reads nothing where there is %s", (_title, headers) => {
  expect(retryAfterMs(answeredWith(headers), now)).toBeUndefined();
});

test("finds the header in what the SDK throws for a 503", async () => {
  const error = await thrownFor({ status: 503, headers: { "retry-after": "7" } });

  expect(retryAfterMs(error, now)).toBe(7_000);
});

test.each(hostileValues)("reads nothing in %s", (_title, value) => {
  expect(retryAfterMs(value, now)).toBeUndefined();
});
