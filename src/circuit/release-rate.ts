/**
 * How many of those who wait a recovered circuit lets through: one at first, and with each success twice as many as with
 * the one before; while it ramps up, never a greater part of all who came to wait than the share that is in force.
 */
export class ReleaseRate {
  #size = 1;
  #crowd = 0;
  #granted = 0;

  /**
   * Starts again with one.
   *
   * @param waiting - how many wait
   */
  restart(waiting: number): void {
    this.#size = 1;
    this.#crowd = waiting;
    this.#granted = 0;
  }

  /** One more came to wait. */
  joined(): void {
    this.#crowd++;
  }

  /** One was let through without asking. */
  granted(): void {
    this.#granted++;
  }

  /**
   * How many more may go with the success that was heard.
   *
   * @param share - share of calls that is let through at present, 0 to 1
   */
  next(share: number): number {
    const size = this.#size;
    // More than are waiting there need not be; the next outage starts again with one.
    this.#size = Math.min(size * 2, 2 ** 20);
    if (share === 1) return size;
    const due = Math.max(0, Math.floor(this.#crowd * share) - this.#granted);
    const count = Math.min(size, due);
    this.#granted += count;
    return count;
  }
}
