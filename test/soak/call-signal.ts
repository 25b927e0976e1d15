import { getEventListeners } from "node:events";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";

/** How one caller gives up, if at all. */
export interface CallSignal {
  readonly options: { readonly abortSignal?: AbortSignal };
  /** Ends it with the call. */
  readonly done: () => void;
  /** Listeners on it that are there for this call alone. */
  readonly listeners: () => number;
}

const none: CallSignal = { options: {}, done: () => {}, listeners: () => 0 };

/** @param lasting - the signal of a program that runs for long, which many calls are given */
export function callSignal(random: SeededRandom, lasting: AbortSignal): CallSignal {
  const dice = random.next();
  if (dice < 0.4) return none;
  if (dice < 0.7) return { ...none, options: { abortSignal: lasting } };
  if (dice < 0.73) return oldSignal(random);
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => controller.abort(new Error("a caller who gives up"));
  if (dice < 0.75) abort();
  const delayMs = random.chance(0.5) ? random.between(0, 40) : random.between(0, 600);
  return {
    options: { abortSignal: signal },
    done: systemClock.startTimer(abort, delayMs, true),
    listeners: () => getEventListeners(signal, "abort").length,
  };
}

/** The SDK's older signal, of which nothing but `onabort` can be had. */
function oldSignal(random: SeededRandom): CallSignal {
  const signal: { aborted: boolean; onabort: (() => void) | null } = { aborted: false, onabort: null };
  const abort = (): void => {
    signal.aborted = true;
    signal.onabort?.();
  };
  return {
    options: { abortSignal: signal as unknown as AbortSignal },
    done: systemClock.startTimer(abort, random.between(0, 200), true),
    // In a dry run the SDK has it, and never takes back what it puts there.
    listeners: () => 0,
  };
}
