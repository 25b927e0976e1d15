import type { Clock } from "../clock/clock.ts";
import { FeedProblem } from "./feed-problem.ts";

/**
 * Runs the task with a signal that is aborted at the deadline, and at the end in any case: so nothing of it is left.
 *
 * @throws FeedProblem at the deadline, whether or not the task heeds the signal
 */
export function withDeadline<Result>(
  clock: Clock,
  timeoutMs: number,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const tooLate = (): void => {
      reject(new FeedProblem(`no whole answer came within ${timeoutMs} ms`));
      controller.abort();
    };
    const cancelTimer = clock.startTimer(tooLate, timeoutMs, false);
    const end = (): void => {
      cancelTimer();
      controller.abort();
    };
    void task(controller.signal).finally(end).then(resolve, reject);
  });
}
