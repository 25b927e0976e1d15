import { expect, test } from "vitest";
import { refusalError } from "../../src/call/refusal-error.ts";
import { CapacityError } from "../../src/errors/capacity-error.ts";
import { CircuitOpenError } from "../../src/errors/circuit-open-error.ts";
import { summarizeError } from "../../src/errors/error-summary.ts";

const cause = summarizeError(new Error("ill"));

test.each(["open", "halfOpen"] as const)("says when to come back, and why not now: %s", (state) => {
  const error = refusalError("ListApps", { reason: "open", state, retryAfterMs: 120, cause });
  expect(error).toBeInstanceOf(CircuitOpenError);
  expect(error).toMatchObject({ operation: "ListApps", state, retryAfterMs: 120, cause, outcome: "notSent" });
});

test("says who isolated the circuit, and that no time will help", () => {
  const error = refusalError("ListApps", { reason: "isolated", isolation: "freeze" });
  expect(error).toBeInstanceOf(CircuitOpenError);
  expect(error).toMatchObject({ state: "isolated", retryAfterMs: Infinity });
  expect(error.message).toContain("(freeze)");
});

test("says how many calls are in flight", () => {
  const error = refusalError("ListApps", { reason: "capacity", capacity: 7 });
  expect(error).toBeInstanceOf(CapacityError);
  expect(error).toMatchObject({ capacity: 7, $metadata: { attempts: 0 } });
});
