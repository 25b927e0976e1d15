import { describe, expect, test } from "vitest";
import type { BreakerOptions, CallOptions } from "../../src/options/breaker-options.ts";
import { aCaller, aWatcher, callers, nth, outcomes } from "./a-caller.ts";
import {
  aCandidate,
  aCircuit,
  aHalfOpenCircuit,
  anOpenCircuit,
  illness,
  says,
  type TestCircuit,
} from "./a-circuit.ts";
import { aProgram, ireland } from "./a-program.ts";

function configure(circuit: TestCircuit, options: BreakerOptions): void {
  const { settings } = aCircuit(options);
  circuit.core.configure(settings.forOperation("ListApps"));
}

/** All changes that make a new window. */
const changes: readonly CallOptions[] = [
  { errorThresholdPercentage: 90 },
  { volumeThreshold: 100 },
  { rollingCountTimeout: 120_000 },
  { rollingCountTimeout: 30_000 },
  { rollingCountBuckets: 60 },
  { rollingCountBuckets: 3 },
  { slowCall: { durationMs: 500, thresholdPercentage: 90 } },
];

describe("a circuit whose options change", () => {
  test.each(changes)("keeps what it counted: %j", (change) => {
    const slowCall = { durationMs: 1_000, thresholdPercentage: 90 };
    const circuit = aCircuit({ slowCall });
    circuit.end(circuit.admit(), says.success, illness, 2_000);
    circuit.clock.advance(20_000);
    circuit.calls(2, says.success);
    circuit.calls(3, says.failure);
    circuit.clock.advance(5_000);
    const before = circuit.core.stats();
    expect(before).toMatchObject({ successes: 3, failures: 3, slow: 1, consecutiveFailures: 3 });
    configure(circuit, { slowCall, ...change });
    expect(circuit.core.stats()).toEqual(before);
    expect(circuit.core.lastFailure?.error.message).toBe(illness.message);
  });

  test.each(changes)("counts on from there: %j", (change) => {
    const circuit = aCircuit();
    circuit.calls(4, says.failure);
    configure(circuit, change);
    circuit.call(says.failure);
    expect(circuit.heard.of("open")).toMatchObject([{ trigger: "consecutive" }]);
  });

  test("forgets what its window has moved past, no sooner and no later, however often they change", () => {
    const circuit = aCircuit();
    circuit.calls(3, says.success);
    for (let change = 0; change < 500; change++) {
      circuit.clock.advance(10);
      configure(circuit, { volumeThreshold: 100 + change });
    }
    expect(circuit.core.stats().successes).toBe(3);
    circuit.clock.advance(54_999);
    expect(circuit.core.stats().successes).toBe(3);
    circuit.clock.advance(1);
    expect(circuit.core.stats().successes).toBe(0);
  });

  test("goes by the new ones from the next verdict on", () => {
    const circuit = aCircuit();
    circuit.calls(2, says.failure);
    configure(circuit, { consecutiveFailures: 3 });
    expect(circuit.core.state).toBe("closed");
    circuit.call(says.failure);
    expect(circuit.core.state).toBe("open");
  });

  test("stays open for as long as it would have, and is open for the new time next", () => {
    const circuit = anOpenCircuit();
    configure(circuit, { resetTimeout: 1_000, resetBackoff: { jitter: 0 } });
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["open", 100]);
    circuit.halfOpen().call(says.failure);
    expect(circuit.core.retryAfterMs).toBe(1_500);
    expect(circuit.heard.types).toEqual(["open", "halfOpen", "probeFailed"]);
  });

  test("stays half-open, with the probe that is under way and those that have passed", () => {
    const circuit = aHalfOpenCircuit({ halfOpenProbes: 3 });
    circuit.call(says.success);
    const probe = circuit.admit();
    configure(circuit, { halfOpenProbes: 2 });
    expect([circuit.core.state, circuit.core.permits(probe)]).toEqual(["halfOpen", true]);
    circuit.refusal();
    circuit.end(probe, says.success);
    expect(circuit.core.state).toBe("closed");
  });

  test("stays half-open where a probe fails after the change", () => {
    const circuit = aHalfOpenCircuit();
    configure(circuit, { volumeThreshold: 50 });
    circuit.call(says.failure);
    expect(circuit.core.state).toBe("open");
    expect(circuit.heard.types).toEqual(["open", "halfOpen", "probeFailed"]);
  });

  test("stays isolated, and the outage below it goes on", () => {
    const circuit = anOpenCircuit();
    circuit.core.isolate("freeze");
    configure(circuit, { volumeThreshold: 50 });
    expect([circuit.core.state, circuit.clock.pendingTimers]).toEqual(["isolated", 0]);
    circuit.core.release();
    expect(circuit.core.state).toBe("open");
  });

  test("hears from calls that were in flight", () => {
    const circuit = aCircuit();
    const leases = Array.from({ length: 5 }, () => circuit.admit());
    configure(circuit, { volumeThreshold: 50 });
    for (const lease of leases) circuit.end(lease, says.failure);
    expect(circuit.core.state).toBe("open");
  });

  test("says nothing where it is given what it has, nor where its state stays", () => {
    const circuit = anOpenCircuit();
    const { length } = circuit.heard.events;
    circuit.core.configure(circuit.core.options);
    configure(circuit, { volumeThreshold: 50 });
    expect(circuit.heard.events).toHaveLength(length);
  });

  test("forgets no later where it is given what it has", () => {
    const circuit = aCircuit({ rollingCountTimeout: 1_000, rollingCountBuckets: 4 });
    circuit.clock.advance(100);
    circuit.core.configure(circuit.core.options);
    circuit.call(says.failure);
    circuit.clock.advance(899);
    expect(circuit.core.stats().failures).toBe(1);
    circuit.clock.advance(1);
    expect(circuit.core.stats().failures).toBe(0);
  });

  test("takes up options after its shutdown without a timer or a word", () => {
    const circuit = anOpenCircuit();
    circuit.core.shutdown();
    const { length } = circuit.heard.events;
    configure(circuit, { enabled: false });
    configure(circuit, { enabled: true });
    expect([circuit.core.state, circuit.clock.pendingTimers]).toEqual(["open", 0]);
    expect(circuit.heard.events).toHaveLength(length);
  });
});

