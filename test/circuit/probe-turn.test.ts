import { expect, test, vi } from "vitest";
import { makeLease, type Lease } from "../../src/circuit/lease.ts";
import { ProbeTurn } from "../../src/circuit/probe-turn.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { aCandidate } from "./a-circuit.ts";

function aTurn(): {
  clock: ManualClock;
  turn: ProbeTurn;
  onExpired: ReturnType<typeof vi.fn>;
  probe: (timeout?: number) => Lease;
} {
  const clock = new ManualClock();
  const onExpired = vi.fn();
  const turn = new ProbeTurn(clock, onExpired);
  const probe = (timeout = 800): Lease => {
    const options = resolveOptions({ timeout }).forOperation("ListApps");
    return makeLease(aCandidate(), { generation: 1, isProbe: true, expiresAt: turn.expiry(options) });
  };
  return { clock, turn, onExpired, probe };
}

test("is free before there is a probe, and after its end", () => {
  const { clock, turn, probe } = aTurn();
  expect(turn.remainingMs).toBe(0);
  const lease = probe();
  turn.begin(lease);
  expect([turn.isOf(lease), turn.isOf(probe()), turn.remainingMs]).toEqual([true, false, 800]);
  turn.end();
  expect([turn.isOf(lease), turn.remainingMs, clock.pendingTimers]).toEqual([false, 0, 0]);
});

test("tells when the probe has taken too long, which is still the probe until another begins", () => {
  const { clock, turn, onExpired, probe } = aTurn();
  const [slow, next] = [probe(), probe()];
  turn.begin(slow);
  clock.advance(799);
  expect(onExpired).not.toHaveBeenCalled();
  clock.advance(1);
  expect([onExpired.mock.calls.length, turn.remainingMs, turn.isOf(slow)]).toEqual([1, 0, true]);
  turn.begin(next);
  expect([turn.isOf(slow), turn.isOf(next)]).toEqual([false, true]);
});

test("keeps no process running, and has one timer at most", () => {
  const { clock, turn, onExpired, probe } = aTurn();
  turn.begin(probe());
  clock.advance(500);
  turn.begin(probe());
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  clock.advance(799);
  expect(onExpired).not.toHaveBeenCalled();
});

test("waits for the rest where the machine's timer fires early, so that nobody is told too soon, and somebody is", () => {
  const fired: (() => void)[] = [];
  let now = 0;
  const startTimer = (callback: () => void): (() => void) => {
    fired.push(callback);
    return () => {};
  };
  const onExpired = vi.fn();
  const turn = new ProbeTurn({ now: () => now, epochMs: () => now, startTimer }, onExpired);
  turn.begin(makeLease(aCandidate(), { generation: 1, isProbe: true, expiresAt: 100 }));
  now = 99.6;
  fired[0]?.();
  expect(onExpired).not.toHaveBeenCalled();
  now = 100;
  fired[1]?.();
  expect(onExpired).toHaveBeenCalledOnce();
});
