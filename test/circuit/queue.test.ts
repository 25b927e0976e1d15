import { describe, expect, test } from "vitest";
import { aCaller, aWatcher, callers, nth, outcomes, type Caller } from "./a-caller.ts";
import { aCandidate, aCircuit, admitted, says } from "./a-circuit.ts";

const options = { capacity: 2, queue: { size: 3, maxWaitMs: 500 } } as const;

describe("the queue for a slot", () => {
  test("takes so many calls, who need not say that they will wait, and refuses the next", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 7, { maxWaitMs: 0 });
    expect(outcomes(asked)).toBe("2 sent, 3 waits, 2 capacity");
    expect(nth(asked, 6).refusal).toEqual({ reason: "capacity", capacity: 2 });
    expect(circuit.core.stats()).toMatchObject({ inFlight: 2, queued: 3, waiting: 0 });
    expect(circuit.clock.pendingRefTimers).toBe(3);
  });

  test("gives each slot that is given back to the first in line", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 5);
    nth(asked, 1).end("success");
    expect(asked.map(({ outcome }) => outcome)).toEqual(["sent", "sent", "sent", "waits", "waits"]);
    nth(asked, 0).end("failure");
    nth(asked, 2).end("cancelled");
    expect(outcomes(asked)).toBe("5 sent");
    expect(circuit.core.stats()).toMatchObject({ inFlight: 2, queued: 0 });
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("refuses for want of capacity whose time has passed, which is no verdict and opens nothing", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 5, { maxWaitMs: 10_000 });
    circuit.clock.advance(499);
    expect(outcomes(asked)).toBe("2 sent, 3 waits");
    circuit.clock.advance(1);
    expect(outcomes(asked)).toBe("2 sent, 3 capacity");
    expect(circuit.core.stats()).toMatchObject({ failures: 0, successes: 0, queued: 0, inFlight: 2 });
    expect([circuit.core.state, circuit.heard.events]).toEqual(["closed", []]);
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("is left at once by who gives up, and the place is free for another", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 5);
    circuit.core.withdraw(nth(asked, 2));
    expect(aCaller(circuit).outcome).toBe("waits");
    nth(asked, 0).end();
    expect([nth(asked, 2).outcome, nth(asked, 3).outcome]).toEqual(["waits", "sent"]);
  });

  test("refuses all who are in it with a shutdown", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 5);
    circuit.core.shutdown();
    expect(outcomes(asked)).toBe("2 sent, 3 shutdown");
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("overflows no stack, however long it is, where calls end at once", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 10_000, maxWaitMs: 500 } });
    const first = aCaller(circuit);
    let sent = 0;
    const onSent = (caller: Caller): void => {
      sent++;
      caller.end("success");
    };
    callers(circuit, 10_000, { onSent });
    first.end();
    expect([sent, circuit.core.stats().inFlight, circuit.core.stats().queued]).toEqual([10_000, 0, 0]);
  });

  test("tells who only wants to know when there is a slot, who holds no call's place in it", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 2);
    const watchers = Array.from({ length: 10 }, () => aWatcher(circuit));
    expect(circuit.core.stats().queued).toBe(0);
    expect(outcomes(callers(circuit, 4))).toBe("3 waits, 1 capacity");
    nth(asked, 0).end();
    expect(watchers.map(({ turns }) => turns).join("")).toBe("1000000000");
    circuit.clock.advance(0);
    expect(watchers.map(({ turns }) => turns).join("")).toBe("1111111111");
    expect(circuit.core.stats()).toMatchObject({ inFlight: 2, queued: 2 });
  });
});