describe("a window whose options change", () => {
  test("opens by the number of verdicts that is needed now", () => {
    const circuit = aCircuit({ consecutiveFailures: false, volumeThreshold: 100 });
    circuit.calls(8, says.failure);
    configure(circuit, { consecutiveFailures: false, volumeThreshold: 9 });
    expect(circuit.core.state).toBe("closed");
    circuit.call(says.failure);
    expect(circuit.heard.of("open")).toMatchObject([{ trigger: "rate" }]);
  });

  test("opens by the share of failures that is too high now", () => {
    const circuit = aCircuit({ consecutiveFailures: false, errorThresholdPercentage: 90 });
    circuit.calls(4, says.success);
    circuit.calls(12, says.failure);
    configure(circuit, { consecutiveFailures: false, errorThresholdPercentage: 75 });
    expect(circuit.core.state).toBe("closed");
    circuit.call(says.failure);
    expect(circuit.heard.of("open")).toMatchObject([{ trigger: "rate" }]);
  });

  test("forgets after the time that is its length now", () => {
    const circuit = aCircuit({ rollingCountTimeout: 60_000 });
    circuit.calls(3, says.failure);
    configure(circuit, { rollingCountTimeout: 12_000 });
    circuit.clock.advance(13_000);
    expect(circuit.core.stats().failures).toBe(0);
  });
});

describe("a capacity that changes", () => {
  test("serves the queue at once where it grows, as far as it goes", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 9, maxWaitMs: 500 } });
    const asked = callers(circuit, 10);
    configure(circuit, { capacity: 4, queue: { size: 9, maxWaitMs: 500 } });
    expect(outcomes(asked)).toBe("4 sent, 6 waits");
    configure(circuit, { queue: false });
    expect(outcomes(asked)).toBe("10 sent");
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("lets nobody through where it shrinks, until fewer are in flight", () => {
    const circuit = aCircuit({ capacity: 3, queue: { size: 9, maxWaitMs: 500 } });
    const asked = callers(circuit, 4);
    configure(circuit, { capacity: 1, queue: { size: 9, maxWaitMs: 500 } });
    nth(asked, 0).end();
    nth(asked, 1).end();
    expect(nth(asked, 3).outcome).toBe("waits");
    nth(asked, 2).end();
    expect(nth(asked, 3).outcome).toBe("sent");
  });

  test("that is taken away ends the limit, and whose time passes in the queue meanwhile is told of none", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 9, maxWaitMs: 500 } });
    const [, queued] = callers(circuit, 2);
    circuit.hub.on("stateChange", () => circuit.clock.advance(500));
    configure(circuit, { enabled: false, capacity: false });
    expect(queued?.refusal).toEqual({ reason: "capacity", capacity: Infinity });
  });
});

