import { expect, test } from "vitest";
import { tellAfterTurn } from "../../src/call/turn-watch.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

/** Notes when it was told. */
function aListener(): { told: number[]; couldBeAnswered: (now: number) => void } {
  const told: number[] = [];
  return { told, couldBeAnswered: (now) => void told.push(now) };
}

test("those who come before the event loop turns are told together, with one timer that holds no process open", () => {
  const clock = new ManualClock();
  const [one, other] = [aListener(), aListener()];
  tellAfterTurn(clock, one);
  tellAfterTurn(clock, other);
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  const startedAt = clock.now();
  clock.advance(0);
  expect([one.told, other.told]).toEqual([[startedAt], [startedAt]]);
  expect(clock.pendingTimers).toBe(0);
});

test("who comes later is told of the next turn, and nobody twice", () => {
  const clock = new ManualClock();
  const [one, other] = [aListener(), aListener()];
  tellAfterTurn(clock, one);
  clock.advance(5);
  tellAfterTurn(clock, other);
  clock.advance(5);
  expect([one.told.length, other.told.length]).toEqual([1, 1]);
  expect(other.told[0]).toBeGreaterThan(one.told[0] ?? Infinity);
});

test("each clock has its own turns", () => {
  const [first, second] = [new ManualClock(), new ManualClock()];
  const [one, other] = [aListener(), aListener()];
  tellAfterTurn(first, one);
  tellAfterTurn(second, other);
  first.advance(0);
  expect([one.told.length, other.told.length]).toEqual([1, 0]);
});
