import { expect, test } from "vitest";
import { ReleaseRate } from "../../src/circuit/release-rate.ts";

/** A rate for so many who wait. */
function aRate(waiting = 10_000): ReleaseRate {
  const rate = new ReleaseRate();
  rate.restart(waiting);
  return rate;
}

function sizes(rate: ReleaseRate, count: number, share = 1): number[] {
  return Array.from({ length: count }, () => rate.next(share));
}

test("doubles with each success, beginning with one", () => {
  expect(sizes(aRate(), 6)).toEqual([1, 2, 4, 8, 16, 32]);
});

test("begins with one again when it is told to", () => {
  const rate = aRate();
  sizes(rate, 5);
  rate.restart(10);
  expect(sizes(rate, 3)).toEqual([1, 2, 4]);
});

test("lets through no more than the share of all who came to wait, however many succeed", () => {
  const rate = aRate(100);
  expect(sizes(rate, 6, 0)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(sizes(rate, 3, 0.05)).toEqual([5, 0, 0]);
  expect(sizes(rate, 2, 0.5)).toEqual([45, 0]);
});

test("counts those who came since, and those who were let through without asking", () => {
  const rate = aRate(9);
  for (let joined = 0; joined < 11; joined++) rate.joined();
  rate.granted();
  sizes(rate, 4, 0);
  expect(sizes(rate, 2, 0.5)).toEqual([9, 0]);
});

test("stays a number after more successes than a number can hold the power of", () => {
  expect(sizes(aRate(), 2_000).at(-1)).toBe(2 ** 20);
});
