/**
 * Lets a growing share of the calls through a circuit that has just closed, so that not all callers come at once to a
 * service that has just recovered.
 *
 * Deterministic: each call adds the share in force to a sum, and the one that makes it whole is let through.
 */
export class RampUp {
  #startedAt = 0;
  #lengthMs = 0;
  #sum = 0;

  start(now: number, lengthMs: number): void {
    this.#startedAt = now;
    this.#lengthMs = lengthMs;
    this.#sum = 0;
  }

  /** Goes on with another length where one is under way. */
  configure(lengthMs: number): void {
    if (this.#lengthMs > 0) this.#lengthMs = lengthMs;
  }

  /** Lets every call through again. */
  stop(): void {
    this.#lengthMs = 0;
  }

  /** Share of calls that is let through at present, 0 to 1. */
  share(now: number): number {
    return this.#lengthMs === 0 ? 1 : Math.min(1, (now - this.#startedAt) / this.#lengthMs);
  }

  /** Milliseconds until the next call that asks is let through, if no other asks before. */
  nextMs(now: number): number {
    return Math.max(0, this.#startedAt + (1 - this.#sum) * this.#lengthMs - now);
  }

  /** Whether the call that asks is one of those let through. */
  admits(now: number): boolean {
    if (this.#lengthMs === 0) return true;
    if (this.share(now) === 1) this.stop();
    this.#sum += this.share(now);
    if (this.#sum < 1) return false;
    this.#sum -= 1;
    return true;
  }
}
