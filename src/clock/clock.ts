/** Cancels the timer it came from; cancelling twice, or after it fired, does nothing. */
export type CancelTimer = () => void;

/**
 * Where all time in this package comes from.
 *
 * @example
 * ```ts
 * const clock = new ManualClock();
 * const breakers = createBreakers({ clock });
 * clock.advance(2_000);
 * ```
 */
export interface Clock {
  /** Monotonic time in milliseconds: only differences mean anything. */
  now(): number;
  /** Milliseconds since the Unix epoch, for what people and other programs read. */
  epochMs(): number;
  /**
   * Runs `callback` once, `delayMs` milliseconds from now.
   *
   * @param keepsAlive - whether a pending timer keeps the process running
   */
  startTimer(callback: () => void, delayMs: number, keepsAlive: boolean): CancelTimer;
}
