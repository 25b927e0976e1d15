import { expect, test } from "vitest";
import { inPromise } from "../../src/call/in-promise.ts";

test("what a handler promises is passed on as it is", async () => {
  const made = Promise.resolve("answer");
  expect(inPromise(() => made, {})).toBe(made);
  expect(await inPromise(async (args) => args, "the request")).toBe("the request");
});

test("what throws at once rejects, with what it threw", async () => {
  const problem = new Error("no promise was made");
  const throwing = (): never => {
    throw problem;
  };
  await expect(inPromise(throwing, {})).rejects.toBe(problem);
});
