import { expect, test } from "vitest";
import { ResetSchedule } from "../../src/circuit/reset-schedule.ts";

function aSchedule(options: { jitter?: number; factor?: number; random?: () => number } = {}): ResetSchedule {
  const { jitter = 0, factor = 2, random = () => 0.5 } = options;
  return new ResetSchedule({ resetTimeout: 100, resetBackoff: { factor, maxMs: 1_000, jitter } }, random);
}

function openings(schedule: ResetSchedule, count: number): number[] {
  return Array.from({ length: count }, () => schedule.next(undefined));
}

test("grows by the factor with each opening, up to the longest time", () => {
  expect(openings(aSchedule(), 6)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
});

test("stays as it is with a factor of 1", () => {
  expect(openings(aSchedule({ factor: 1 }), 3)).toEqual([100, 100, 100]);
});

test("keeps to the longest time after more openings than a number can hold the power of", () => {
  expect(openings(aSchedule({ factor: 100 }), 300).at(-1)).toBe(1_000);
});

test("starts with the shortest time again once it has forgotten", () => {
  const schedule = aSchedule();
  openings(schedule, 3);
  schedule.forget();
  expect(openings(schedule, 2)).toEqual([100, 200]);
});

test.each([
  { chance: 0, openMs: 80 },
  { chance: 0.5, openMs: 100 },
  { chance: 1 - Number.EPSILON, openMs: 120 },
  { chance: 1, openMs: 120 },
])("is varied by jitter between its bounds: chance $chance makes $openMs ms", ({ chance, openMs }) => {
  expect(aSchedule({ jitter: 0.2, random: () => chance }).next(undefined)).toBeCloseTo(openMs, 9);
});

test("is never varied beyond the longest time, nor to no time at all", () => {
  const longest = aSchedule({ jitter: 0.2, random: () => 0.999 });
  expect(openings(longest, 6).at(-1)).toBe(1_000);
  expect(aSchedule({ jitter: 1, random: () => 0 }).next(undefined)).toBe(1);
});

test.each([
  { asked: 50, openMs: 100, title: "waits no shorter than it would have" },
  { asked: 700, openMs: 700, title: "waits as long as the service asks for" },
  { asked: 60_000, openMs: 1_000, title: "caps what the service asks for at the longest time" },
])("$title (Retry-After $asked ms)", ({ asked, openMs }) => {
  expect(aSchedule().next(asked)).toBe(openMs);
});

test("never shortens by jitter what the service asked for", () => {
  expect(aSchedule({ jitter: 1, random: () => 0 }).next(300)).toBe(300);
});

test.each<[string, () => unknown]>([
  ["NaN", () => Number.NaN],
  ["-0.1", () => -0.1],
  ["7", () => 7],
  ["a text", () => "0.9"],
  ["a symbol", Symbol],
  ["an error that is thrown", () => expect.unreachable()],
])("a source of chance that gives %s varies nothing", (_title, random) => {
  const resetBackoff = { factor: 2, maxMs: 1_000, jitter: 0.5 };
  const schedule = new ResetSchedule({ resetTimeout: 100, resetBackoff }, random as () => number);
  expect([schedule.next(undefined), schedule.next(undefined)]).toEqual([100, 200]);
});
