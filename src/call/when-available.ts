import type { CircuitCore } from "../circuit/circuit.ts";
import type { Watcher } from "../circuit/lease.ts";
import type { Clock } from "../clock/clock.ts";
import { refusalError } from "./refusal-error.ts";
import { followAbort } from "./stop-signal.ts";

const nothing = (): void => {};

/** How long to wait for a circuit. */
export interface WaitOptions {
  /** Ends the wait; the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds to wait at most.
   * @default as long as it takes
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * Resolves when the circuit would let a call of the operation through, in the order in which callers asked; it keeps the
 * process running until then.
 */
export function whenAvailable(
  circuit: CircuitCore,
  operation: string,
  { clock, signal, timeoutMs }: WaitOptions & { readonly clock: Clock },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const end = (): void => {
      isOver = true;
      circuit.withdraw(watcher);
      cancelTimer();
      unfollow();
    };
    const resolveNow = (): void => {
      end();
      resolve();
    };
    const refuse = (error: unknown): void => {
      end();
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- an abort's reason is the caller's own
      reject(error);
    };
    const watcher: Watcher = {
      maxWaitMs: Infinity,
      onTurn: resolveNow,
      onAdmitted: resolveNow,
      onRefused: (refusal) => refuse(refusalError(operation, refusal)),
      onStop: () => {},
    };
    const giveUp = (): void => {
      const obstacle = circuit.obstacle();
      if (obstacle === undefined) resolveNow();
      else watcher.onRefused(obstacle);
    };
    let cancelTimer = nothing;
    let unfollow = nothing;
    unfollow = followAbort(signal, () => refuse(signal?.reason));
    if (isOver) return;
    if (timeoutMs !== undefined) cancelTimer = clock.startTimer(giveUp, timeoutMs, true);
    circuit.watch(watcher);
  });
}
