/** A source of numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** The mulberry32 generator: small, fast, and the same sequence for the same seed on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A seed of its own for each numbered use, so that one use's draws do not shift another's. */
export function deriveSeed(seed: number, use: number): number {
  return (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(use + 1, 0xc2b2ae35)) >>> 0;
}
