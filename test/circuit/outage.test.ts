import { expect, test, vi } from "vitest";
import { Outage } from "../../src/circuit/outage.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import type { ResolvedCallOptions } from "../../src/options/resolved-options.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { illness } from "./a-circuit.ts";

function optionsWith(options: BreakerOptions = {}): ResolvedCallOptions {
  return resolveOptions(options).forOperation("ListApps");
}

function anOutage(): { clock: ManualClock; outage: Outage; onReset: ReturnType<typeof vi.fn> } {
  const clock = new ManualClock({ nowMs: 1_000 });
  const onReset = vi.fn();
  return { clock, onReset, outage: new Outage(optionsWith(), { clock, random: () => 0.5, onReset }) };
}

test("says how long the circuit stays open, and tells when that is over", () => {
  const { clock, outage, onReset } = anOutage();
  expect([outage.begin(undefined, illness), outage.remainingMs]).toEqual([100, 100]);
  clock.advance(99);
  expect([outage.remainingMs, outage.overdueMs, onReset.mock.calls.length]).toEqual([1, 0, 0]);
  clock.advance(1);
  expect([outage.remainingMs, outage.overdueMs, onReset.mock.calls.length]).toEqual([0, 0, 1]);
  clock.advance(30);
  expect(outage.overdueMs).toBe(30);
});

test("lasts from its beginning to its end, however many probes failed in between", () => {
  const { clock, outage } = anOutage();
  outage.begin(undefined, illness);
  clock.advance(100);
  expect(outage.goOn(undefined, illness)).toBe(150);
  clock.advance(160);
  expect(outage.end()).toBe(260);
});

test("begins with the shortest time again after a whole window closed, and not sooner", () => {
  const { clock, outage } = anOutage();
  outage.begin(undefined, illness);
  outage.end();
  clock.advance(59_999);
  expect(outage.begin(undefined, illness)).toBe(150);
  outage.end();
  clock.advance(60_000);
  expect(outage.begin(undefined, illness)).toBe(100);
});

test("goes by other options from its next opening on", () => {
  const { clock, outage } = anOutage();
  outage.begin(undefined, illness);
  outage.configure(optionsWith({ resetTimeout: 1_000, rollingCountTimeout: 10_000 }));
  expect(outage.remainingMs).toBe(100);
  outage.end();
  clock.advance(10_000);
  expect(outage.begin(undefined, illness)).toBe(1_000);
});

test("does not tell while its timer is paused, and tells when it goes on, however late", () => {
  const { clock, outage, onReset } = anOutage();
  outage.begin(undefined, illness);
  outage.pauseTimer();
  expect(clock.pendingTimers).toBe(0);
  clock.advance(5_000);
  outage.resumeTimer();
  expect(onReset).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onReset).toHaveBeenCalledOnce();
});

test("goes on where another stood", () => {
  const { clock, outage } = anOutage();
  outage.begin(undefined, illness);
  outage.goOn(undefined, illness);
  clock.advance(50);
  const successor = anOutage();
  successor.outage.restore(outage.state, true);
  expect(successor.outage.state).toEqual(outage.state);
  expect(successor.outage.state).toEqual({
    openedAt: 1_000,
    closedAt: 1_000,
    remainingMs: 100,
    openings: 2,
    cause: undefined,
  });
  successor.clock.advance(100);
  expect(successor.onReset).toHaveBeenCalledOnce();
});

test("goes on without a timer where there is no outage, and never for longer than the longest reset", () => {
  const { clock, outage } = anOutage();
  outage.begin(undefined, illness);
  outage.restore({ ...outage.state, remainingMs: 3_600_000 }, true);
  expect(outage.remainingMs).toBe(2_000);
  outage.restore(outage.state, false);
  expect(clock.pendingTimers).toBe(0);
});