describe("a slot", () => {
  test("is given back once, however often the call says that it is over", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 5);
    for (let times = 0; times < 3; times++) circuit.core.finish(nth(asked, 0).lease);
    expect(outcomes(asked)).toBe("3 sent, 2 waits");
  });

  test("is neither taken nor given back by a call that is sent whatever the state is", () => {
    const circuit = aCircuit(options);
    const bypass = admitted(circuit.core.admit(aCandidate({ isBypass: true })));
    const asked = callers(circuit, 3);
    expect(outcomes(asked)).toBe("2 sent, 1 waits");
    circuit.core.finish(bypass);
    expect(outcomes(asked)).toBe("2 sent, 1 waits");
    expect(circuit.core.stats().inFlight).toBe(2);
  });

  test("is not taken by who is refused, nor by who left the queue", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 7);
    circuit.clock.advance(500);
    nth(asked, 0).end();
    nth(asked, 1).end();
    expect(outcomes(callers(circuit, 3))).toBe("2 sent, 1 waits");
  });

  test("is taken by the call that would have had one in a dry run, and by no other", () => {
    const circuit = aCircuit({ ...options, enabled: false });
    const leases = Array.from({ length: 4 }, () => circuit.admit());
    expect(leases.map(({ takesSlot, wouldReject }) => [takesSlot, wouldReject])).toEqual([
      [true, undefined],
      [true, undefined],
      [false, "capacity"],
      [false, "capacity"],
    ]);
    for (const lease of leases.slice(1)) circuit.core.finish(lease);
    expect(Array.from({ length: 2 }, () => circuit.admit().wouldReject)).toEqual([undefined, "capacity"]);
  });
});

test("a call that is sent whatever the state is goes on when all others are stopped", () => {
  const circuit = aCircuit();
  let stops = 0;
  circuit.core.admit(aCandidate({ isBypass: true, onStop: () => stops++ }));
  const other = aCaller(circuit);
  circuit.core.isolate("freeze");
  expect([stops, other.stops]).toEqual([0, 1]);
});

describe("a circuit that opens while calls are in its queue", () => {
  test("refuses them at once, or has them wait where the next chance lies within their time", () => {
    const circuit = aCircuit(options);
    callers(circuit, 2);
    const queued = [0, 99, 100].map((maxWaitMs) => aCaller(circuit, { maxWaitMs }));
    circuit.core.open("manual", undefined);
    expect(queued.map(({ outcome }) => outcome)).toEqual(["open", "open", "waits"]);
    expect(nth(queued, 0).refusal).toMatchObject({ state: "open", retryAfterMs: 100 });
    expect(circuit.core.stats()).toMatchObject({ queued: 0, waiting: 1 });
  });

  test("refuses them with the isolation's reason, where it is one", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 4);
    circuit.core.isolate("freeze");
    expect(outcomes(asked)).toBe("2 sent, 2 isolated");
  });

  test("sends none of them as slots are given back, until it is closed again", () => {
    const circuit = aCircuit(options);
    const asked = callers(circuit, 5);
    circuit.core.open("manual", undefined);
    nth(asked, 0).end();
    nth(asked, 1).end();
    expect(outcomes(asked)).toBe("2 sent, 3 waits");
    circuit.halfOpen();
    expect(outcomes(asked)).toBe("2 sent, 1 probe, 2 waits");
    nth(asked, 2).end();
    nth(asked, 3).end();
    expect(outcomes(asked)).toBe("4 sent, 1 probe");
  });

  test("has a place for no more of them than may wait", () => {
    const circuit = aCircuit({ ...options, maxWaiting: 1 });
    const asked = callers(circuit, 5);
    circuit.core.open("manual", undefined);
    expect(outcomes(asked)).toBe("2 sent, 1 waits, 2 open");
  });

  test("sends one of those who come while it is half-open as the probe, and refuses the others with the next slot", () => {
    const circuit = aCircuit({ capacity: 2, queue: { size: 5, maxWaitMs: 500 } });
    const hung = callers(circuit, 2);
    circuit.core.open("manual", undefined);
    circuit.halfOpen();
    const queued = callers(circuit, 4, { maxWaitMs: 0 });
    expect(outcomes(queued)).toBe("4 waits");
    nth(hung, 0).end();
    expect(outcomes(queued)).toBe("1 probe, 3 waits");
    nth(hung, 1).end();
    expect(outcomes(queued)).toBe("1 probe, 3 open");
  });

  test("lets who only wants to know wait for the circuit instead", () => {
    const circuit = aCircuit(options);
    callers(circuit, 2);
    const watcher = aWatcher(circuit);
    circuit.core.open("manual", undefined);
    circuit.halfOpen();
    expect(watcher.turns).toBe(0);
    circuit.core.finish([...circuit.core.inFlight][0] as never);
    expect([watcher.turns, watcher.refusals]).toEqual([1, []]);
  });
});

