/**
 * Lets a growing share of the calls through a circuit that has just closed, so that not all callers come at once to a
 * service that has just recovered.
 *
 * Deterministic: each call adds the share in force to a sum, and the one that makes it whole is let through.
 */
export class RampUp {
  readonly #startedAt: number;
  readonly #rampUpMs: number;
  #sum = 0;

  constructor(startedAt: number, rampUpMs: number) {
    this.#startedAt = startedAt;
    this.#rampUpMs = rampUpMs;
  }

  /** Share of calls that is let through at present, 0 to 1. */
  share(now: number): number {
    return Math.min(1, (now - this.#startedAt) / this.#rampUpMs);
  }

  /** Milliseconds until every call is let through. */
  remainingMs(now: number): number {
    return Math.max(0, this.#startedAt + this.#rampUpMs - now);
  }

  /** Whether the call that asks is one of those let through. */
  admits(now: number): boolean {
    this.#sum += this.share(now);
    if (this.#sum < 1) return false;
    this.#sum -= 1;
    return true;
  }
}
