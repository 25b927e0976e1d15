import type { ResolvedCallOptions } from "../options/resolved-options.ts";

type StreakOptions = Pick<ResolvedCallOptions, "consecutiveFailures" | "failureSpanMs">;

/** Counts failures in a row, and says when they are enough to open a circuit. */
export class FailureStreak {
  readonly #options: StreakOptions;
  #lastSuccessAt: number | undefined;
  #length = 0;

  constructor(options: StreakOptions) {
    this.#options = options;
  }

  /** Failures since the last success. */
  get length(): number {
    return this.#length;
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
