import { BreakerError, isBreakerError, type BreakerErrorDetails } from "./breaker-error.ts";

/**
 * The breakers were shut down before this call began: nothing was sent, and nothing ever will be.
 *
 * @example
 * ```ts
 * if (isShutdownError(error)) return;
 * ```
 */
export class ShutdownError extends BreakerError {
  override readonly name = "ShutdownError" as const;
  override readonly code = "ESHUTDOWN" as const;
  override readonly $fault = "client" as const;
  override readonly outcome = "notSent" as const;

  constructor(details: BreakerErrorDetails) {
    super(`${details.operation} was not sent: its breakers were shut down`, details);
  }
}

/**
 * Whether `error` is a {@link ShutdownError}, also one of another copy of this package.
 *
 * @example
 * ```ts
 * if (isShutdownError(error)) process.exit();
 * ```
 */
export function isShutdownError(error: unknown): error is ShutdownError {
  return isBreakerError(error) && error.code === "ESHUTDOWN";
}
