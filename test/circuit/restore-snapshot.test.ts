import { describe, expect, test } from "vitest";
import { takeSnapshot } from "../../src/circuit/take-snapshot.ts";
import { messageOf } from "../options/message-of.ts";
import { aCandidate, admitted, illness, says } from "./a-circuit.ts";
import { anOpenEntry, aProgram, aSnapshot, ireland, takenAt, type TestProgram } from "./a-program.ts";

const day = 86_400_000;

function aProgramInAnOutage(): TestProgram {
  const program = aProgram();
  program.clock.advance(5_000);
  return program.trip();
}

/** Says why the circuit refuses, which it must. */
function refusalOf(program: TestProgram): unknown {
  const admission = program.circuit().admit(aCandidate());
  if (admission?.refusal === undefined) throw new Error("not refused");
  return admission.refusal;
}

describe("an outage", () => {
  test("goes on after a restart in no time: refuses, then takes its probe, and closes", () => {
    const before = aProgramInAnOutage();
    before.clock.advance(40);
    const after = before.restart(0);
    expect([after.circuit().state, after.circuit().retryAfterMs]).toEqual(["open", 60]);
    expect(refusalOf(after)).toMatchObject({ state: "open", cause: { message: illness.message } });
    after.clock.advance(60);
    expect(after.circuit().state).toBe("halfOpen");
    const probe = admitted(after.circuit().admit(aCandidate()));
    expect(probe.isProbe).toBe(true);
    after.circuit().report(probe, { judgement: says.success, durationMs: 20 });
    after.circuit().finish(probe);
    expect(after.circuit().state).toBe("closed");
  });

  test("is not announced again, and closes with the time since it began", () => {
    const before = aProgramInAnOutage();
    before.clock.advance(40);
    const after = before.restart(20);
    expect(after.heard.types).toEqual([]);
    expect(after.heard.stateChanges).toEqual(["closed→open"]);
    after.clock.advance(1_000);
    after.call(says.success);
    expect(after.heard.types).toEqual(["halfOpen", "close"]);
    expect(after.heard.of("close")).toMatchObject([{ openForMs: 1_060 }]);
    expect(after.heard.stateChanges).toEqual(["closed→open", "open→halfOpen", "halfOpen→closed"]);
  });

  test("counts the time in between towards its reset", () => {
    const after = aProgramInAnOutage().restart(70);
    expect([after.circuit().state, after.circuit().retryAfterMs]).toEqual(["open", 30]);
  });

  test.each([100, 101, 3_600_000, 5 * 365 * day])(
    "whose reset has passed after %d ms reads half-open at once, and the next call is the probe",
    (ms) => {
      const after = aProgramInAnOutage().restart(ms);
      expect([after.circuit().state, after.circuit().retryAfterMs]).toEqual(["halfOpen", 0]);
      expect(admitted(after.circuit().admit(aCandidate())).isProbe).toBe(true);
      expect(after.heard.types).toEqual(["halfOpen"]);
    },
  );

  test("that was half-open is half-open, whatever became of its probe", () => {
    const before = aProgramInAnOutage();
    before.clock.advance(100);
    before.circuit().admit(aCandidate());
    const after = before.restart(0);
    expect(after.circuit().state).toBe("halfOpen");
    expect(admitted(after.circuit().admit(aCandidate())).isProbe).toBe(true);
  });

  test("that was half-open has no reset to wait for, whatever the snapshot says", () => {
    const entry = anOpenEntry({ state: "halfOpen", retryAt: takenAt + 60 });
    expect(aProgram().restore(aSnapshot(entry)).circuit().state).toBe("halfOpen");
  });

  test("has a trigger still, and its cause and last failure without more than may be shown", () => {
    const before = aProgramInAnOutage();
    const { circuits } = before.snapshot();
    const leaky = { ...circuits[0]?.cause, stack: "secret", $response: { headers: "secret" } };
    const after = before.successor(0).restore(aSnapshot({ ...circuits[0], cause: leaky }));
    expect(after.circuit().isTripped).toBe(true);
    const { cause, lastFailure } = after.circuit();
    expect(cause).toBeInstanceOf(Error);
    expect(cause).toMatchObject({ name: "InternalFailureException", $metadata: { requestId: "r-1" } });
    expect([cause?.stack, Object.keys(cause ?? {})]).toEqual(["", ["$fault", "$metadata"]]);
    expect(lastFailure).toMatchObject({ error: { message: illness.message }, at: takenAt + 5_000 });
    expect([cause, lastFailure, lastFailure?.error].every((value) => Object.isFrozen(value))).toBe(true);
  });

  test("is forgotten no sooner for a restart: the next open times grow on", () => {
    const after = aProgramInAnOutage().restart(3_600_000);
    after.call(says.failure);
    expect(after.heard.of("probeFailed")).toMatchObject([{ retryAfterMs: 150 }]);
  });

  test("runs its timer, which keeps no process alive", () => {
    const { clock, heard } = aProgramInAnOutage().restart(40);
    expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
    clock.advance(60);
    expect(heard.types).toEqual(["halfOpen"]);
  });

  test.each([-1, -60_000, -50 * 365 * day])(
    "is as it was where the calendar has gone back by %d ms",
    (ms) => {
      const before = aProgramInAnOutage();
      before.clock.advance(40);
      const after = before.restart(ms);
      expect(after.circuit().retryAfterMs).toBe(60);
      after.clock.advance(60);
      after.call(says.success);
      expect(after.heard.of("close")).toMatchObject([{ openForMs: 100 }]);
    },
  );

  test("lasts no longer than maxMs from now, whatever the snapshot says", () => {
    const entry = anOpenEntry({ retryAt: takenAt + 50 * 365 * day });
    expect(aProgram().restore(aSnapshot(entry)).circuit().retryAfterMs).toBe(2_000);
    const short = aProgram({ resetTimeout: 50, resetBackoff: { maxMs: 80 } }).restore(aSnapshot(entry));
    expect(short.circuit().retryAfterMs).toBe(80);
  });

  test("that began after its snapshot was taken began with it", () => {
    const after = aProgram().restore(aSnapshot(anOpenEntry({ openedAt: takenAt + day })));
    after.clock.advance(60);
    after.call(says.success);
    expect(after.heard.of("close")).toMatchObject([{ openForMs: 60 }]);
  });
});

