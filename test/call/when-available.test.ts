import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { whenAvailable, type WaitOptions } from "../../src/call/when-available.ts";
import type { Lease } from "../../src/circuit/lease.ts";
import { aCircuit, anOpenCircuit, says, type TestCircuit } from "../circuit/a-circuit.ts";
import { ticks } from "./a-call.ts";

/** Somebody who waits, and what has come of it so far. */
function waiter(circuit: TestCircuit, options: WaitOptions = {}): { ended: unknown[] } {
  const ended: unknown[] = [];
  whenAvailable(circuit.core, "StartJob", { clock: circuit.clock, ...options }).then(
    () => ended.push("available"),
    (error: unknown) => ended.push(error),
  );
  return { ended };
}

function withHungProbe(): TestCircuit {
  const circuit = anOpenCircuit().halfOpen();
  circuit.admit();
  return circuit;
}

/** That nothing of those who waited is left. */
function expectNothingLeft(circuit: TestCircuit, signal?: AbortSignal): void {
  expect(circuit.core.stats()).toMatchObject({ waiting: 0, queued: 0, inFlight: 0 });
  expect(circuit.clock.pendingRefTimers).toBe(0);
  if (signal !== undefined) expect(getEventListeners(signal, "abort")).toEqual([]);
}

describe("whenAvailable", () => {
  test.each([
    ["a closed circuit", aCircuit()],
    ["a half-open one", anOpenCircuit().halfOpen()],
    ["one that only observes", anOpenCircuit({ enabled: false })],
  ])("resolves at once for %s", async (_what, circuit) => {
    const { signal } = new AbortController();
    const { ended } = waiter(circuit, { signal, timeoutMs: 1_000 });
    await ticks();
    expect(ended).toEqual(["available"]);
    expectNothingLeft(circuit, signal);
  });

  test("keeps the process running until the circuit may be tried, and resolves then", async () => {
    const circuit = anOpenCircuit();
    const { ended } = waiter(circuit);
    expect(circuit.clock.pendingRefTimers).toBe(1);
    await circuit.clock.advanceAsync(99);
    expect(ended).toEqual([]);
    await circuit.clock.advanceAsync(1);
    expect(ended).toEqual(["available"]);
    expectNothingLeft(circuit);
  });

  test("serves those who asked in that order, the first of them as the probe", async () => {
    const circuit = anOpenCircuit();
    const leases: Lease[] = [];
    const order: number[] = [];
    for (const nth of [1, 2, 3]) {
      void whenAvailable(circuit.core, "StartJob", { clock: circuit.clock }).then(() => {
        order.push(nth);
        leases.push(circuit.admit());
      });
    }
    await circuit.clock.advanceAsync(100);
    expect([order, leases.map(({ isProbe }) => isProbe)]).toEqual([[1], [true]]);
    for (const lease of leases) circuit.end(lease, says.success);
    await circuit.clock.advanceAsync(0);
    expect(order).toEqual([1, 2, 3]);
  });

  test("waits for one of the calls in flight where there is no room", async () => {
    const circuit = aCircuit({ capacity: 1 });
    const lease = circuit.admit();
    const { ended } = waiter(circuit);
    await ticks();
    expect(ended).toEqual([]);
    circuit.end(lease, says.success);
    await ticks();
    expect(ended).toEqual(["available"]);
    expectNothingLeft(circuit);
  });

  test("waits for the release of an isolated circuit", async () => {
    const circuit = aCircuit();
    circuit.core.isolate("freeze");
    const { ended } = waiter(circuit);
    await circuit.clock.advanceAsync(1_000_000);
    expect(ended).toEqual([]);
    circuit.core.release();
    await ticks();
    expect(ended).toEqual(["available"]);
  });

  test("rejects when its time has passed, with what a call would get", async () => {
    const circuit = anOpenCircuit();
    const { signal } = new AbortController();
    const { ended } = waiter(circuit, { signal, timeoutMs: 60 });
    await circuit.clock.advanceAsync(59);
    expect(ended).toEqual([]);
    await circuit.clock.advanceAsync(1);
    expect(ended).toMatchObject([
      { name: "CircuitOpenError", operation: "StartJob", retryAfterMs: 40, outcome: "notSent" },
    ]);
    expectNothingLeft(circuit, signal);
  });

  test("rejects as isolated, or full, where that is what it waited for", async () => {
    const isolated = aCircuit();
    isolated.core.isolate("freeze");
    const full = aCircuit({ capacity: 1 });
    full.admit();
    const ends = [isolated, full].map((circuit) => ({ circuit, ...waiter(circuit, { timeoutMs: 10 }) }));
    for (const { circuit } of ends) await circuit.clock.advanceAsync(10);
    expect(ends.map(({ ended }) => ended)).toMatchObject([
      [{ name: "CircuitOpenError", state: "isolated" }],
      [{ name: "CapacityError" }],
    ]);
  });

  test.each([
    ["open", anOpenCircuit()],
    ["half-open, with a probe that hangs", withHungProbe()],
  ])(
    "resolves when its time has passed where a call would be let through by then: %s",
    async (_what, circuit) => {
      const { ended } = waiter(circuit, { timeoutMs: 60 });
      await ticks();
      expect(ended).toEqual([]);
      // As in a process that was frozen: the end of the wait comes before the circuit's own timer.
      circuit.clock.jump(10_000);
      await circuit.clock.advanceAsync(0);
      expect(ended).toEqual(["available"]);
      expect(circuit.clock.pendingRefTimers).toBe(0);
    },
  );

  test.each([new Error("changed my mind"), "text", null])(
    "rejects with the reason of an abort: %o",
    async (reason) => {
      const circuit = anOpenCircuit();
      const caller = new AbortController();
      const { ended } = waiter(circuit, { signal: caller.signal, timeoutMs: 1_000 });
      caller.abort(reason);
      await ticks();
      expect(ended).toEqual([reason]);
      expectNothingLeft(circuit, caller.signal);
    },
  );

  test("does not begin to wait where the signal was aborted before", async () => {
    const circuit = anOpenCircuit();
    const { ended } = waiter(circuit, { signal: AbortSignal.abort("too late"), timeoutMs: 1_000 });
    await ticks();
    expect(ended).toEqual(["too late"]);
    expectNothingLeft(circuit);
  });

  test("leaves its turn to the next when it is aborted", async () => {
    const circuit = anOpenCircuit();
    const caller = new AbortController();
    const [first, second] = [waiter(circuit, { signal: caller.signal }), waiter(circuit)];
    caller.abort("gone");
    await circuit.clock.advanceAsync(100);
    expect([first.ended, second.ended]).toEqual([["gone"], ["available"]]);
  });

  test("ends with the breakers", async () => {
    const circuit = anOpenCircuit();
    const { ended } = waiter(circuit);
    circuit.core.shutdown();
    await ticks();
    expect(ended).toMatchObject([{ name: "ShutdownError", operation: "StartJob" }]);
    expect(circuit.clock.pendingTimers).toBe(0);
  });
});
