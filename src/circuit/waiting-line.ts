import type { CancelTimer, Clock } from "../clock/clock.ts";
import type { Candidate } from "./lease.ts";

/** One place in a line. */
interface Place {
  /** By the clock; `Infinity` for one that waits as long as it takes. */
  readonly until: number;
  readonly cancelTimer: CancelTimer;
}

/** Longest delay of a timer; a wait without an end must keep the process running as well. */
const longestTimerMs = 2 ** 31 - 1;

/** Those who wait, first come first served, each for a limited time; who waits keeps the process running. */
export class WaitingLine {
  readonly #clock: Clock;
  readonly #onExpired: (waiter: Candidate) => void;
  readonly #places = new Map<Candidate, Place>();
  #calls = 0;

  /** @param onExpired - told of each waiter whose time has passed, and sees to it that it leaves the line */
  constructor(clock: Clock, onExpired: (waiter: Candidate) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  get length(): number {
    return this.#places.size;
  }

  /** How many of them wait to be sent; the others only want to be told, and hold no call's place. */
  get calls(): number {
    return this.#calls;
  }

  join(waiter: Candidate, maxWaitMs: number): void {
    const until = this.#clock.now() + maxWaitMs;
    const cancelTimer =
      maxWaitMs === Infinity
        ? this.#clock.startTimer(() => {}, longestTimerMs, true)
        : this.#clock.startTimer(() => this.#onExpired(waiter), maxWaitMs, true);
    this.#places.set(waiter, { until, cancelTimer });
    if (waiter.onTurn === undefined) this.#calls++;
  }

  /** Gives up the place; `false` where the waiter has none. */
  leave(waiter: Candidate): boolean {
    this.#places.get(waiter)?.cancelTimer();
    const isIn = this.#places.delete(waiter);
    if (isIn && waiter.onTurn === undefined) this.#calls--;
    return isIn;
  }

  /** The first in line, who leaves it. */
  next(): Candidate | undefined {
    const [first] = this.#places.keys();
    if (first !== undefined) this.leave(first);
    return first;
  }

  /**
   * Removes those whom the test picks by when their time is up, one after the other: what becomes of one may have another
   * leave.
   */
  *take(isPicked: (waiter: Candidate, until: number) => boolean): Generator<Candidate> {
    const picked = [...this.#places].filter(([waiter, { until }]) => isPicked(waiter, until));
    for (const [waiter] of picked) if (this.leave(waiter)) yield waiter;
  }

  /** Removes all who are in line now, one after the other. */
  takeAll(): Generator<Candidate> {
    return this.take(() => true);
  }
}
