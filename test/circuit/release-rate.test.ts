import { expect, test } from "vitest";
import { ReleaseRate } from "../../src/circuit/release-rate.ts";

function sizes(rate: ReleaseRate, count: number, waiting = 10_000, share = 1): number[] {
  return Array.from({ length: count }, () => rate.next(waiting, share));
}

test("doubles with each success, beginning with one", () => {
  expect(sizes(new ReleaseRate(), 6)).toEqual([1, 2, 4, 8, 16, 32]);
});

test("begins with one again when it is told to", () => {
  const rate = new ReleaseRate();
  sizes(rate, 5);
  rate.restart();
  expect(sizes(rate, 3)).toEqual([1, 2, 4]);
});

test("is never more than the share of those who wait, and never less than one", () => {
  expect(sizes(new ReleaseRate(), 6, 100, 0.05)).toEqual([1, 2, 4, 5, 5, 5]);
  expect(sizes(new ReleaseRate(), 3, 100, 0)).toEqual([1, 1, 1]);
  expect(new ReleaseRate().next(0, 1)).toBe(1);
});

test("stays a number after more successes than a number can hold the power of", () => {
  expect(sizes(new ReleaseRate(), 2_000, 2 ** 40).at(-1)).toBe(2 ** 20);
});
