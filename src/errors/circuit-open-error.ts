import type { Advice } from "../amplify/advice.ts";
import { adviceFor } from "./advice-for.ts";
import { BreakerError, isBreakerError, type BreakerErrorDetails } from "./breaker-error.ts";

/**
 * Why a circuit refuses: it is open, its only probe is under way, it has just closed and lets through a growing share of
 * the calls, or somebody isolated it.
 */
export type RefusingState = "open" | "halfOpen" | "rampUp" | "isolated";

/** What a {@link CircuitOpenError} is made from. */
export interface CircuitOpenDetails extends BreakerErrorDetails {
  readonly state: RefusingState;
  readonly retryAfterMs: number;
  readonly reason?: string | undefined;
}

/**
 * The circuit refused the call: nothing was sent, and `cause` is the failure that opened it.
 *
 * @example
 * ```ts
 * catch (error) {
 *   if (isCircuitOpenError(error)) await wait(error.retryAfterMs);
 * }
 * ```
 */
export class CircuitOpenError extends BreakerError {
  override readonly name = "CircuitOpenError" as const;
  override readonly code = "EOPENBREAKER" as const;
  override readonly $fault = "server" as const;
  override readonly outcome = "notSent" as const;
  /** What the circuit's state was. */
  readonly state: RefusingState;
  /** Milliseconds until the circuit may admit a call again; `Infinity` while it is isolated. */
  readonly retryAfterMs: number;

  constructor(details: CircuitOpenDetails) {
    super(describe(details), details);
    this.state = details.state;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** What to do about the failure that opened the circuit; `undefined` where there is none, as while it is isolated. */
  get advice(): Advice | undefined {
    return this.cause === undefined ? undefined : adviceFor(this.cause);
  }
}

function describe({ operation, state, retryAfterMs, reason }: CircuitOpenDetails): string {
  const nothingSent = `${operation} was not sent`;
  switch (state) {
    case "isolated":
      return `${nothingSent}: its circuit is isolated (${reason ?? "no reason given"})`;
    case "halfOpen":
      return `${nothingSent}: its circuit waits for a probe to tell whether Amplify is back`;
    case "rampUp":
      return `${nothingSent}: its circuit has just closed and lets a growing share of calls through, the next in ${Math.ceil(retryAfterMs)} ms`;
    case "open":
      return `${nothingSent}: its circuit is open, next chance in ${Math.ceil(retryAfterMs)} ms`;
  }
}

/**
 * Whether `error` is a {@link CircuitOpenError}, also one of another copy of this package.
 *
 * @example
 * ```ts
 * if (isCircuitOpenError(error)) console.log(error.retryAfterMs);
 * ```
 */
export function isCircuitOpenError(error: unknown): error is CircuitOpenError {
  return isBreakerError(error) && error.code === "EOPENBREAKER";
}
