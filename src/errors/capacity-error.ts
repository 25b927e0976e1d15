import { BreakerError, isBreakerError, type BreakerErrorDetails } from "./breaker-error.ts";

/** What a {@link CapacityError} is made from. */
export interface CapacityDetails extends BreakerErrorDetails {
  readonly capacity: number;
}

/**
 * As many calls as `capacity` allows were in flight already: nothing was sent, and the circuit is not affected.
 *
 * @example
 * ```ts
 * if (isCapacityError(error)) await slowDown();
 * ```
 */
export class CapacityError extends BreakerError {
  override readonly name = "CapacityError" as const;
  override readonly code = "ESEMLOCKED" as const;
  override readonly $fault = "client" as const;
  override readonly outcome = "notSent" as const;
  /** Most calls that may be in flight on the circuit. */
  readonly capacity: number;

  constructor(details: CapacityDetails) {
    super(`${details.operation} was not sent: ${details.capacity} calls are in flight already`, details);
    this.capacity = details.capacity;
  }
}

/**
 * Whether `error` is a {@link CapacityError}, also one of another copy of this package.
 *
 * @example
 * ```ts
 * if (isCapacityError(error)) console.log(error.capacity);
 * ```
 */
export function isCapacityError(error: unknown): error is CapacityError {
  return isBreakerError(error) && error.code === "ESEMLOCKED";
}
