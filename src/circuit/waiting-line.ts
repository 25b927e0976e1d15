import type { CancelTimer, Clock } from "../clock/clock.ts";

/** One place in a line. */
interface Place {
  /** By the clock; `Infinity` for one that waits as long as it takes. */
  readonly until: number;
  readonly cancelTimer: CancelTimer;
}

/** Longest delay of a timer; a wait without an end must keep the process running as well. */
const longestTimerMs = 2 ** 31 - 1;

/** Those who wait, first come first served, each for a limited time; who waits keeps the process running. */
export class WaitingLine<Waiter extends object> {
  readonly #clock: Clock;
  readonly #onExpired: (waiter: Waiter) => void;
  readonly #places = new Map<Waiter, Place>();

  /** @param onExpired - told of each waiter whose time has passed, when it has left the line */
  constructor(clock: Clock, onExpired: (waiter: Waiter) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  get length(): number {
    return this.#places.size;
  }

  join(waiter: Waiter, maxWaitMs: number): void {
    const until = this.#clock.now() + maxWaitMs;
    const expire = (): void => {
      this.leave(waiter);
      this.#onExpired(waiter);
    };
    const cancelTimer =
      maxWaitMs === Infinity
        ? this.#clock.startTimer(() => {}, longestTimerMs, true)
        : this.#clock.startTimer(expire, maxWaitMs, true);
    this.#places.set(waiter, { until, cancelTimer });
  }

  /** Gives up the place; `false` where the waiter has none. */
  leave(waiter: Waiter): boolean {
    this.#places.get(waiter)?.cancelTimer();
    return this.#places.delete(waiter);
  }

  /** The first in line, who leaves it. */
  next(): Waiter | undefined {
    const [first] = this.#places.keys();
    if (first !== undefined) this.leave(first);
    return first;
  }

  /** Removes those whom the test picks by when their time is up, and says who they were. */
  take(isPicked: (waiter: Waiter, until: number) => boolean): Waiter[] {
    const picked = [...this.#places].filter(([waiter, { until }]) => isPicked(waiter, until));
    return picked.map(([waiter]) => {
      this.leave(waiter);
      return waiter;
    });
  }

  /** Empties the line, and says who was in it. */
  takeAll(): Waiter[] {
    return this.take(() => true);
  }
}
