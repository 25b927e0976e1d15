import { wait } from "../wait.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What arrives, in order of time, and what is to be done with it. */
export interface Traffic<Arrival> {
  readonly arrivals: readonly Arrival[];
  /** Begins what arrives, and does not wait for it. */
  readonly begin: (arrival: Arrival) => void;
}

/**
 * Open loop: begins every arrival at its time, however long earlier ones take. A process that was held up leaves
 * nothing out, but begins what is overdue one at a time, with a turn for I/O in between: begun all at once, it would
 * be on its way before a single answer is read, which no caller on a machine of its own would ever see.
 *
 * @returns how late the latest arrival was, in milliseconds: what the machine, and nobody else, did to the traffic
 */
export async function driveTraffic<Arrival extends { readonly atMs: number }>(
  { arrivals, begin }: Traffic<Arrival>,
  stopwatch: Stopwatch,
  signal: AbortSignal,
): Promise<number> {
  let latestMs = 0;
  for (const arrival of arrivals) {
    if (stopwatch.elapsedMs >= arrival.atMs) await nextTurn();
    // Timers may fire a fraction of a millisecond early.
    while (stopwatch.elapsedMs < arrival.atMs && !signal.aborted) {
      await wait(arrival.atMs - stopwatch.elapsedMs, stopwatch.clock, signal);
    }
    if (signal.aborted) break;
    latestMs = Math.max(latestMs, stopwatch.elapsedMs - arrival.atMs);
    begin(arrival);
  }
  return latestMs;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