describe("a closed circuit", () => {
  test("stays closed, and counts on", () => {
    const before = aProgram({ consecutiveFailures: false });
    for (let made = 0; made < 9; made++) before.call(says.failure);
    const after = before.restart(0);
    expect(after.circuit().stats()).toMatchObject({ failures: 9, consecutiveFailures: 9 });
    expect(after.heard.events).toEqual([]);
    after.call(says.failure);
    expect(after.circuit().stats()).toMatchObject({ failures: 10, consecutiveFailures: 10 });
  });

  test("goes on with its streak, and with the time since its last success", () => {
    const before = aProgram();
    before.call(says.success);
    before.clock.advance(100);
    for (let made = 0; made < 4; made++) before.call(says.failure);
    const early = before.restart(149);
    early.call(says.failure);
    expect(early.circuit().state).toBe("closed");
    const late = before.restart(150);
    late.call(says.failure);
    expect(late.heard.of("open")).toMatchObject([{ trigger: "consecutive" }]);
  });

  test("where nothing ever succeeded needs no span of time either after a restart", () => {
    const before = aProgram();
    for (let made = 0; made < 4; made++) before.call(says.failure);
    const after = before.restart(0);
    after.call(says.failure);
    expect(after.circuit().state).toBe("open");
  });

  test("has its window aged by the time in between", () => {
    const before = aProgram();
    before.call(says.success);
    before.clock.advance(30_000);
    before.call(says.success);
    expect(before.restart(20_000).circuit().stats().successes).toBe(2);
    expect(before.restart(40_000).circuit().stats().successes).toBe(1);
    expect(before.restart(3_600_000).circuit().stats().successes).toBe(0);
    expect(before.restart(-day).circuit().stats().successes).toBe(2);
  });

  test("has the window of its slow answers aged too", () => {
    const before = aProgram({ slowCall: { durationMs: 10, thresholdPercentage: 90 } });
    before.call(says.success);
    expect(before.restart(20_000).circuit().stats().slow).toBe(1);
    expect(before.restart(60_000).circuit().stats().slow).toBe(0);
  });

  test.each([
    { ms: 59_999, openMs: 150 },
    { ms: 60_000, openMs: 100 },
  ])("has forgotten its last outage only after a whole window: $ms ms", ({ ms, openMs }) => {
    const before = aProgramInAnOutage();
    before.clock.advance(100);
    before.call(says.success);
    const after = before.restart(ms);
    expect(after.circuit().state).toBe("closed");
    for (let made = 0; made < 4; made++) after.call(says.failure);
    after.call(says.failure);
    expect(after.heard.of("open")).toMatchObject([{ retryAfterMs: openMs }]);
  });

  test("of which nobody knows when it was closed was closed when the snapshot was taken", () => {
    const { closedAt: _, ...entry } = anOpenEntry({ state: "closed", streak: { failures: 0 } });
    const after = aProgram().restore(aSnapshot(entry)).trip();
    expect(after.heard.of("open")).toMatchObject([{ retryAfterMs: 150 }]);
  });

  test("remembers its last failure", () => {
    const before = aProgram();
    before.call(says.failure);
    expect(before.restart(day).circuit().lastFailure).toMatchObject({ at: takenAt });
  });
});

