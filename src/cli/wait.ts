import type { Clock } from "../clock/clock.ts";

/** Resolves after that many milliseconds, or as soon as the signal is aborted; keeps the process running. */
export function wait(ms: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const end = (): void => {
      cancel();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.startTimer(end, ms, true);
    signal?.addEventListener("abort", end);
  });
}
