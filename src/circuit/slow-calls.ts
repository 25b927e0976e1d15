import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { Engine, type WindowBucket } from "./engine.ts";

type SlowCallOptions = Pick<
  ResolvedCallOptions,
  "slowCall" | "volumeThreshold" | "rollingCountTimeout" | "rollingCountBuckets"
>;

/** Counts slow answers in a rolling window of their own, and says when they are too many. */
export class SlowCalls {
  readonly #options: SlowCallOptions;
  readonly #engine: Engine | undefined;

  /** @param contents - what the window holds to begin with; slow answers are its failures */
  constructor(options: SlowCallOptions, now: number, contents: readonly WindowBucket[] = []) {
    this.#options = options;
    const { slowCall } = options;
    if (slowCall === false) return;
    this.#engine = new Engine({ ...options, errorThresholdPercentage: slowCall.thresholdPercentage }, now);
    this.#engine.restore(contents, false, now);
  }

  isSlow(durationMs: number): boolean {
    const { slowCall } = this.#options;
    return slowCall !== false && durationMs >= slowCall.durationMs;
  }

  /** Counts a verdict that took so long, and says whether the circuit should open. */
  record(durationMs: number, now: number): boolean {
    if (this.#engine === undefined) return false;
    if (this.isSlow(durationMs)) this.#engine.recordFailure(now, undefined);
    else this.#engine.recordSuccess(now);
    return this.#engine.state === "open";
  }

  /** What the window holds, the newest first. */
  contents(now: number): WindowBucket[] {
    return this.#engine?.contents(now) ?? [];
  }

  /** Slow answers in the window. */
  count(now: number): number {
    return this.#engine?.counts(now).failures ?? 0;
  }

  shutdown(): void {
    this.#engine?.shutdown();
  }
}
