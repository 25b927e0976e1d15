import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { TimerCount } from "../../../benchmarks/growth/timer-count.ts";
import { systemClock } from "../../../src/clock/system-clock.ts";

test("timers are counted while they are set, those that hold no process open among them", async () => {
  const timers = new TimerCount();
  const cancels = [true, false].map((keepsAlive) => systemClock.startTimer(() => {}, 60_000, keepsAlive));
  const whileSet = timers.count;
  for (const cancel of cancels) cancel();
  // That a timer is gone is known a little after it was cancelled.
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  const afterwards = timers.count;
  timers.stop();
  expect([whileSet, afterwards]).toEqual([2, 0]);
});

test("timers that were set before, or after the count was stopped, are not counted", () => {
  const cancelBefore = systemClock.startTimer(() => {}, 60_000, false);
  const timers = new TimerCount();
  timers.stop();
  const cancelAfter = systemClock.startTimer(() => {}, 60_000, false);
  expect(timers.count).toBe(0);
  cancelBefore();
  cancelAfter();
});
