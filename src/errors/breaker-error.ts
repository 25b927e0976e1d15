import { readProperty } from "./read-property.ts";

/** What is known of the request's effect: it was certainly not sent, or nobody knows. */
export type RequestOutcome = "notSent" | "unknown";

/** What code written for SDK errors reads from `$metadata`, as far as it applies to a call we ended ourselves. */
export interface BreakerErrorMetadata {
  /** SDK attempts that were started for this call. */
  readonly attempts: number;
}

/** What every {@link BreakerError} is made from. */
export interface BreakerErrorDetails {
  readonly operation: string;
  readonly attempts?: number;
  readonly cause?: unknown;
}

const brand: unique symbol = Symbol.for("amplify-breaker.error") as never;

/**
 * Base class of the errors this package raises itself; the service's own errors are never wrapped in it.
 *
 * @example
 * ```ts
 * if (isBreakerError(error) && error.outcome === "notSent") retryLater();
 * ```
 */
export abstract class BreakerError extends Error {
  abstract override readonly name: string;
  /** Machine-readable code, the same as opossum's where opossum has one. */
  abstract readonly code: string;
  /** Whose fault it is in the SDK's terms, for code written for SDK errors. */
  abstract readonly $fault: "client" | "server";
  /** Whether the request can have had an effect: after a timed-out write nobody knows. */
  abstract readonly outcome: RequestOutcome;
  /** The Amplify operation that was called, as in `ListApps`. */
  readonly operation: string;
  readonly $metadata: BreakerErrorMetadata;

  constructor(message: string, details: BreakerErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.operation = details.operation;
    this.$metadata = { attempts: details.attempts ?? 0 };
  }

  static {
    // Marks our errors for the guards, which must also know errors of another copy of this package.
    Object.defineProperty(this.prototype, brand, { value: true });
  }
}

/**
 * Whether `error` was raised by this package rather than by the service or the SDK.
 *
 * @example
 * ```ts
 * catch (error) { if (isBreakerError(error)) console.log(error.operation, error.code); }
 * ```
 */
export function isBreakerError(error: unknown): error is BreakerError {
  return readProperty(error, brand) === true;
}
