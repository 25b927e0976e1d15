import { expect, test } from "vitest";
import type { Arrival } from "../../../benchmarks/outage/arrivals.ts";
import { playArrivals } from "../../../benchmarks/outage/play-arrivals.ts";
import { ManualClock } from "../../../src/testing/index.ts";

const arrivals: readonly Arrival[] = [0, 0.5, 2.5, 2.7, 10].map((dueMs) => ({
  dueMs,
  client: 0,
  isSick: true,
}));

function play(isOver = () => false): { clock: ManualClock; begun: number[][]; done: Promise<void> } {
  const clock = new ManualClock();
  const begun: number[][] = [];
  const begin = ({ dueMs }: Arrival, wokenMs: number) => void begun.push([dueMs, wokenMs]);
  return { clock, begun, done: playArrivals(arrivals, { clock, begin, isOver }) };
}

test("no call begins before it is due, and each as soon as a timer allows", async () => {
  const { clock, begun, done } = play();
  await clock.advanceAsync(10);
  await done;
  expect(begun.map(([dueMs]) => dueMs)).toEqual([0, 0.5, 2.5, 2.7, 10]);
  for (const [dueMs = 0, wokenMs = 0] of begun) {
    expect(wokenMs - dueMs).toBeGreaterThanOrEqual(0);
    expect(wokenMs - dueMs).toBeLessThan(1);
  }
});

test("a process that wakes up late makes all calls that were due", async () => {
  const { clock, begun, done } = play();
  clock.jump(50);
  await clock.advanceAsync(0);
  await done;
  expect(begun).toEqual([
    [0, 0],
    [0.5, 50],
    [2.5, 50],
    [2.7, 50],
    [10, 50],
  ]);
});

test("what need not be played is not", async () => {
  const { clock, begun, done } = play(() => true);
  await clock.advanceAsync(100);
  await done;
  expect(begun).toEqual([[0, 0]]);
  expect(clock.pendingTimers).toBe(0);
});
