import { expect, test } from "vitest";
import { ManualClock, type Clock } from "../../../src/testing/index.ts";
import { started } from "../started-simulator.ts";

async function withClock() {
  const clock = new ManualClock();
  const simulator = await started({ clock });
  const statusOf = async () => (await fetch(`${simulator.endpoint}/apps`)).status;
  return { clock, simulator, statusOf };
}

/** A clock whose timers fire a millisecond before their time. */
function earlyClock(clock: ManualClock): Clock {
  return {
    now: () => clock.now(),
    epochMs: () => clock.epochMs(),
    startTimer: (callback, delayMs, keepsAlive) =>
      clock.startTimer(callback, delayMs > 1 ? delayMs - 1 : delayMs, keepsAlive),
  };
}

test("plays phase after phase, tells of each, and ends healthy", async () => {
  const { clock, simulator, statusOf } = await withClock();
  const begun: string[] = [];
  const run = simulator.faults.play("healthy 5 s, outage 10 s, html 503 1 s", {
    onPhase: ({ name }) => begun.push(`${name} at ${clock.now()}`),
  });
  expect(run.currentPhase?.name).toBe("healthy");
  expect(await statusOf()).toBe(200);
  const next = run.nextPhase();
  clock.advance(5_000);
  expect(await next).toMatchObject({ index: 1, name: "InternalFailureException" });
  expect(await statusOf()).toBe(500);
  clock.advance(10_000);
  expect(await statusOf()).toBe(503);
  const end = run.nextPhase();
  clock.advance(1_000);
  expect(await statusOf()).toBe(200);
  expect([await end, await run.nextPhase(), await run.done]).toEqual([undefined, undefined, "ended"]);
  expect(begun).toEqual(["healthy at 0", "InternalFailureException at 5000", "html 503 at 15000"]);
  expect(simulator.faults.script).toBeUndefined();
  expect(clock.pendingTimers).toBe(0);
});

test("is right in its first moment after a freeze, before any timer has fired", async () => {
  const { clock, simulator, statusOf } = await withClock();
  const run = simulator.faults.play("outage 5 s, html 503 5 s, healthy");
  clock.jump(7_000);
  expect(await statusOf()).toBe(503);
  clock.advance(3_000);
  expect(run.currentPhase).toMatchObject({ index: 2, durationMs: undefined });
});

test("does not drift when timers are late", async () => {
  const { clock, simulator } = await withClock();
  const run = simulator.faults.play("healthy 1 s, hang 1 s, healthy");
  clock.jump(1_600);
  clock.advance(0);
  expect(run.currentPhase?.index).toBe(1);
  clock.advance(400);
  expect(run.currentPhase?.index).toBe(2);
});

test("waits on where the machine fires a timer a little early", async () => {
  const clock = new ManualClock();
  const simulator = await started({ clock: earlyClock(clock) });
  const run = simulator.faults.play("healthy 10 ms, outage");
  clock.advance(9);
  expect(run.currentPhase?.index).toBe(0);
  clock.advance(1);
  expect(run.currentPhase?.index).toBe(1);
});

test("takes its faults away when it is stopped, and leaves others", async () => {
  const { clock, simulator, statusOf } = await withClock();
  simulator.faults.inject({ kind: "empty", status: 504 });
  const run = simulator.faults.play("outage");
  expect(simulator.faults.active).toHaveLength(2);
  run.stop();
  run.stop();
  expect(await run.done).toBe("stopped");
  expect(await statusOf()).toBe(504);
  expect(clock.pendingTimers).toBe(0);
});

test("gives way to another script, but not to one that cannot be understood", async () => {
  const { simulator } = await withClock();
  const first = simulator.faults.play("outage");
  expect(() => simulator.faults.play("outtage")).toThrow("Did you mean");
  expect(simulator.faults.script).toBe(first);
  const second = simulator.faults.play([{ faults: [{ kind: "hang" }] }]);
  expect(await first.done).toBe("stopped");
  expect(simulator.faults.active).toEqual([{ kind: "hang" }]);
  simulator.faults.clear();
  expect(await second.done).toBe("stopped");
});
