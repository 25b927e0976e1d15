import { expect, test } from "vitest";
import { CallTimeoutError } from "../../src/errors/call-timeout-error.ts";
import { CapacityError } from "../../src/errors/capacity-error.ts";
import { CircuitOpenError } from "../../src/errors/circuit-open-error.ts";
import { verdictOf } from "../../src/outcome/verdict-of.ts";

const serviceError = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error(name), {
    name,
    $fault: httpStatusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode },
  });

test.each<[string, unknown, string]>([
  ["InternalFailureException", serviceError("InternalFailureException", 500), "failure"],
  ["a quota", serviceError("LimitExceededException", 429), "throttled"],
  ["a 404", serviceError("NotFoundException", 404), "ignored"],
  ["an abort", Object.assign(new Error("aborted"), { name: "AbortError" }), "cancelled"],
  [
    "an open circuit",
    new CircuitOpenError({ operation: "ListApps", state: "open", retryAfterMs: 1 }),
    "failure",
  ],
  [
    "a deadline",
    new CallTimeoutError({ operation: "ListApps", timeoutMs: 1, attempts: 1, outcome: "unknown" }),
    "failure",
  ],
  ["a full circuit", new CapacityError({ operation: "ListApps", capacity: 1 }), "ignored"],
  ["what is no error", undefined, "ignored"],
])("%s is a %s", (_, error, verdict) => {
  expect(verdictOf(error)).toBe(verdict);
});
