import type { Clock } from "../../src/testing/index.ts";
import type { Arrival } from "./arrivals.ts";

/** How arrivals are played. */
interface Play {
  readonly clock: Clock;
  /** Makes a call; the time is that at which the process woke up for it. */
  readonly begin: (arrival: Arrival, wokenMs: number) => void;
  /** Asked from time to time: whether the rest need not be played. */
  readonly isOver: () => boolean;
}

/**
 * Begins each call at its time, whatever has become of the ones before.
 *
 * A process that wakes up late begins all that are due: the load does not thin because somebody is slow.
 */
export async function playArrivals(
  arrivals: readonly Arrival[],
  { clock, begin, isOver }: Play,
): Promise<void> {
  let next = 0;
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      const wokenMs = clock.now();
      for (let due = arrivals[next]; due !== undefined && due.dueMs <= wokenMs; due = arrivals[next]) {
        next += 1;
        begin(due, wokenMs);
      }
      const following = arrivals[next];
      if (following === undefined || isOver()) resolve();
      // Timers cut fractions of a millisecond off, and would fire too early.
      else clock.startTimer(wake, Math.ceil(following.dueMs - clock.now()), true);
    };
    wake();
  });
}
