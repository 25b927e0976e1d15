import { describe, expect, test } from "vitest";
import { afterOutage, aCaller, aWatcher, callers, nth, outcomes, type Caller } from "./a-caller.ts";
import { aCircuit, anOpenCircuit } from "./a-circuit.ts";

describe("who only wants to be told", () => {
  test("is told at once where a call would be let through, and takes nothing", () => {
    const circuit = aCircuit({ capacity: 1 });
    expect([aWatcher(circuit).turns, aWatcher(circuit).turns]).toEqual([1, 1]);
    expect(circuit.core.stats()).toMatchObject({ inFlight: 0, waiting: 0, queued: 0 });
  });

  test("is told when its turn has come, which its call then takes", () => {
    const circuit = anOpenCircuit();
    const watcher = aWatcher(circuit, () => expect(circuit.admit().isProbe).toBe(true));
    const [next] = callers(circuit, 1) as [Caller];
    circuit.halfOpen();
    expect([watcher.turns, next.outcome]).toEqual([1, "waits"]);
    circuit.clock.advance(0);
    expect(next.outcome).toBe("waits");
  });

  test("leaves its turn to the next where it does nothing with it", () => {
    const circuit = anOpenCircuit();
    const idle = [aWatcher(circuit), aWatcher(circuit)];
    const [next] = callers(circuit, 1) as [Caller];
    circuit.clock.advance(99);
    expect(idle.map(({ turns }) => turns)).toEqual([0, 0]);
    circuit.clock.advance(1);
    expect([...idle.map(({ turns }) => turns), next.outcome]).toEqual([1, 1, "probe"]);
    expect(circuit.clock.pendingRefTimers).toBe(0);
  });

  test("keeps the process running until then, however long that takes", () => {
    const circuit = aCircuit();
    circuit.core.isolate("freeze");
    const watcher = aWatcher(circuit);
    expect(circuit.clock.pendingRefTimers).toBe(1);
    circuit.core.withdraw(watcher);
    expect(circuit.clock.pendingTimers).toBe(0);
    circuit.core.release();
    expect(watcher.turns).toBe(0);
  });

  test("holds no call's place, and is not counted as one", () => {
    const circuit = anOpenCircuit({ maxWaiting: 2 });
    for (let told = 0; told < 50; told++) aWatcher(circuit);
    expect(circuit.core.stats().waiting).toBe(0);
    expect(outcomes(callers(circuit, 3))).toBe("2 waits, 1 open");
    expect(circuit.core.isIdle).toBe(false);
  });

  test("is not told before those who came sooner, also where the circuit has closed", () => {
    const { circuit, waiting } = afterOutage(2);
    const watcher = aWatcher(circuit);
    expect(watcher.turns).toBe(0);
    nth(waiting, 0).end("success");
    expect([nth(waiting, 1).outcome, watcher.turns]).toEqual(["sent", 1]);
  });

  test("waits on where a probe failed, however long the circuit stays open", () => {
    const circuit = anOpenCircuit();
    const probe = aCaller(circuit);
    const watcher = aWatcher(circuit);
    circuit.halfOpen();
    probe.end("failure");
    expect([watcher.turns, watcher.refusals.length]).toEqual([0, 0]);
    circuit.halfOpen();
    expect(watcher.turns).toBe(1);
  });

  test("is told at once in a dry run", () => {
    const circuit = anOpenCircuit({ enabled: false });
    expect(aWatcher(circuit).turns).toBe(1);
    expect(circuit.core.obstacle()).toBeUndefined();
  });
});