describe("an isolation", () => {
  test("holds after a restart, and the outage below goes on", () => {
    const before = aProgramInAnOutage();
    before.circuit().isolate("freeze");
    const after = before.restart(40);
    expect(after.circuit().isolation).toEqual({ reason: "freeze", at: takenAt + 5_000 });
    expect(Object.isFrozen(after.circuit().isolation)).toBe(true);
    expect(refusalOf(after)).toEqual({ reason: "isolated", isolation: "freeze" });
    expect([after.clock.pendingTimers, after.heard.types, after.heard.stateChanges]).toEqual([
      0,
      [],
      ["closed→isolated"],
    ]);
    after.circuit().release();
    expect([after.circuit().state, after.circuit().retryAfterMs]).toEqual(["open", 60]);
  });

  test("holds however long the program was down", () => {
    const before = aProgram();
    before.circuit().isolate("freeze");
    expect(before.restart(365 * day).circuit().state).toBe("isolated");
  });

  test("in force is not lifted by a snapshot that does not know of it", () => {
    const before = aProgramInAnOutage();
    const after = before.successor(0);
    after.circuit().isolate("freeze");
    after.restore(before.snapshot());
    expect(after.circuit().state).toBe("isolated");
    expect(after.heard.stateChanges).toEqual(["closed→isolated"]);
  });

  test("gives way to the one in the snapshot", () => {
    const before = aProgram();
    before.circuit().isolate("from the snapshot");
    const after = before.successor(0);
    after.circuit().isolate("freeze");
    after.restore(before.snapshot());
    expect(after.circuit().isolation?.reason).toBe("from the snapshot");
  });
});

