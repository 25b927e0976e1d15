import { systemClock } from "../../src/clock/system-clock.ts";

/** Real time: a soak is about what only shows when much of it has passed. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.startTimer(resolve, ms, true);
  });
}