describe("protection that is switched off", () => {
  test("lets all who wait or queue go, marked with why they would have been refused", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 9, maxWaitMs: 500 } });
    const queued = callers(circuit, 3).slice(1);
    configure(circuit, { capacity: 1, enabled: false });
    expect(queued.map(({ lease }) => lease.wouldReject)).toEqual(["capacity", "capacity"]);
    expect(circuit.core.stats()).toMatchObject({ queued: 0, inFlight: 3 });

    const open = anOpenCircuit();
    const waiting = callers(open, 3);
    const watcher = aWatcher(open);
    configure(open, { enabled: false });
    expect(waiting.map(({ lease }) => lease.wouldReject)).toEqual(["open", "open", "open"]);
    expect([watcher.turns, open.clock.pendingRefTimers]).toEqual([1, 0]);
  });

  test("hears nothing from those whom it would have refused: one outage stays one", () => {
    const circuit = anOpenCircuit();
    const waiting = callers(circuit, 20);
    configure(circuit, { enabled: false });
    for (const caller of waiting.slice(0, 10)) caller.end("failure");
    for (const caller of waiting.slice(10)) caller.end("success");
    expect(circuit.heard.types).toEqual(["open"]);
    expect(circuit.heard.of("open")).toHaveLength(1);
  });

  test("makes a probe of no more than one of those who waited", () => {
    const circuit = anOpenCircuit();
    const probe = aCaller(circuit);
    const waiting = callers(circuit, 5);
    circuit.halfOpen();
    probe.end("throttled");
    configure(circuit, { enabled: false });
    expect(outcomes(waiting)).toBe("1 probe, 4 sent");
  });

  test("reads disabled, says so, and says what it goes on with when it is switched on", () => {
    const circuit = anOpenCircuit();
    configure(circuit, { enabled: false });
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["disabled", 0]);
    expect(circuit.admit().wouldReject).toBe("open");
    configure(circuit, { enabled: true });
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["open", 100]);
    circuit.refusal();
    expect(circuit.heard.stateChanges).toEqual(["closed→open", "open→disabled", "disabled→open"]);
  });

  test("stops nobody, and lets everybody send on", () => {
    const circuit = aCircuit();
    const caller = aCaller(circuit);
    configure(circuit, { enabled: false });
    circuit.trip();
    expect([caller.stops, circuit.core.permits(caller.lease)]).toEqual([0, true]);
    configure(circuit, { enabled: true });
    expect(circuit.core.permits(caller.lease)).toBe(false);
  });

  test("goes by what is in force where a listener switches it on again at once", () => {
    const circuit = anOpenCircuit();
    const waiting = callers(circuit, 3);
    circuit.hub.once("stateChange", () => configure(circuit, { enabled: true }));
    configure(circuit, { enabled: false });
    expect([circuit.core.state, outcomes(waiting)]).toEqual(["open", "3 waits"]);
  });
});

