import { wait } from "../wait.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What arrives, in order of time, and what is to be done with it. */
export interface Traffic<Arrival> {
  readonly arrivals: readonly Arrival[];
  /** Begins what arrives, and does not wait for it. */
  readonly begin: (arrival: Arrival) => void;
}

/**
 * Open loop: begins every arrival at its time, however long earlier ones take. A process that was held up begins what
 * is due at once and leaves nothing out.
 */
export async function driveTraffic<Arrival extends { readonly atMs: number }>(
  { arrivals, begin }: Traffic<Arrival>,
  stopwatch: Stopwatch,
  signal: AbortSignal,
): Promise<void> {
  for (const arrival of arrivals) {
    // Timers may fire a fraction of a millisecond early.
    while (stopwatch.elapsedMs < arrival.atMs && !signal.aborted) {
      await wait(arrival.atMs - stopwatch.elapsedMs, stopwatch.clock, signal);
    }
    if (signal.aborted) return;
    begin(arrival);
  }
}
