import { describe, expect, test } from "vitest";
import type { CircuitSet } from "../../src/circuit/circuit-set.ts";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { aProgram, ireland, type TestProgram } from "./a-program.ts";
import { aCandidate, admitted, says } from "./a-circuit.ts";

function circuitsOf(program: TestProgram): CircuitSet {
  return program.directory.at(ireland);
}

/** Circuits by the app that a call is about. */
function byApp(options: BreakerOptions = {}): TestProgram {
  return aProgram({ ...options, circuit: (_operation, input) => (input as { appId: string }).appId });
}

describe("one circuit for the service", () => {
  test("is shared by all operations, with the options for all, and each call keeps its own", () => {
    const circuits = circuitsOf(
      aProgram({ circuit: "service", timeout: 1_000, operations: { StartJob: { timeout: 5_000 } } }),
    );
    const [list, start] = [circuits.route("ListApps", {}), circuits.route("StartJob", {})];
    expect(list.circuit).toBe(start.circuit);
    expect(list.circuit.identity.name).toBe("service");
    expect([list.options.timeout, start.options.timeout, start.circuit.options.timeout]).toEqual([
      1_000, 5_000, 1_000,
    ]);
  });

  test("opens by what all of them meet, and refuses all of them", () => {
    const program = aProgram({ circuit: "service" });
    const circuits = circuitsOf(program);
    for (const operation of ["ListApps", "GetApp", "ListApps", "StartJob", "GetBranch"]) {
      program.call(says.failure, circuits.circuit(operation, {}));
    }
    expect(circuits.circuit("StopJob", {}).state).toBe("open");
    expect(program.heard.of("open")).toMatchObject([{ circuit: "service", operation: "service" }]);
  });

  test("does not take in calls whose operation is not known, which are only observed", () => {
    const program = aProgram({ circuit: "service" });
    const circuits = circuitsOf(program);
    program.trip(circuits.circuit("ListApps", {}));
    const { circuit, options } = circuits.route("Unknown", {});
    expect([circuit.identity.name, circuit.state, options.enabled]).toEqual(["Unknown", "disabled", false]);
  });

  test("may have options of its own, which calls get as well, as far as they may", () => {
    const circuits = circuitsOf(
      aProgram({ circuit: "service", operations: { StartJob: { timeout: 5_000 } } }),
    );
    const memory = lastKnownGood();
    circuits.configure("service", { capacity: 3, maxWaitMs: 250, fallback: memory, coalesce: true });
    const [list, start] = [circuits.route("ListApps", {}), circuits.route("StartJob", {})];
    expect(list.circuit.options).toMatchObject({ capacity: 3, fallback: undefined, coalesce: false });
    expect(list.options).toMatchObject({ maxWaitMs: 250, fallback: memory, coalesce: true });
    expect(start.options).toMatchObject({
      ...{ maxWaitMs: 250, timeout: 5_000, capacity: 3 },
      ...{ fallback: undefined, coalesce: false },
    });
  });
});

describe("circuits by a function", () => {
  test("keep apart what it keeps apart, whichever operations that are", () => {
    const program = byApp();
    const circuits = circuitsOf(program);
    program.trip(circuits.circuit("GetApp", { appId: "ill" }));
    expect(circuits.circuit("StartJob", { appId: "ill" }).state).toBe("open");
    expect(circuits.circuit("GetApp", { appId: "well" }).state).toBe("closed");
  });

  test("fall back to the operation's where it throws", () => {
    const circuits = circuitsOf(byApp());
    expect(circuits.circuit("ListApps", undefined).identity.name).toBe("ListApps");
    expect([...circuits].map(({ identity }) => identity.name)).toEqual(["ListApps"]);
  });
});

