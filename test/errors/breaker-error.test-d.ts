import { expectTypeOf } from "vitest";
import {
  BreakerError,
  isBreakerError,
  isCallTimeoutError,
  isCapacityError,
  isCircuitOpenError,
  isShutdownError,
  type CallTimeoutError,
  type CapacityError,
  type CircuitOpenError,
  type RefusingState,
  type RequestOutcome,
  type ShutdownError,
} from "../../src/index.ts";

declare const caught: unknown;
declare const ours: CircuitOpenError | CallTimeoutError | CapacityError | ShutdownError;

// Guards narrow what was caught.
if (isBreakerError(caught)) {
  expectTypeOf(caught.operation).toEqualTypeOf<string>();
  expectTypeOf(caught.outcome).toEqualTypeOf<RequestOutcome>();
  expectTypeOf(caught.$metadata.attempts).toEqualTypeOf<number>();
  expectTypeOf(caught).not.toHaveProperty("retryAfterMs");
}
if (isCircuitOpenError(caught)) {
  expectTypeOf(caught.retryAfterMs).toEqualTypeOf<number>();
  expectTypeOf(caught.state).toEqualTypeOf<RefusingState>();
  expectTypeOf(caught.outcome).toEqualTypeOf<"notSent">();
}
if (isCallTimeoutError(caught)) expectTypeOf(caught.timeoutMs).toEqualTypeOf<number>();
if (isCapacityError(caught)) expectTypeOf(caught.capacity).toEqualTypeOf<number>();
if (isShutdownError(caught)) expectTypeOf(caught.code).toEqualTypeOf<"ESHUTDOWN">();

// Name and code are literal, so either tells the errors apart.
if (ours.name === "CircuitOpenError") expectTypeOf(ours).toEqualTypeOf<CircuitOpenError>();
if (ours.code === "ETIMEDOUT") expectTypeOf(ours).toEqualTypeOf<CallTimeoutError>();
expectTypeOf(ours.code).toEqualTypeOf<"EOPENBREAKER" | "ETIMEDOUT" | "ESEMLOCKED" | "ESHUTDOWN">();

// @ts-expect-error -- there is no error in general
export const general: BreakerError = new BreakerError("no", { operation: "GetJob" });
