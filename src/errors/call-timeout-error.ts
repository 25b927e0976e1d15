import {
  BreakerError,
  isBreakerError,
  type BreakerErrorDetails,
  type RequestOutcome,
} from "./breaker-error.ts";

/** What a {@link CallTimeoutError} is made from. */
export interface CallTimeoutDetails extends BreakerErrorDetails {
  readonly timeoutMs: number;
  readonly outcome: RequestOutcome;
}

/**
 * The call's own deadline passed: the request was aborted, and whether a write took effect is unknown
 * unless `outcome` is `"notSent"`.
 *
 * @example
 * ```ts
 * if (isCallTimeoutError(error) && error.outcome === "unknown") await lookWhetherTheJobWasStarted();
 * ```
 */
export class CallTimeoutError extends BreakerError {
  override readonly name = "CallTimeoutError" as const;
  override readonly code = "ETIMEDOUT" as const;
  override readonly $fault = "server" as const;
  override readonly outcome: RequestOutcome;
  /** The deadline that passed, in milliseconds. */
  readonly timeoutMs: number;

  constructor(details: CallTimeoutDetails) {
    super(`${details.operation} did not settle within its timeout of ${details.timeoutMs} ms`, details);
    this.outcome = details.outcome;
    this.timeoutMs = details.timeoutMs;
  }
}

/**
 * Whether `error` is a {@link CallTimeoutError}, also one of another copy of this package.
 *
 * @example
 * ```ts
 * if (isCallTimeoutError(error)) console.log(error.timeoutMs);
 * ```
 */
export function isCallTimeoutError(error: unknown): error is CallTimeoutError {
  return isBreakerError(error) && error.code === "ETIMEDOUT";
}
