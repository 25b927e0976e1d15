import { expect, test, vi } from "vitest";
import { addDeadline } from "../../src/call/deadlines.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { turnPrecisionMs } from "../../src/call/turn-watch.ts";

test("each deadline passes at its time, whatever the order in which they came", () => {
  const clock = new ManualClock();
  const startedAt = clock.now();
  const passed: [string, number][] = [];
  const add = (name: string, dueInMs: number): void =>
    void addDeadline(clock, startedAt + dueInMs, () => passed.push([name, clock.now() - startedAt]));
  add("late", 300);
  add("early", 100);
  add("between", 200);
  add("between too", 200);
  clock.advance(1_000);
  expect(passed).toEqual([
    ["early", 100],
    ["between", 200],
    ["between too", 200],
    ["late", 300],
  ]);
});

test("one timer is set for many, and is gone when the event loop turns and nobody has a deadline any more", () => {
  const clock = new ManualClock();
  const pass = vi.fn();
  const cancels = [100, 200, 300].map((dueInMs) => addDeadline(clock, clock.now() + dueInMs, pass));
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 1]);
  for (const cancel of cancels) cancel();
  clock.advance(turnPrecisionMs);
  expect(clock.pendingTimers).toBe(0);
  clock.advance(1_000);
  expect(pass).not.toHaveBeenCalled();
});

test("what is met leaves the others theirs", () => {
  const clock = new ManualClock();
  const [met, missed] = [vi.fn(), vi.fn()];
  const cancel = addDeadline(clock, clock.now() + 100, met);
  addDeadline(clock, clock.now() + 200, missed);
  cancel();
  clock.advance(150);
  expect([met, missed].map((pass) => pass.mock.calls.length)).toEqual([0, 0]);
  clock.advance(50);
  expect([met, missed].map((pass) => pass.mock.calls.length)).toEqual([0, 1]);
});

test("a deadline that passes may meet another that was due with it, and set new ones", () => {
  const clock = new ManualClock();
  const startedAt = clock.now();
  const [met, next] = [vi.fn(), vi.fn()];
  addDeadline(clock, startedAt + 100, () => {
    cancel();
    addDeadline(clock, startedAt + 150, next);
  });
  const cancel = addDeadline(clock, startedAt + 100, met);
  clock.advance(100);
  expect(met).not.toHaveBeenCalled();
  clock.advance(50);
  expect(next).toHaveBeenCalledOnce();
});

test("a new one just after the last was met is not forgotten when the event loop turns", () => {
  const clock = new ManualClock();
  const pass = vi.fn();
  addDeadline(clock, clock.now() + 100, vi.fn())();
  addDeadline(clock, clock.now() + 200, pass);
  clock.advance(turnPrecisionMs);
  expect(clock.pendingRefTimers).toBe(1);
  clock.advance(200);
  expect(pass).toHaveBeenCalledOnce();
});
