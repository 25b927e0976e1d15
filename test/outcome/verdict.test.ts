import { expect, test } from "vitest";
import { succeeded } from "../../src/outcome/verdict.ts";

test("what went well is a success that the service answered", () => {
  expect(succeeded).toEqual({ verdict: "success", answered: true });
});
