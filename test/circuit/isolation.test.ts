import { describe, expect, test } from "vitest";
import { aCircuit, aHalfOpenCircuit, anOpenCircuit, says, type TestCircuit } from "./a-circuit.ts";

/** From one state to the next, with no gap and no repetition. */
function expectUnbrokenChain({ heard }: TestCircuit): void {
  const changes = heard.of("stateChange");
  for (const [index, change] of changes.entries()) {
    expect(change.from).not.toBe(change.to);
    if (index > 0) expect(change.from).toBe(changes[index - 1]?.to);
  }
}

describe("an isolated circuit", () => {
  test("refuses all calls until it is released, however long that takes", () => {
    const circuit = aCircuit();
    circuit.core.isolate("freeze");
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["isolated", Infinity]);
    circuit.clock.advance(86_400_000);
    expect(circuit.refusal()).toEqual({ reason: "isolated", isolation: "freeze" });
    circuit.core.release();
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["closed", 0]);
    expect(circuit.admit().isProbe).toBe(false);
    expect(circuit.heard.types).toEqual(["isolate", "release"]);
    expect(circuit.heard.of("release")).toMatchObject([{ reason: "freeze" }]);
    expect(circuit.heard.stateChanges).toEqual(["closed→isolated", "isolated→closed"]);
  });

  test("hears nothing from calls that were in flight when it began, during it or after it", () => {
    const circuit = aCircuit();
    const leases = Array.from({ length: 20 }, () => circuit.admit());
    circuit.core.isolate("freeze");
    for (const lease of leases.splice(0, 10)) circuit.end(lease, says.failure);
    circuit.core.release();
    for (const lease of leases) circuit.end(lease, says.failure);
    expect(circuit.core.state).toBe("closed");
    expect(circuit.core.stats()).toMatchObject({ failures: 0, inFlight: 0 });
  });

  test("stops the calls that wait for another attempt", () => {
    const circuit = aCircuit();
    let stops = 0;
    const lease = circuit.admit(() => stops++);
    circuit.core.isolate("freeze");
    expect(stops).toBe(1);
    expect(circuit.core.permits(lease)).toBe(false);
  });

  test("takes a second reason without another change of state", () => {
    const circuit = aCircuit();
    circuit.core.isolate("freeze");
    circuit.core.isolate("longer freeze");
    expect(circuit.refusal()).toMatchObject({ isolation: "longer freeze" });
    expect(circuit.heard.stateChanges).toEqual(["closed→isolated"]);
    circuit.core.release();
    circuit.core.release();
    expect(circuit.heard.types).toEqual(["isolate", "isolate", "release"]);
    expectUnbrokenChain(circuit);
  });

  test("does nothing on a release where it was not isolated", () => {
    const circuit = aCircuit();
    circuit.core.release();
    expect(circuit.heard.events).toEqual([]);
  });

  test("has no timer", () => {
    const circuit = anOpenCircuit();
    circuit.core.isolate("freeze");
    expect(circuit.clock.pendingTimers).toBe(0);
    circuit.clock.advance(10_000);
    expect(circuit.heard.of("halfOpen")).toEqual([]);
  });
});

describe("an outage below an isolation", () => {
  test("goes on where it was, when released before the reset has passed", () => {
    const circuit = anOpenCircuit();
    circuit.core.isolate("freeze");
    circuit.clock.advance(40);
    circuit.core.release();
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["open", 60]);
    circuit.clock.advance(60);
    circuit.call(says.success);
    expect(circuit.heard.types).toEqual(["open", "isolate", "release", "halfOpen", "close"]);
    expect(circuit.heard.stateChanges).toEqual([
      "closed→open",
      "open→isolated",
      "isolated→open",
      "open→halfOpen",
      "halfOpen→closed",
    ]);
  });

  test("takes the next call as its probe, when released after the reset has passed", () => {
    const circuit = anOpenCircuit();
    circuit.core.isolate("freeze");
    circuit.clock.advance(5_000);
    circuit.core.release();
    expect(circuit.core.state).toBe("halfOpen");
    expect(circuit.admit().isProbe).toBe(true);
    expectUnbrokenChain(circuit);
  });

  test("says halfOpen by itself without traffic, when released after the reset has passed", () => {
    const circuit = anOpenCircuit();
    circuit.core.isolate("freeze");
    circuit.clock.advance(5_000);
    circuit.core.release();
    circuit.clock.advance(1);
    expect(circuit.heard.types).toEqual(["open", "isolate", "release", "halfOpen"]);
  });

  test("lets the probe that was under way decide nothing, and takes another one after the release", () => {
    const circuit = aHalfOpenCircuit();
    const probe = circuit.admit();
    circuit.core.isolate("freeze");
    circuit.end(probe, says.success);
    expect(circuit.core.state).toBe("isolated");
    circuit.core.release();
    expect(circuit.core.state).toBe("halfOpen");
    expect(circuit.admit().isProbe).toBe(true);
    expectUnbrokenChain(circuit);
  });

  test("keeps its chain of state changes where the process was frozen past the reset before", () => {
    const circuit = anOpenCircuit();
    circuit.clock.jump(5_000);
    circuit.core.isolate("freeze");
    circuit.core.release();
    circuit.call(says.success);
    expectUnbrokenChain(circuit);
    expect(circuit.heard.stateChanges.at(-1)).toBe("halfOpen→closed");
  });

  test("ends with the shutdown as everything does", () => {
    const circuit = anOpenCircuit();
    circuit.core.isolate("freeze");
    circuit.core.shutdown();
    circuit.core.release();
    expect(circuit.clock.pendingTimers).toBe(0);
  });
});

test("a circuit that was shut down while it was open reads open, not closed", () => {
  const circuit = anOpenCircuit();
  circuit.core.shutdown();
  expect(circuit.core.state).toBe("open");
});

test.each(["open", "close"] as const)(
  "a listener of %s that isolates is heard of after that change",
  (type) => {
    const circuit = aCircuit();
    circuit.hub.on(type, () => circuit.core.isolate("freeze"));
    const changes: string[] = [];
    circuit.hub.on("stateChange", ({ from, to }) => changes.push(`${from} → ${to}`));
    circuit.trip();
    if (type === "close") circuit.halfOpen().call(says.success);
    expect(changes.at(-1)).toBe(type === "open" ? "open → isolated" : "closed → isolated");
  },
);

describe("an isolated dry run", () => {
  test("says what would have happened, changes of state included", () => {
    const circuit = aCircuit({ enabled: false });
    circuit.core.isolate("freeze");
    expect(circuit.admit().wouldReject).toBe("isolated");
    circuit.core.release();
    expect(circuit.core.state).toBe("disabled");
    expect(circuit.heard.stateChanges).toEqual(["closed→isolated", "isolated→closed"]);
    expect(circuit.heard.events.every((event) => "dryRun" in event)).toBe(true);
  });
});
