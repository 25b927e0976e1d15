import { expect, test } from "vitest";
import { turnPrecisionMs, turnWatchOf } from "../../src/call/turn-watch.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

/** Notes when it was told. */
function aListener(): { told: number[]; turned: (now: number) => void } {
  const told: number[] = [];
  return { told, turned: (now) => void told.push(now) };
}

test("those who come before the event loop turns are told together, with one timer that holds no process open", () => {
  const clock = new ManualClock();
  const [one, other] = [aListener(), aListener()];
  turnWatchOf(clock).add(one);
  turnWatchOf(clock).add(other);
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  const startedAt = clock.now();
  clock.advance(turnPrecisionMs);
  expect([one.told, other.told]).toEqual([[startedAt + turnPrecisionMs], [startedAt + turnPrecisionMs]]);
  expect(clock.pendingTimers).toBe(0);
});

test("who comes later is told of the next turn, and nobody twice", () => {
  const clock = new ManualClock();
  const [one, other] = [aListener(), aListener()];
  turnWatchOf(clock).add(one);
  clock.advance(turnPrecisionMs);
  turnWatchOf(clock).add(other);
  clock.advance(turnPrecisionMs);
  expect([one.told.length, other.told.length]).toEqual([1, 1]);
  expect(other.told[0]).toBeGreaterThan(one.told[0] ?? Infinity);
});

test("each clock has its own turns", () => {
  const [first, second] = [new ManualClock(), new ManualClock()];
  const [one, other] = [aListener(), aListener()];
  turnWatchOf(first).add(one);
  turnWatchOf(second).add(other);
  first.advance(turnPrecisionMs);
  expect([one.told.length, other.told.length]).toEqual([1, 0]);
});

test("who is no longer interested is not told", () => {
  const clock = new ManualClock();
  const [one, other] = [aListener(), aListener()];
  turnWatchOf(clock).add(one);
  turnWatchOf(clock).add(other);
  turnWatchOf(clock).remove(one);
  clock.advance(turnPrecisionMs);
  expect([one.told.length, other.told.length]).toEqual([0, 1]);
});

test("who comes back while the others are told is told at the next turn", () => {
  const clock = new ManualClock();
  const told: number[] = [];
  const again = {
    turned: (now: number) => {
      if (told.push(now) < 2) turnWatchOf(clock).add(again);
    },
  };
  turnWatchOf(clock).add(again);
  clock.advance(2 * turnPrecisionMs);
  expect(told).toHaveLength(2);
});
