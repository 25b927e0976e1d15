import type { ResolvedCallOptions } from "../options/resolved-options.ts";

type StreakOptions = Pick<ResolvedCallOptions, "consecutiveFailures" | "failureSpanMs">;

/** How a streak stands. */
export interface StreakState {
  /** Failures since the last success. */
  readonly length: number;
  /** By the clock; `undefined` where nothing has succeeded yet. */
  readonly lastSuccessAt: number | undefined;
}

/** Counts failures in a row, and says when they are enough to open a circuit. */
export class FailureStreak {
  readonly #options: StreakOptions;
  #lastSuccessAt: number | undefined;
  #length: number;

  /** @param state - where to go on from */
  constructor(options: StreakOptions, state: StreakState = { length: 0, lastSuccessAt: undefined }) {
    this.#options = options;
    this.#length = state.length;
    this.#lastSuccessAt = state.lastSuccessAt;
  }

  /** Failures since the last success. */
  get length(): number {
    return this.#length;
  }

  get state(): StreakState {
    return { length: this.#length, lastSuccessAt: this.#lastSuccessAt };
  }

  recordSuccess(now: number): void {
    this.#length = 0;
    this.#lastSuccessAt = now;
  }

  /** Counts a failure and says whether the circuit should open; where nothing ever succeeded the span does not matter. */
  recordFailure(now: number): boolean {
    this.#length++;
    const { consecutiveFailures, failureSpanMs } = this.#options;
    if (consecutiveFailures === false || this.#length < consecutiveFailures) return false;
    return this.#lastSuccessAt === undefined || now - this.#lastSuccessAt >= failureSpanMs;
  }
}
