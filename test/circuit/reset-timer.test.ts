import { expect, test, vi } from "vitest";
import { ResetTimer } from "../../src/circuit/reset-timer.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

function aTimer(): { clock: ManualClock; timer: ResetTimer; onReset: ReturnType<typeof vi.fn> } {
  const clock = new ManualClock();
  const onReset = vi.fn();
  return { clock, timer: new ResetTimer(clock, onReset), onReset };
}

test("says once that the time is up, and how long it will be until then", () => {
  const { clock, timer, onReset } = aTimer();
  timer.start(100);
  clock.advance(40);
  expect(timer.remainingMs).toBe(60);
  clock.advance(59);
  expect(onReset).not.toHaveBeenCalled();
  clock.advance(1);
  expect(timer.remainingMs).toBe(0);
  clock.advance(1_000);
  expect(onReset).toHaveBeenCalledOnce();
});

test("keeps no process alive", () => {
  const { clock, timer } = aTimer();
  timer.start(100);
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
});

test("waits for the rest where the machine's timer fires early", () => {
  const onReset = vi.fn();
  let now = 0;
  const started: { callback: () => void; delayMs: number }[] = [];
  const startTimer = (callback: () => void, delayMs: number): (() => void) => {
    started.push({ callback, delayMs });
    return () => {};
  };
  const timer = new ResetTimer({ now: () => now, epochMs: () => now, startTimer }, onReset);

  timer.start(100);
  now = 99.7;
  started[0]?.callback();
  expect(onReset).not.toHaveBeenCalled();
  expect(started.map(({ delayMs }) => delayMs)).toEqual([100, 1]);

  now = 100;
  started[1]?.callback();
  expect(onReset).toHaveBeenCalledOnce();
  expect(started).toHaveLength(2);
});

test("is up by the clock in a process that was frozen, before any timer fires", () => {
  const { clock, timer, onReset } = aTimer();
  timer.start(100);
  clock.jump(3_600_000);
  expect(timer.remainingMs).toBe(0);
  expect(onReset).not.toHaveBeenCalled();
});

test("has one timer at most, however often it is started", () => {
  const { clock, timer, onReset } = aTimer();
  timer.start(100);
  timer.start(500);
  expect(clock.pendingTimers).toBe(1);
  clock.advance(499);
  expect(onReset).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onReset).toHaveBeenCalledOnce();
});

test("goes on counting while it is stopped, and waits for what remains when it goes on", () => {
  const { clock, timer, onReset } = aTimer();
  timer.start(100);
  timer.stop();
  expect(clock.pendingTimers).toBe(0);
  clock.advance(70);
  timer.resume();
  clock.advance(29);
  expect(onReset).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onReset).toHaveBeenCalledOnce();
});
