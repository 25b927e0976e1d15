/** Each bucket ends a fifth above the one before: from 1 ms to two minutes. */
const growth = 1.2;
const buckets = 66;

/** How long the service took over good answers, in memory of a fixed size, taken with the first of them. */
export class Latencies {
  #newer: Uint32Array | undefined;
  #older: Uint32Array | undefined;
  /** When the newer half began. */
  #since: number;

  constructor(now: number) {
    this.#since = now;
  }

  /** @param spanMs - an answer is remembered for one to two times that long */
  record(durationMs: number, now: number, spanMs: number): void {
    this.#age(now, spanMs);
    this.#newer ??= new Uint32Array(buckets);
    const bucket = bucketOf(durationMs);
    this.#newer[bucket] = (this.#newer[bucket] ?? 0) + 1;
  }

  /**
   * How many milliseconds that share of the answers took at most, up to a fifth too many; `null` where there were
   * no answers.
   *
   * @param share - above 0 and up to 1
   */
  quantile(share: number, now: number, spanMs: number): number | null {
    this.#age(now, spanMs);
    const counts = Array.from(
      { length: buckets },
      (_, bucket) => (this.#newer?.[bucket] ?? 0) + (this.#older?.[bucket] ?? 0),
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return null;
    let seen = 0;
    const bucket = counts.findIndex((count) => (seen += count) >= share * total);
    return Math.round(growth ** bucket * 10) / 10;
  }

  #age(now: number, spanMs: number): void {
    const age = now - this.#since;
    if (age < spanMs) return;
    this.#older = age < 2 * spanMs ? this.#newer : undefined;
    this.#newer = undefined;
    this.#since = now;
  }
}

function bucketOf(durationMs: number): number {
  if (!(durationMs > 1)) return 0;
  return Math.min(buckets - 1, Math.ceil(Math.log(durationMs) / Math.log(growth)));
}
