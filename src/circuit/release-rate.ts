/**
 * How many of those who wait a recovered circuit lets through at once: one at first, and after each success twice as
 * many as after the one before.
 */
export class ReleaseRate {
  #size = 1;

  /** Starts again with one. */
  restart(): void {
    this.#size = 1;
  }

  /**
   * How many may go now.
   *
   * @param waiting - how many wait
   * @param share - share of calls that is let through at present, 0 to 1; at least one may always go
   */
  next(waiting: number, share: number): number {
    const size = this.#size;
    // More than are waiting there need not be; the next outage starts again with one.
    this.#size = Math.min(size * 2, 2 ** 20);
    return Math.min(size, Math.max(1, Math.floor(waiting * share)));
  }
}
