import { expect, test } from "vitest";
import { fallbackOf, markFallback } from "../../src/fallback/fallback-mark.ts";

const error = new Error("out");

test("tells why an output was given, what for, and how old it is", () => {
  const output = Object.freeze({ apps: [] });

  markFallback(output, { reason: "open", error, ageMs: 5 });

  expect(fallbackOf(output)).toEqual({ reason: "open", error, ageMs: 5 });
  expect(fallbackOf(output)?.error).toBe(error);
});

test("tells no age where there is none", () => {
  const output = {};

  markFallback(output, { reason: "failure", error });

  expect(fallbackOf(output)).not.toHaveProperty("ageMs");
});

test("knows nothing of other outputs, equal ones and copies included", () => {
  const output = { apps: [] };

  markFallback(output, { reason: "open", error });

  expect(fallbackOf({ apps: [] })).toBeUndefined();
  expect(fallbackOf({ ...output })).toBeUndefined();
});

test("leaves the output as it was, and gives a mark that nobody can change", () => {
  const output = {};
  const mark = { reason: "timeout" as const, error, ageMs: 5 };

  markFallback(output, mark);
  mark.ageMs = 6;

  expect(Reflect.ownKeys(output)).toEqual([]);
  expect(fallbackOf(output)?.ageMs).toBe(5);
  expect(Object.isFrozen(fallbackOf(output))).toBe(true);
});

test("keeps the last mark of an output that was given twice", () => {
  const output = {};

  markFallback(output, { reason: "open", error });
  markFallback(output, { reason: "capacity", error });

  expect(fallbackOf(output)?.reason).toBe("capacity");
});

test.each([undefined, null, "text", 1, true, Symbol("s"), () => ({})])("marks no %o", (output) => {
  markFallback(output, { reason: "open", error });

  expect(fallbackOf(output)).toBeUndefined();
});
