/** How far back "per second" looks. */
const SPAN_MS = 1_000;

/** Turns a count that only grows into a rate, and into a history for a sparkline. */
export class RateGauge {
  readonly #bucketMs: number;
  readonly #history: number[];
  #samples: { readonly atMs: number; readonly total: number }[] = [{ atMs: 0, total: 0 }];

  /** @param buckets - how many values the history of `durationMs` has */
  constructor(durationMs: number, buckets: number) {
    this.#bucketMs = durationMs / buckets;
    this.#history = Array.from({ length: buckets }, () => 0);
  }

  /** Notes the count at a time. */
  sample(atMs: number, total: number): void {
    const bucket = Math.min(Math.floor(atMs / this.#bucketMs), this.#history.length - 1);
    const grown = total - (this.#samples.at(-1)?.total ?? 0);
    this.#history[bucket] = (this.#history[bucket] ?? 0) + grown;
    const oldest = this.#samples.findLastIndex((sample) => sample.atMs <= atMs - SPAN_MS);
    this.#samples = [...this.#samples.slice(Math.max(0, oldest)), { atMs, total }];
  }

  /** Per second, over the last second. */
  get perSecond(): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs === first.atMs) return 0;
    return ((last.total - first.total) * SPAN_MS) / Math.max(last.atMs - first.atMs, SPAN_MS);
  }

  /** What each bucket of the past held; the last one is not full yet. */
  history(atMs: number): readonly number[] {
    return this.#history.slice(0, Math.floor(atMs / this.#bucketMs) + 1);
  }
}
