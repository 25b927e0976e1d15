import { expect, test } from "vitest";
import { secretHeaderValues } from "../../src/amplify/secret-headers.ts";

test("what is no plain business of a request is a secret, with and without its scheme", () => {
  const headers = {
    ...{ authorization: "Bearer abc-1", "X-Amz-Security-Token": "t0k3n", cookie: "a=1", "X-Api-Key": "k3y" },
    ...{ host: "amplify.eu-west-1.amazonaws.com", "Content-Type": "application/json", "x-count": 7 },
  };
  expect(secretHeaderValues(headers)).toEqual(["Bearer abc-1", "abc-1", "t0k3n"]);
});

test("without headers there are none", () => {
  expect(secretHeaderValues(undefined)).toEqual([]);
  expect(secretHeaderValues(null)).toEqual([]);
  expect(secretHeaderValues("x")).toEqual([]);
});
