import type { CancelTimer, Clock } from "./clock.ts";

/** Longest delay `setTimeout` knows: one millisecond more and it fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function startTimer(callback: () => void, delayMs: number, keepsAlive: boolean): CancelTimer {
  const timer = setTimeout(callback, Math.min(delayMs, LONGEST_TIMER_MS));
  if (!keepsAlive) timer.unref();
  return () => {
    clearTimeout(timer);
  };
}

/** The machine's own clock, frozen so that nobody can bend time for everybody else. */
export const systemClock: Clock = Object.freeze({
  now: () => performance.now(),
  epochMs: () => Date.now(),
  startTimer,
});
