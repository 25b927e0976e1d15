import type { Clock } from "../clock/clock.ts";

/** Waits by the clock, and keeps no process running; rejects with the signal's reason when that is aborted. */
export function wait(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const give = (end: () => void) => (): void => {
      cancel();
      signal.removeEventListener("abort", onAbort);
      end();
    };
    const onAbort = give(() => reject(signal.reason as Error));
    const cancel = clock.startTimer(give(resolve), ms, false);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