test("who only wants to know waits for a circuit that opens also where as many calls wait for it as may", () => {
  const circuit = aCircuit({ ...options, maxWaiting: 1 });
  callers(circuit, 2);
  const asked = callers(circuit, 2);
  const watcher = aWatcher(circuit);
  circuit.core.open("manual", undefined);
  expect([outcomes(asked), watcher.refusals]).toEqual(["1 waits, 1 open", []]);
  circuit.core.isolate("freeze");
  expect(watcher.refusals).toEqual([]);
});

describe("those who are let through after an outage", () => {
  test("stand in the queue where there is no slot, and wait on where there is no place in it either", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 1, maxWaitMs: 500 } });
    circuit.core.open("manual", undefined);
    const waiting = callers(circuit, 6);
    const watcher = aWatcher(circuit);
    circuit.halfOpen();
    nth(waiting, 0).end();
    expect(circuit.core.stats()).toMatchObject({ inFlight: 1, queued: 0, waiting: 4 });
    nth(waiting, 1).end();
    expect(circuit.core.stats()).toMatchObject({ inFlight: 1, queued: 1, waiting: 2 });
    for (const index of [2, 3, 4, 5]) nth(waiting, index).end();
    circuit.clock.advance(0);
    expect([outcomes(waiting), watcher.turns]).toEqual(["1 probe, 5 sent", 1]);
  });

  test("go on to stand in the queue where one among them only wants to know, and there is no slot for it", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 5, maxWaitMs: 500 } });
    circuit.core.open("manual", undefined);
    const [probe, first] = callers(circuit, 2) as [Caller, Caller];
    const watcher = aWatcher(circuit);
    callers(circuit, 2);
    circuit.halfOpen();
    probe.end();
    // Two more may go with this: the one who only wants to know, and a call.
    circuit.core.report(first.lease, { judgement: says.success, durationMs: 20 });
    expect([watcher.turns, circuit.core.stats()]).toMatchObject([0, { inFlight: 1, queued: 1, waiting: 1 }]);
  });

  test("are told only when there is a slot, where they only want to know", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 5, maxWaitMs: 500 } });
    circuit.core.open("manual", undefined);
    const probe = aCaller(circuit);
    const [next] = callers(circuit, 1) as [Caller];
    const watcher = aWatcher(circuit);
    circuit.halfOpen();
    probe.end();
    const report = { judgement: says.success, durationMs: 20 };
    circuit.core.report(next.lease, report);
    expect([watcher.turns, circuit.core.stats()]).toMatchObject([0, { inFlight: 1, waiting: 0, queued: 0 }]);
    circuit.core.finish(next.lease);
    expect(watcher.turns).toBe(1);
  });

  test("are not asked twice by the ramp-up, where they had to stand in the queue", () => {
    const circuit = aCircuit({ capacity: 3, queue: { size: 5, maxWaitMs: 500 }, rampUpMs: 1_000 });
    circuit.core.open("manual", undefined);
    circuit.halfOpen().call(says.success);
    circuit.clock.advance(600);
    const asked = callers(circuit, 20, { maxWaitMs: 0 });
    const sent = asked.filter(({ outcome }) => outcome === "sent");
    const queued = asked.filter(({ outcome }) => outcome === "waits");
    expect([sent.length, queued.length]).toEqual([3, 5]);
    for (const caller of [...sent, ...queued]) caller.end();
    expect(outcomes(queued)).toBe("5 sent");
  });
});
