import { expect, test } from "vitest";
import { CircuitOpenError } from "../../src/errors/circuit-open-error.ts";

test.each([
  { state: "open", message: "GetJob was not sent: its circuit is open, next chance in 101 ms" },
  {
    state: "halfOpen",
    message: "GetJob was not sent: its circuit waits for a probe to tell whether Amplify is back",
  },
  {
    state: "rampUp",
    message:
      "GetJob was not sent: its circuit has just closed and lets a growing share of calls through, the next in 101 ms",
  },
  { state: "isolated", message: "GetJob was not sent: its circuit is isolated (no reason given)" },
  { state: "isolated", reason: "freeze", message: "GetJob was not sent: its circuit is isolated (freeze)" },
] as const)("says in its message why it refuses: $state $reason", ({ message, ...details }) => {
  const error = new CircuitOpenError({ operation: "GetJob", retryAfterMs: 100.2, ...details });

  expect(error).toMatchObject({ message, state: details.state, retryAfterMs: 100.2 });
});
