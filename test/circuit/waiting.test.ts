import { describe, expect, test } from "vitest";
import {
  aCaller,
  afterOutage,
  aWatcher,
  callers,
  endAll,
  nth,
  outcomes,
  withWaiting,
  type Caller,
} from "./a-caller.ts";
import { aCircuit, aHalfOpenCircuit, anOpenCircuit, says } from "./a-circuit.ts";
import type { Lease } from "../../src/circuit/lease.ts";

describe("who waits for an open circuit", () => {
  test("is whose next chance lies within its time; who would have to wait longer is refused at once", () => {
    const circuit = anOpenCircuit();
    expect(aCaller(circuit, { maxWaitMs: 100 }).outcome).toBe("waits");
    expect(aCaller(circuit, { maxWaitMs: 99 }).refusal).toMatchObject({ reason: "open", retryAfterMs: 100 });
    expect(aCaller(circuit, { maxWaitMs: 0 }).refusal).toMatchObject({ reason: "open", retryAfterMs: 100 });
    circuit.clock.advance(1);
    expect(aCaller(circuit, { maxWaitMs: 99 }).outcome).toBe("waits");
    expect(circuit.core.stats()).toMatchObject({ waiting: 2, inFlight: 0, queued: 0 });
  });

  test("are as many as may wait, and the next is refused at once", () => {
    const circuit = anOpenCircuit({ maxWaiting: 3 });
    const asked = callers(circuit, 5);
    expect(outcomes(asked)).toBe("3 waits, 2 open");
    circuit.core.withdraw(nth(asked, 1));
    expect(aCaller(circuit).outcome).toBe("waits");
    expect(aCaller(circuit).outcome).toBe("open");
  });

  test("is nobody whom an isolation keeps from going", () => {
    const circuit = aCircuit();
    circuit.core.isolate("freeze");
    expect(aCaller(circuit).refusal).toEqual({ reason: "isolated", isolation: "freeze" });
  });

  test("keeps the process running as long as it waits, and no longer", () => {
    const { circuit, waiting } = withWaiting(2);
    expect(circuit.clock.pendingRefTimers).toBe(2);
    circuit.core.withdraw(nth(waiting, 0));
    expect(circuit.clock.pendingRefTimers).toBe(1);
    circuit.halfOpen();
    expect(circuit.clock.pendingRefTimers).toBe(0);
    nth(waiting, 1).end("success");
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("may leave at any time, and is not heard of again", () => {
    const { circuit, waiting } = withWaiting(3);
    circuit.core.withdraw(nth(waiting, 0));
    circuit.core.withdraw(nth(waiting, 0));
    expect(circuit.core.stats().waiting).toBe(2);
    circuit.halfOpen();
    expect(waiting.map(({ outcome }) => outcome)).toEqual(["waits", "probe", "waits"]);
    circuit.clock.advance(60_000);
    expect(nth(waiting, 0).outcome).toBe("waits");
  });

  test("is refused when its time has passed, with what the circuit is waiting for then", () => {
    const circuit = anOpenCircuit();
    const [probe, late] = callers(circuit, 2, { maxWaitMs: 150 }) as [Caller, Caller];
    circuit.clock.advance(149);
    expect([probe.outcome, late.outcome]).toEqual(["probe", "waits"]);
    circuit.clock.advance(1);
    expect(late.refusal).toMatchObject({ reason: "open", state: "halfOpen", retryAfterMs: 100 });
    expect(circuit.clock.pendingRefTimers).toBe(0);
  });

  test("is the probe when its time passes with the reset, in a process that was frozen past both", () => {
    const circuit = anOpenCircuit();
    const asked = callers(circuit, 2, { maxWaitMs: 100 });
    circuit.clock.jump(60_000);
    circuit.clock.advance(0);
    expect(asked.map(({ outcome }) => outcome)).toEqual(["probe", "open"]);
  });
});

describe("the first in line", () => {
  test("is the probe as soon as the reset has passed, and the others wait for what it finds", () => {
    const { circuit, waiting } = withWaiting(3);
    circuit.clock.advance(99);
    expect(outcomes(waiting)).toBe("3 waits");
    circuit.clock.advance(1);
    expect(waiting.map(({ outcome }) => outcome)).toEqual(["probe", "waits", "waits"]);
    expect(circuit.core.stats()).toMatchObject({ inFlight: 1, waiting: 2 });
  });

  test("is the probe also where a call finds by the clock, before any timer, that the reset has passed", () => {
    const { circuit, waiting } = withWaiting(1);
    circuit.clock.jump(500);
    expect(circuit.refusal()).toMatchObject({ state: "halfOpen" });
    expect(outcomes(waiting)).toBe("1 probe");
  });

  test.each(["throttled", "localError", "cancelled"] as const)(
    "leaves its turn to the next where it proved nothing: %s",
    (nothing) => {
      const { circuit, waiting } = withWaiting(3);
      circuit.halfOpen();
      nth(waiting, 0).end(nothing);
      expect(waiting.map(({ outcome }) => outcome)).toEqual(["probe", "probe", "waits"]);
    },
  );

  test("leaves its turn to the next where it takes too long", () => {
    const { circuit, waiting } = withWaiting(3, 60_000);
    circuit.halfOpen().clock.advance(4_999);
    expect(nth(waiting, 1).outcome).toBe("waits");
    circuit.clock.advance(1);
    expect(waiting.map(({ outcome }) => outcome)).toEqual(["probe", "probe", "waits"]);
  });

  test("waits for a slot where calls of before the outage hold them all, and the others wait with it", () => {
    const circuit = aCircuit({ capacity: 2, queue: { size: 10, maxWaitMs: 50 } });
    const hung = [circuit.admit(), circuit.admit()] as const;
    circuit.core.open("service", undefined);
    const waiting = callers(circuit, 3);
    circuit.halfOpen().clock.advance(1_000);
    expect(outcomes(waiting)).toBe("3 waits");
    circuit.end(hung[0], says.failure);
    expect(waiting.map(({ outcome }) => outcome)).toEqual(["probe", "waits", "waits"]);
  });
});

describe("after a probe that failed", () => {
  test("who can wait until the next chance goes on waiting, and the others are refused at once", () => {
    const circuit = anOpenCircuit();
    const probe = aCaller(circuit);
    const [short, exact, long] = [200, 250, 10_000].map((maxWaitMs) => aCaller(circuit, { maxWaitMs })) as [
      Caller,
      Caller,
      Caller,
    ];
    circuit.halfOpen();
    probe.end("failure");
    expect(short.refusal).toMatchObject({ reason: "open", state: "open", retryAfterMs: 150 });
    expect([exact.outcome, long.outcome]).toEqual(["waits", "waits"]);
    circuit.halfOpen();
    expect([exact.outcome, long.outcome]).toEqual(["probe", "waits"]);
  });

  test("the doubling begins again with one", () => {
    const { circuit, waiting } = afterOutage(20);
    const ended = new Set<Caller>();
    endAll(waiting, ended);
    nth(waiting, 1).end("success");
    expect(outcomes(waiting)).toBe("7 sent, 13 waits");
    circuit.core.open("manual", undefined);
    circuit.halfOpen();
    nth(waiting, 7).end("success");
    expect(outcomes(waiting.slice(8))).toBe("1 sent, 11 waits");
    nth(waiting, 8).end("success");
    expect(outcomes(waiting.slice(9))).toBe("2 sent, 9 waits");
  });
});

describe("an isolation", () => {
  test("refuses all who wait, at once", () => {
    const { circuit, waiting } = withWaiting(3);
    circuit.core.isolate("freeze");
    expect(waiting.map(({ refusal }) => refusal)).toEqual(
      Array.from({ length: 3 }, () => ({ reason: "isolated", isolation: "freeze" })),
    );
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("lets those go on who asked to be told whenever it ends, in order and one after the other", () => {
    const circuit = aCircuit();
    circuit.core.isolate("freeze");
    const told: number[] = [];
    for (const index of [0, 1, 2]) aWatcher(circuit, () => told.push(index));
    circuit.clock.advance(3_600_000);
    expect(told).toEqual([]);
    circuit.core.release();
    expect(told).toEqual([0]);
    circuit.clock.advance(0);
    expect(told).toEqual([0, 1, 2]);
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("makes the doubling begin with one again", () => {
    const { circuit, waiting } = afterOutage(7);
    const ended = new Set<Caller>();
    for (let turn = 0; turn < 3; turn++) endAll(waiting, ended);
    circuit.core.isolate("freeze");
    const told: number[] = [];
    const leases: Lease[] = [];
    for (const index of [0, 1, 2, 3, 4]) {
      aWatcher(circuit, () => {
        told.push(index);
        leases.push(circuit.admit());
      });
    }
    circuit.core.release();
    circuit.clock.advance(0);
    expect(told).toEqual([0]);
    circuit.end(leases[0] as Lease, says.success);
    circuit.clock.advance(0);
    expect(told).toEqual([0, 1]);
  });

  test("that a listener ends at once refuses nobody who waits for the outage below it", () => {
    const { circuit, waiting } = withWaiting(3);
    circuit.hub.on("isolate", () => circuit.core.release());
    circuit.core.isolate("freeze");
    expect([circuit.core.state, outcomes(waiting)]).toEqual(["open", "3 waits"]);
    circuit.halfOpen();
    expect(outcomes(waiting)).toBe("1 probe, 2 waits");
  });

  test("within the turn of the first who is refused leaves the others to the state of then", () => {
    const circuit = anOpenCircuit();
    const first = aCaller(circuit, { onRefused: () => circuit.core.release() });
    const [second] = callers(circuit, 1) as [Caller];
    circuit.core.isolate("freeze");
    expect([first.outcome, second.outcome]).toEqual(["isolated", "open"]);
    expect(circuit.core.state).toBe("open");
  });
});

describe("a shutdown", () => {
  test("refuses all who wait with its own reason, and leaves no timer", () => {
    const { circuit, waiting } = withWaiting(3);
    const watcher = aWatcher(circuit);
    circuit.core.shutdown();
    expect(outcomes(waiting)).toBe("3 shutdown");
    expect(nth(waiting, 0).refusal).toEqual({ reason: "shutdown" });
    expect(watcher.refusals).toEqual([{ reason: "shutdown" }]);
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("refuses those too who are told of the first one's refusal, and ask again", () => {
    const circuit = anOpenCircuit();
    aCaller(circuit, { onRefused: () => aWatcher(circuit) });
    circuit.core.shutdown();
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("ends the turn of one who was told", () => {
    const circuit = anOpenCircuit();
    const watcher = aWatcher(circuit);
    circuit.clock.jump(100);
    expect(circuit.core.obstacle()).toBeUndefined();
    expect([circuit.clock.pendingTimers, circuit.clock.pendingRefTimers]).toEqual([1, 0]);
    circuit.core.shutdown();
    expect([circuit.clock.pendingTimers, watcher.turns]).toEqual([0, 1]);
  });

  test("refuses who only wants to be told from then on", () => {
    const circuit = aCircuit();
    circuit.core.shutdown();
    const watcher = aWatcher(circuit);
    expect([watcher.turns, watcher.refusals]).toEqual([0, [{ reason: "shutdown" }]]);
  });

  test("by a listener of the opening, in the midst of it, leaves no timer and refuses who waits", () => {
    const { circuit, waiting } = afterOutage(3);
    circuit.hub.on("open", () => circuit.core.shutdown());
    circuit.core.open("manual", undefined);
    expect(circuit.clock.pendingTimers).toBe(0);
    expect(outcomes(waiting)).toBe("1 sent, 2 shutdown");
  });

  test("is not undone by an opening from outside", () => {
    const circuit = aCircuit();
    circuit.core.shutdown();
    circuit.core.open("service", undefined);
    expect([circuit.core.state, circuit.clock.pendingTimers]).toEqual(["closed", 0]);
    expect(circuit.heard.events).toEqual([]);
  });
});

test("who is told why it would not be let through is told of the state as it is", () => {
  const circuit = aHalfOpenCircuit({ capacity: 1 });
  expect(circuit.core.obstacle()).toBeUndefined();
  const probe = circuit.admit();
  expect(circuit.core.obstacle()).toMatchObject({ reason: "open", state: "halfOpen" });
  circuit.end(probe, says.success);
  circuit.admit();
  expect(circuit.core.obstacle()).toEqual({ reason: "capacity", capacity: 1 });
});
