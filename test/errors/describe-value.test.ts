import { expect, test } from "vitest";
import { describeValue } from "../../src/errors/describe-value.ts";
import { hostileValues } from "./hostile-values.ts";

test.each([
  ["3", '"3"'],
  ["two\nlines", '"two\\nlines"'],
  ["x".repeat(60), `"${"x".repeat(60)}"`],
  ["x".repeat(61), `"${"x".repeat(60)}…"`],
  [3, "3"],
  [Number.NaN, "NaN"],
  [-Infinity, "-Infinity"],
  [false, "false"],
  [undefined, "undefined"],
  [12n, "12n"],
  [Symbol("secret"), "a symbol"],
  [describeValue, "a function"],
  [null, "null"],
  [[1, 2], "an array of 2"],
  [{ password: "secret" }, "an object"],
])("describes %o as %s", (value, description) => {
  expect(describeValue(value)).toBe(description);
});

test.each(hostileValues)("describes %s on one short line and never throws", (_title, value) => {
  expect(describeValue(value)).toMatch(/^.{1,63}$/);
});