describe("restoring", () => {
  test("gives, taken again at once, the snapshot that was restored", () => {
    const before = aProgram({ slowCall: { durationMs: 10, thresholdPercentage: 100 } });
    before.call(says.success);
    before.call(says.notFound, before.circuit("GetApp"));
    before.clock.advance(5_000);
    before.trip().trip(before.circuit("StopJob", { endpoint: "a.test", scope: "tenant-1" }));
    before.clock.advance(100);
    before.trip(before.circuit("StartJob", {}));
    before.circuit("GetBranch").isolate("freeze");
    const snapshot = takeSnapshot(before.directory);
    expect(snapshot.circuits.map(({ state }) => state)).toEqual(["closed", "halfOpen", "halfOpen", "open"]);
    const { circuits, ...rest } = takeSnapshot(before.restart(0).directory);
    expect(rest).toEqual({ version: 1, takenAt: snapshot.takenAt });
    // A window is in steps of its own, and the restored one begins a new step.
    const withoutWindows = circuits.map((circuit) => ({ ...circuit, window: [], slow: [] }));
    expect(withoutWindows).toEqual(
      snapshot.circuits.map((circuit) => ({ ...circuit, window: [], slow: [] })),
    );
  });

  test("keeps places apart, and circuits out of the snapshot as they are", () => {
    const before = aProgramInAnOutage();
    before.trip(before.circuit("ListApps", { ...ireland, endpoint: "a.test", scope: "tenant-1" }));
    const after = before.successor(0);
    after.call(says.success, after.circuit("GetApp"));
    after.restore(before.snapshot());
    const states = [...after.directory].flatMap((set) =>
      [...set].map(({ identity, state }) => ({ ...identity, state })),
    );
    expect(states).toEqual([
      { region: "eu-west-1", name: "GetApp", state: "closed" },
      { region: "eu-west-1", name: "ListApps", state: "open" },
      { region: "eu-west-1", endpoint: "a.test", scope: "tenant-1", name: "ListApps", state: "open" },
    ]);
    expect([...after.directory].map(({ place }) => place)).toStrictEqual([
      ireland,
      { ...ireland, endpoint: "a.test", scope: "tenant-1" },
    ]);
    expect(after.circuit("GetApp").stats().successes).toBe(1);
  });

  test("changes nothing where one circuit of many is wrong", () => {
    const program = aProgram();
    const circuits = Array.from({ length: 50 }, (_, index) => anOpenEntry({ name: `Op${index}` }));
    const wrong = anOpenEntry({ name: "Last", streak: { failures: -1 } });
    program.circuit("Op0");
    expect(messageOf(() => program.restore(aSnapshot(...circuits, wrong)))).toContain("circuits[50].streak");
    expect([program.heard.events, program.clock.pendingTimers]).toEqual([[], 0]);
    expect([...program.directory].flatMap((set) => [...set])).toEqual([program.circuit("Op0")]);
  });

  test("puts a circuit back that has gone on since, without a word to calls in flight", () => {
    const program = aProgramInAnOutage();
    const snapshot = program.snapshot();
    program.clock.advance(100);
    program.call(says.success);
    const lease = admitted(program.circuit().admit(aCandidate()));
    program.restore({ ...snapshot, takenAt: snapshot.takenAt + day });
    expect(program.circuit().state).toBe("halfOpen");
    program.circuit().report(lease, { judgement: says.failure, durationMs: 20, error: illness });
    program.circuit().finish(lease);
    expect([program.circuit().state, program.circuit().inFlight.size]).toEqual(["halfOpen", 0]);
  });

  test("takes up no more circuits than there may be: isolated ones, then those in an outage", () => {
    const before = aProgram();
    before.call(says.success, before.circuit("Closed1"));
    before.call(says.success, before.circuit("Closed2"));
    before.trip(before.circuit("Open1"));
    before.circuit("Isolated").isolate("freeze");
    before.trip(before.circuit("Open2"));
    before.call(says.success, before.circuit("Elsewhere", {}));
    const after = before.restart(0, { maxCircuits: 3 });
    const names = [...after.directory].map((set) => [...set].map(({ identity }) => identity.name));
    expect(names).toEqual([["Isolated", "Open1", "Open2"], ["Elsewhere"]]);
    expect(after.circuit("ListApps").identity.name).toBe("(overflow)");
    expect(after.circuit("ListApps").state).toBe("closed");
  });

  test("opens nobody else's circuit for want of room", () => {
    const program = aProgram({ maxCircuits: 1 });
    for (const name of ["InUse", "InUseToo"]) program.circuit(name).admit(aCandidate());
    program.restore(aSnapshot(anOpenEntry()));
    expect(program.circuit("ListApps").identity.name).toBe("(overflow)");
    expect(program.circuit("ListApps").state).toBe("closed");
    expect(program.heard.events).toEqual([]);
  });

  test("takes up the overflow circuit as any other", () => {
    const before = aProgram({ maxCircuits: 1 });
    before.circuit("InUse").admit(aCandidate());
    before.trip(before.circuit("ListApps"));
    const after = before.restart(0);
    after.circuit("InUse").admit(aCandidate());
    expect(after.circuit("GetApp").state).toBe("open");
  });

  test("says of no circuit that it joins the outage that others were restored with", () => {
    const before = aProgram();
    for (const name of ["ListApps", "GetApp", "GetJob"]) before.trip(before.circuit(name));
    before.call(says.success, before.circuit("StopJob"));
    const after = before.restart(0, { serviceThreshold: 1 });
    expect(after.heard.types).toEqual([]);
    expect(after.circuit("StopJob").state).toBe("closed");
    expect(after.circuit("StartJob").state).toBe("open");
  });

  test("does nothing after a shutdown but check", () => {
    const before = aProgramInAnOutage();
    const after = before.successor(0);
    after.circuit();
    after.directory.shutdown();
    after.restore(before.trip(before.circuit("GetApp", {})).snapshot());
    expect([after.circuit().state, after.clock.pendingTimers, after.heard.events]).toEqual(["closed", 0, []]);
    expect([...after.directory]).toHaveLength(1);
    expect(messageOf(() => after.restore({}))).toContain("snapshot.version");
  });

  test("ends where a listener shuts everything down", () => {
    const before = aProgramInAnOutage();
    before.trip(before.circuit("GetApp"));
    const after = before.successor(0);
    after.directory.events.on("stateChange", () => after.directory.shutdown());
    after.restore(before.snapshot());
    expect(after.heard.stateChanges).toEqual(["closed→open"]);
  });

  test("is silent on circuits that only observe, but for the changes of state they would have seen", () => {
    const before = aProgramInAnOutage();
    const after = before.restart(0, { enabled: false });
    expect(after.circuit().state).toBe("disabled");
    expect(after.heard.of("stateChange")).toMatchObject([{ to: "open", dryRun: true }]);
  });

  test("takes a circuit whose name is a word of the language", () => {
    const before = aProgram();
    before.trip(before.circuit("__proto__", { scope: "constructor" }));
    const after = before.restart(0);
    expect(after.circuit("__proto__", { scope: "constructor" }).state).toBe("open");
  });
});