describe("options that change for all, for an operation, or for a circuit", () => {
  test("are in force at once for circuits that are, and for those to come, in all places", () => {
    const program = aProgram({ operations: { GetApp: { capacity: 9 } } });
    const elsewhere = { region: "us-east-1" };
    const known = [program.circuit(), program.circuit("ListApps", elsewhere), program.circuit("GetApp")];
    program.directory.configure("*", { capacity: 3 });
    const circuits = [...known, program.circuit("GetBranch")];
    expect(circuits.map(({ options }) => options.capacity)).toEqual([3, 3, 9, 3]);
    program.directory.configure("GetApp", { capacity: 4 });
    expect(circuits.map(({ options }) => options.capacity)).toEqual([3, 3, 4, 3]);
  });

  test("leave what was said for one circuit alone as it was", () => {
    const program = aProgram();
    const circuits = program.directory.at(ireland);
    const circuit = circuits.named("ListApps");
    circuits.configure("ListApps", { capacity: 1, volumeThreshold: 7 });
    program.directory.configure("*", { capacity: 2, volumeThreshold: 8, resetTimeout: 500 });
    program.directory.configure("ListApps", { capacity: 3, halfOpenProbes: 2 });
    expect(circuit.options).toMatchObject({
      ...{ capacity: 1, volumeThreshold: 7, resetTimeout: 500, halfOpenProbes: 2 },
    });
    expect(program.circuit("ListApps", { region: "us-east-1" }).options.capacity).toBe(3);
    circuits.configure("ListApps", { volumeThreshold: 9 });
    expect(circuit.options).toMatchObject({ capacity: 1, volumeThreshold: 9 });
    expect(circuits.route("ListApps", {}).options).toBe(circuit.options);
  });

  test("may be said for a circuit before it is made, and hold when it is", () => {
    const circuits = aProgram().directory.at(ireland);
    circuits.configure("ListApps", { capacity: 1 });
    expect([...circuits]).toEqual([]);
    expect(circuits.named("ListApps").options.capacity).toBe(1);
  });

  test("never make calls refusable whose operation is not known", () => {
    const program = aProgram();
    const unknown = program.circuit("Unknown");
    program.directory.configure("*", { enabled: true });
    program.directory.at(ireland).configure("Unknown", { enabled: true });
    program.trip(unknown);
    expect([unknown.state, unknown.admit(aCandidate())?.lease?.wouldReject]).toEqual(["disabled", "open"]);
  });

  test.each([
    { what: "all", configure: "*", patch: { capacity: -1 }, message: /capacity/ },
    { what: "an operation", configure: "ListApps", patch: { capacity: 0.5 }, message: /capacity/ },
    { what: "no operation", configure: "ListAps", patch: { capacity: 1 }, message: /ListApps/ },
    {
      what: "what does not go together with one circuit's own",
      configure: "*",
      patch: { resetTimeout: 5_000 },
      message: /configure\("\*"\).*resetBackoff\.maxMs/,
    },
  ])("change nothing anywhere where they are wrong: $what", ({ configure: target, patch, message }) => {
    const program = aProgram();
    const circuits = program.directory.at(ireland);
    circuits.configure("GetApp", { resetBackoff: { maxMs: 1_000 } });
    const circuit = program.circuit();
    const before = circuit.options;
    expect(() => program.directory.configure(target as "*", patch)).toThrow(message);
    expect(circuit.options).toBe(before);
    expect(program.circuit("GetBranch").options).toBe(program.directory.settings.forOperation("GetBranch"));
    expect(program.circuit("GetBranch").options).toMatchObject({ capacity: false, resetTimeout: 100 });
  });

  test("change nothing where they are wrong for a circuit, and say which", () => {
    const program = aProgram();
    const circuits = program.directory.at(ireland);
    circuits.configure("ListApps", { capacity: 1 });
    const before = circuits.named("ListApps").options;
    for (const patch of [
      { capacity: "3" },
      { volumeThresold: 3 },
      { resetTimeout: 1e6, resetBackoff: { maxMs: 1 } },
    ]) {
      const attempts = [
        () => circuits.configure("ListApps", patch as never),
        () => circuits.checkPatch("ListApps", patch as never),
        () => program.directory.checkPatch("ListApps", patch as never),
      ];
      for (const attempt of attempts) expect(attempt).toThrow(/configure\(\) of the circuit ListApps/);
    }
    expect(circuits.named("ListApps").options).toBe(before);
    program.directory.checkPatch("ListApps", { capacity: 3 });
    circuits.checkPatch("ListApps", { capacity: 3 });
    expect(circuits.named("ListApps").options).toBe(before);
  });

  test("that a listener changes again hold as they were changed last, everywhere", () => {
    const program = aProgram();
    const all = [
      program.circuit(),
      program.circuit("GetApp"),
      program.circuit("GetApp", { region: "us-east-1" }),
    ];
    program.directory.events.once("stateChange", () =>
      program.directory.configure("*", { enabled: true, capacity: 2 }),
    );
    program.directory.configure("*", { enabled: false, capacity: 1 });
    expect(all.map(({ state, options }) => [state, options.capacity])).toEqual(
      Array.from({ length: 3 }, () => ["closed", 2]),
    );
  });
});
