/** Bins of five seconds: a minute. */
const slices = 12;
/** Each bucket ends a quarter above the one before: from 1 ms to a little over a minute. */
const growth = 1.25;
const buckets = 51;

/** How long the calls of the last minute took: a fixed number of counts, however many calls there are. */
export class Latencies {
  readonly #counts = new Uint32Array(slices * buckets);
  #newest: number;

  /** @param bin - number of the bin that is being filled */
  constructor(bin: number) {
    this.#newest = bin;
  }

  add(bin: number, durationMs: number): void {
    this.#moveTo(bin);
    const index = sliceOf(this.#newest) * buckets + bucketOf(durationMs);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  /**
   * For each share of the calls, how many milliseconds these took at most; up to a quarter too many.
   *
   * @param shares - ascending, above 0 and up to 1
   */
  quantiles(bin: number, shares: readonly number[]): (number | null)[] {
    this.#moveTo(bin);
    const sums = Array.from({ length: buckets }, () => 0);
    for (const [index, count] of this.#counts.entries()) {
      sums[index % buckets] = (sums[index % buckets] ?? 0) + count;
    }
    const total = sums.reduce((sum, count) => sum + count, 0);
    return shares.map((share) => (total === 0 ? null : quantile(sums, share * total)));
  }

  #moveTo(bin: number): void {
    if (bin - this.#newest >= slices) this.#counts.fill(0);
    else {
      for (let fresh = this.#newest + 1; fresh <= bin; fresh++) {
        this.#counts.fill(0, sliceOf(fresh) * buckets, (sliceOf(fresh) + 1) * buckets);
      }
    }
    this.#newest = Math.max(this.#newest, bin);
  }
}

function quantile(sums: readonly number[], wanted: number): number {
  let seen = 0;
  const bucket = sums.findIndex((count) => {
    seen += count;
    return seen >= wanted;
  });
  return Math.round(growth ** (bucket === -1 ? buckets - 1 : bucket) * 10) / 10;
}

function bucketOf(durationMs: number): number {
  if (!(durationMs > 1)) return 0;
  return Math.min(buckets - 1, Math.ceil(Math.log(durationMs) / Math.log(growth)));
}

function sliceOf(bin: number): number {
  return ((bin % slices) + slices) % slices;
}
