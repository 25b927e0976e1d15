import type { Series } from "./dashboard-snapshot.ts";

/** Width of a bin. */
export const binMs = 5_000;
/** Fifteen minutes of them. */
export const binCount = 180;

/** What is counted in a bin. */
export type Counted = "calls" | "failures" | "rejections";

const counted: readonly Counted[] = ["calls", "failures", "rejections"];

/** The calls, failures and rejections of one circuit in the last fifteen minutes. */
export class BinCounts {
  readonly #counts = new Uint32Array(binCount * counted.length);
  #newest: number;

  /** @param bin - number of the bin that is being filled */
  constructor(bin: number) {
    this.#newest = bin;
  }

  add(bin: number, what: Counted): void {
    this.#moveTo(bin);
    const index = placeOf(this.#newest, what);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  series(bin: number): Series {
    this.#moveTo(bin);
    const of = (what: Counted): number[] =>
      Array.from({ length: binCount }, (_, age) => this.#at(this.#newest - binCount + 1 + age, what));
    return { calls: of("calls"), failures: of("failures"), rejections: of("rejections") };
  }

  /** Calls, failures and rejections of the bin before and of this one. */
  last(bin: number): number[] {
    this.#moveTo(bin);
    return [bin - 1, bin].flatMap((one) => counted.map((what) => this.#at(one, what)));
  }

  #at(bin: number, what: Counted): number {
    return this.#counts[placeOf(bin, what)] ?? 0;
  }

  #moveTo(bin: number): void {
    if (bin - this.#newest >= binCount) this.#counts.fill(0);
    else {
      for (let fresh = this.#newest + 1; fresh <= bin; fresh++) {
        for (const what of counted) this.#counts[placeOf(fresh, what)] = 0;
      }
    }
    this.#newest = Math.max(this.#newest, bin);
  }
}

function placeOf(bin: number, what: Counted): number {
  // Monotonic time may begin below zero.
  const slot = ((bin % binCount) + binCount) % binCount;
  return slot * counted.length + counted.indexOf(what);
}
