import type { Rules } from "./setup.ts";

interface Heard {
  readonly at: number;
  readonly isBad: boolean;
}

/**
 * The verdicts of the last while, kept one by one. Time is cut into steps, which begin anew where the window does, and a
 * verdict counts as long as its step is one of the last so many.
 */
export class VerdictWindow {
  readonly #stepMs: number;
  readonly #steps: number;
  #origin = 0;
  #heard: Heard[] = [];

  constructor({ rollingCountTimeout, rollingCountBuckets }: Rules) {
    this.#stepMs = rollingCountTimeout / rollingCountBuckets;
    this.#steps = rollingCountBuckets;
  }

  clear(now: number): void {
    this.#origin = now;
    this.#heard = [];
  }

  /** Is read and written down again, whereby steps begin anew where nothing counts any more. */
  renew(now: number): void {
    if (this.count(now) === 0) this.clear(now);
  }

  hear(isBad: boolean, now: number): void {
    this.#heard.push({ at: now, isBad });
  }

  count(now: number): number {
    return this.#current(now).length;
  }

  bad(now: number): number {
    return this.#current(now).filter(({ isBad }) => isBad).length;
  }

  /** Whether there are enough, and so many of them are bad. */
  isBeyond(percentage: number, volume: number, now: number): boolean {
    const count = this.count(now);
    return count > 0 && count >= volume && this.bad(now) * 100 >= percentage * count;
  }

  #current(now: number): readonly Heard[] {
    const oldest = this.#stepOf(now) - this.#steps;
    return this.#heard.filter(({ at }) => this.#stepOf(at) > oldest);
  }

  #stepOf(time: number): number {
    return Math.floor((time - this.#origin) / this.#stepMs);
  }
}
