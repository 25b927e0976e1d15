import type { Clock } from "../clock/clock.ts";
import type { Fallback, FallbackContext } from "../options/breaker-options.ts";
import { StopSignal, type CallerSignal } from "./stop-signal.ts";

/** What a fallback is asked with, besides the signal it is given. */
export interface FallbackQuestion {
  readonly fallback: Fallback;
  readonly context: Omit<FallbackContext, "signal">;
  readonly timeoutMs: number;
  readonly callerSignal: CallerSignal | undefined;
  readonly clock: Clock;
}

/** An answer, or what kept the fallback from one. */
export type FallbackAnswer = { readonly output: unknown } | { readonly problem: unknown };

/** Asks a fallback within its time, and no longer than the caller waits; never rejects. */
export function askFallback(question: FallbackQuestion): Promise<FallbackAnswer> {
  const { fallback, context, timeoutMs, callerSignal, clock } = question;
  const stop = new StopSignal(callerSignal);
  const { signal } = stop;
  // Nobody is there to answer, and no abort event would come any more.
  if (signal.aborted) return Promise.resolve({ problem: signal.reason as unknown });
  return new Promise((resolve) => {
    const finish = (answer: FallbackAnswer): void => {
      cancelTimer();
      stop.release();
      resolve(answer);
    };
    const giveUp = (): void => {
      stop.stop(new Error(`the fallback did not answer within ${timeoutMs} ms`));
    };
    const cancelTimer = clock.startTimer(giveUp, timeoutMs, true);
    signal.addEventListener("abort", () => finish({ problem: signal.reason }));
    Promise.resolve({ ...context, signal } as FallbackContext)
      .then(fallback)
      .then(
        (output) => finish(output === undefined ? { problem: undefined } : { output }),
        (problem: unknown) => finish({ problem }),
      );
  });
}