describe("no more circuits than there may be", () => {
  test("are kept by forgetting the one that is closed, idle and was not asked for for longest", () => {
    const program = byApp({ maxCircuits: 3 });
    const circuits = circuitsOf(program);
    const [a] = ["a", "b", "c"].map((appId) => circuits.circuit("GetApp", { appId }));
    expect(circuits.named("a")).toBe(a);
    circuits.named("d");
    expect([...circuits].map(({ identity }) => identity.name)).toEqual(["a", "c", "d"]);
    circuits.named("e");
    expect([...circuits].map(({ identity }) => identity.name)).toEqual(["a", "d", "e"]);
  });

  test("forget none that is open or isolated, has a call in flight, or has somebody waiting", () => {
    const program = byApp({ maxCircuits: 5, capacity: 1 });
    const circuits = circuitsOf(program);
    program.trip(circuits.named("open"));
    circuits.named("isolated").isolate("freeze");
    const inFlight = admitted(circuits.named("busy").admit(aCandidate()));
    const watched = circuits.named("watched");
    const slot = admitted(watched.admit(aCandidate()));
    const told = { ...aCandidate({ maxWaitMs: Infinity }), onTurn: () => {} };
    watched.watch(told);
    circuits.named("idle");
    circuits.named("new");
    const names = (): string[] => [...circuits].map(({ identity }) => identity.name);
    expect(names()).toEqual(["open", "isolated", "busy", "watched", "new"]);
    watched.withdraw(told);
    watched.finish(slot);
    circuits.named("busy").finish(inFlight);
    circuits.named("new").isolate("freeze");
    circuits.named("newer");
    circuits.named("newest");
    expect(names()).toEqual(["open", "isolated", "new", "newer", "newest"]);
  });

  test("leave nothing behind of the one that is forgotten, but what was configured for it", () => {
    const program = byApp({ maxCircuits: 1 });
    const circuits = circuitsOf(program);
    program.call(says.failure, circuits.named("a"));
    circuits.configure("a", { capacity: 7 });
    circuits.named("b");
    expect([circuits.named("a").stats().failures, circuits.named("a").options.capacity]).toEqual([0, 7]);
    expect(circuits.route("GetApp", { appId: "a" }).options.capacity).toBe(7);
  });

  test("goes also for those that nobody has tried for a whole window since they could have been", () => {
    const program = byApp({ maxCircuits: 2 });
    const circuits = circuitsOf(program);
    for (const name of ["a", "b"]) program.trip(circuits.named(name));
    program.clock.advance(60_099);
    expect(circuits.named("c").identity.name).toBe("(overflow)");
    program.clock.advance(1);
    expect(circuits.named("c").identity.name).toBe("c");
    expect([...circuits].map(({ identity }) => identity.name)).toEqual(["b", "(overflow)", "c"]);
  });

  test("have new names share one where none can be forgotten, which counts and refuses for all of them", () => {
    const program = byApp({ maxCircuits: 2, timeout: 1_000, operations: { StartJob: { timeout: 5_000 } } });
    const circuits = circuitsOf(program);
    for (const name of ["a", "b"]) program.trip(circuits.named(name));
    const overflow = circuits.named("c");
    expect([overflow.identity.name, circuits.named("d")]).toEqual(["(overflow)", overflow]);
    program.trip(overflow);
    expect(circuits.circuit("GetApp", { appId: "e" }).state).toBe("open");
    expect(circuits.route("StartJob", { appId: "e" }).options.timeout).toBe(5_000);
    expect([...circuits]).toHaveLength(3);
  });

  test("leave each call the options of its operation, where they share one", () => {
    const program = aProgram({ maxCircuits: 1, operations: { StartJob: { timeout: 5_000 } } });
    const circuits = circuitsOf(program);
    program.trip(circuits.named("ListApps"));
    const { circuit, options } = circuits.route("StartJob", {});
    expect([circuit.identity.name, options.timeout]).toEqual(["(overflow)", 5_000]);
  });

  test("tell whoever still holds one that was forgotten that it is no more", () => {
    const circuits = circuitsOf(aProgram({ maxCircuits: 1 }));
    const forgotten = circuits.named("ListApps");
    circuits.named("GetApp");
    const refusals: unknown[] = [];
    const onRefused = (refusal: unknown): void => void refusals.push(refusal);
    forgotten.watch({ ...aCandidate({ onRefused }), onTurn: () => {} });
    expect(refusals).toEqual([{ reason: "shutdown" }]);
  });

  test("have names of their own again after the outage", () => {
    const program = byApp({ maxCircuits: 2 });
    const circuits = circuitsOf(program);
    for (const name of ["a", "b", "c"]) program.trip(circuits.named(name));
    program.clock.advance(100);
    for (const name of ["a", "b", "c"]) program.call(says.success, circuits.named(name));
    expect([circuits.named("c"), circuits.named("d")].map(({ identity }) => identity.name)).toEqual([
      "c",
      "d",
    ]);
    expect([...circuits].map(({ identity }) => identity.name)).toContain("(overflow)");
  });

  test("never send a call whose operation is not known where others could refuse it", () => {
    const program = aProgram({ maxCircuits: 2 });
    const circuits = circuitsOf(program);
    for (const name of ["ListApps", "GetApp", "StartJob"]) program.trip(circuits.named(name));
    const { circuit } = circuits.route("Unknown", {});
    expect([circuit.identity.name, circuit.state]).toEqual(["Unknown", "disabled"]);
  });
});
