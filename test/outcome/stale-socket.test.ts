import { expect, test } from "vitest";
import { isStaleSocket } from "../../src/outcome/stale-socket.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { thrownFor } from "./raw-client.ts";

function broken(code: string): Error {
  return Object.assign(new Error("socket hang up"), { code });
}

test.each(["ECONNRESET", "EPIPE"])("%s before the headers is a stale socket", async (code) => {
  expect(isStaleSocket(await thrownFor(broken(code)))).toBe(true);
  expect(isStaleSocket(broken(code))).toBe(true);
});

test.each([200, 500])("a reset in the body of a %i is none: there was an answer", async (status) => {
  expect(isStaleSocket(await thrownFor({ status, body: broken("ECONNRESET") }))).toBe(false);
});

test("a 404 whose body has the code ECONNRESET is none", async () => {
  const answer = {
    status: 404,
    headers: { "x-amzn-errortype": "NotFoundException" },
    body: { code: "ECONNRESET" },
  };

  expect(isStaleSocket(await thrownFor(answer))).toBe(false);
});

test.each(["ECONNREFUSED", "ETIMEDOUT", "ENOTFOUND"])("%s is none: nothing was connected", async (code) => {
  expect(isStaleSocket(await thrownFor(broken(code)))).toBe(false);
});

test.each(hostileValues)("%s is none", (_title, value) => {
  expect(isStaleSocket(value)).toBe(false);
});
