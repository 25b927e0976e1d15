import { describe, expect, test } from "vitest";
import { aCaller, aWatcher, callers, nth, outcomes, type Caller } from "./a-caller.ts";
import { aCandidate, aHalfOpenCircuit, anOpenCircuit, says, type TestCircuit } from "./a-circuit.ts";

describe("several probes", () => {
  test("must succeed in a row, one at a time, before the circuit closes", () => {
    const circuit = aHalfOpenCircuit({ halfOpenProbes: 3 });
    for (let passed = 0; passed < 2; passed++) {
      const probe = circuit.admit();
      expect(probe.isProbe).toBe(true);
      expect(circuit.refusal()).toMatchObject({ state: "halfOpen" });
      circuit.end(probe, says.success);
      expect(circuit.core.state).toBe("halfOpen");
    }
    circuit.call(says.notFound);
    expect(circuit.core.state).toBe("closed");
    expect(circuit.heard.types).toEqual(["open", "halfOpen", "close"]);
  });

  test("begin again with the first where one fails", () => {
    const circuit = aHalfOpenCircuit({ halfOpenProbes: 3 });
    circuit.call(says.success);
    circuit.call(says.success);
    circuit.call(says.failure);
    expect(circuit.core.state).toBe("open");
    circuit.halfOpen();
    circuit.call(says.success);
    circuit.call(says.success);
    expect(circuit.core.state).toBe("halfOpen");
    circuit.call(says.success);
    expect(circuit.core.state).toBe("closed");
  });

  test("are not counted where they prove nothing, nor does that undo what others proved", () => {
    const circuit = aHalfOpenCircuit({ halfOpenProbes: 2 });
    circuit.call(says.success);
    circuit.calls(5, says.throttled);
    circuit.call(says.cancelled);
    expect(circuit.core.state).toBe("halfOpen");
    circuit.call(says.success);
    expect(circuit.core.state).toBe("closed");
  });

  test("are those who wait, in order, the next as soon as the one before has succeeded", () => {
    const circuit = anOpenCircuit({ halfOpenProbes: 3 });
    const waiting = callers(circuit, 6);
    circuit.halfOpen();
    const { judgement, durationMs } = { judgement: says.success, durationMs: 20 };
    circuit.core.report(nth(waiting, 0).lease, { judgement, durationMs });
    expect(outcomes(waiting)).toBe("2 probe, 4 waits");
    circuit.core.finish(nth(waiting, 0).lease);
    expect(outcomes(waiting)).toBe("2 probe, 4 waits");
    nth(waiting, 1).end();
    nth(waiting, 2).end();
    expect(outcomes(waiting)).toBe("3 probe, 1 sent, 2 waits");
    expect(circuit.core.state).toBe("closed");
  });

  test("count one that answers after its turn has passed on, and the next still has its own", () => {
    const circuit = aHalfOpenCircuit({ halfOpenProbes: 2 });
    const slow = circuit.admit();
    circuit.clock.advance(5_000);
    const next = circuit.admit();
    circuit.end(slow, says.success);
    expect(circuit.refusal()).toMatchObject({ state: "halfOpen" });
    circuit.end(next, says.success);
    expect(circuit.core.state).toBe("closed");
  });
});

/** A circuit that closed at this moment, and lets a growing share through for 1,000 ms. */
function aRampingCircuit(): TestCircuit {
  const circuit = aHalfOpenCircuit({ rampUpMs: 1_000 });
  circuit.call(says.success);
  return circuit;
}

describe("a ramp-up", () => {
  test("always lets one call through at a time, however little it lets through else", () => {
    const circuit = aRampingCircuit();
    for (let calls = 0; calls < 50; calls++) circuit.call(says.success);
    circuit.admit();
    expect(circuit.refusal()).toMatchObject({ reason: "open", state: "rampUp" });
  });

  test("refuses the others with the time until the next is let through, and with what opened the circuit", () => {
    const circuit = aRampingCircuit();
    circuit.admit();
    circuit.clock.advance(100);
    expect(circuit.refusal()).toMatchObject({
      reason: "open",
      state: "rampUp",
      retryAfterMs: 800,
      cause: { message: "Amplify is ill" },
    });
    circuit.clock.advance(800);
    circuit.admit();
    circuit.clock.advance(100);
    for (let calls = 0; calls < 1_000; calls++) circuit.admit();
  });

  test("lets through the share of calls that is in force, the same ones each time", () => {
    const pattern = (): boolean[] => {
      const circuit = aRampingCircuit();
      circuit.admit();
      circuit.clock.advance(250);
      return Array.from({ length: 12 }, () => circuit.core.admit(aCandidate())?.lease !== undefined);
    };
    const everyFourth = Array.from({ length: 12 }, (_, index) => index % 4 === 3);
    expect(pattern()).toEqual(everyFourth);
    expect(pattern()).toEqual(everyFourth);
  });

  test("reads closed meanwhile, and opens for new failures as ever", () => {
    const circuit = aRampingCircuit();
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["closed", 0]);
    circuit.clock.advance(250);
    circuit.trip();
    expect(circuit.core.state).toBe("open");
    expect(circuit.refusal()).toMatchObject({ state: "open" });
  });

  test("lets those wait who can, and refuses them when their time is up and it still lets through too few", () => {
    const circuit = aRampingCircuit();
    circuit.admit();
    const [hasty, patient] = [aCaller(circuit, { maxWaitMs: 10 }), aCaller(circuit, { maxWaitMs: 1_000 })];
    expect([hasty.outcome, patient.outcome]).toEqual(["waits", "waits"]);
    circuit.clock.advance(10);
    expect([hasty.outcome, patient.outcome]).toEqual(["open", "waits"]);
    circuit.clock.advance(990);
    expect(patient.outcome).toBe("sent");
  });

  test("lets through no more of those who waited than its share of them, however many succeed", () => {
    const circuit = anOpenCircuit({ rampUpMs: 1_000 });
    const waiting = callers(circuit, 101);
    circuit.halfOpen();
    nth(waiting, 0).end();
    circuit.clock.advance(30);
    const sent = (): number => waiting.filter(({ outcome }) => outcome === "sent").length;
    const counts = [sent()];
    for (let success = 1; success <= 4; success++) {
      nth(waiting, success).end();
      counts.push(sent());
    }
    // 3 % of 100 are 3; after them one at a time.
    expect(counts).toEqual([1, 3, 3, 4, 5]);
  });

  test("tells who only wants to know in its turn", () => {
    const circuit = aRampingCircuit();
    const lease = circuit.admit();
    const watcher = aWatcher(circuit);
    expect(watcher.turns).toBe(0);
    circuit.end(lease, says.success);
    expect(watcher.turns).toBe(1);
  });

  test("ends with the next outage, and begins anew after it", () => {
    const circuit = aRampingCircuit();
    circuit.clock.advance(900);
    circuit.trip().halfOpen().call(says.success);
    circuit.admit();
    expect(circuit.refusal()).toMatchObject({ state: "rampUp", retryAfterMs: 1_000 });
  });

  test("keeps nobody from being the probe of the next outage", () => {
    const circuit = aRampingCircuit();
    circuit.admit();
    circuit.core.open("manual", undefined);
    circuit.halfOpen();
    expect(circuit.admit().isProbe).toBe(true);
  });

  test("does not save up successes for those who come to wait later", () => {
    const circuit = aRampingCircuit();
    circuit.calls(10, says.success);
    const lease = circuit.admit();
    const waiting = callers(circuit, 5);
    expect(outcomes(waiting)).toBe("5 waits");
    circuit.end(lease, says.success);
    expect(outcomes(waiting)).toBe("1 sent, 4 waits");
  });

  test("begins with one where others came and went before anybody waited, and they take nothing from those", () => {
    const circuit = aRampingCircuit();
    circuit.calls(10, says.success);
    const lease = circuit.admit();
    const waiting = callers(circuit, 20);
    circuit.clock.advance(500);
    expect(outcomes(waiting)).toBe("20 waits");
    circuit.end(lease, says.success);
    expect(outcomes(waiting)).toBe("1 sent, 19 waits");
    nth(waiting, 0).end("success");
    expect(outcomes(waiting)).toBe("3 sent, 17 waits");
  });

  test("leaves the circuit in use while somebody is in flight, or waits", () => {
    const circuit = aRampingCircuit();
    expect(circuit.core.isIdle).toBe(true);
    const lease = circuit.admit();
    const waiting = aCaller(circuit);
    expect([waiting.outcome, circuit.core.isIdle]).toEqual(["waits", false]);
    circuit.end(lease, says.success);
    expect([waiting.outcome, circuit.core.isIdle]).toEqual(["sent", false]);
    waiting.end("success");
    expect(circuit.core.isIdle).toBe(true);
  });

  test("that has ended does not begin again with options that change", () => {
    const circuit = aRampingCircuit();
    circuit.clock.advance(1_000);
    circuit.admit();
    circuit.admit();
    circuit.core.configure({ ...circuit.core.options, rampUpMs: 100_000 });
    expect(outcomes(callers(circuit, 100, { maxWaitMs: 0 }))).toBe("100 sent");
  });

  test("is told of in a dry run, and refuses nobody there", () => {
    const circuit = aHalfOpenCircuit({ rampUpMs: 1_000, enabled: false });
    circuit.call(says.success);
    circuit.admit();
    expect(circuit.admit().wouldReject).toBe("open");
  });

  test("follows options that change", () => {
    const circuit = aRampingCircuit();
    circuit.admit();
    circuit.refusal();
    circuit.core.configure({ ...circuit.core.options, rampUpMs: 0 });
    for (let calls = 0; calls < 100; calls++) circuit.admit();
  });

  test("is none where its length is none", () => {
    const circuit = aHalfOpenCircuit();
    circuit.call(says.success);
    const asked: Caller[] = callers(circuit, 100, { maxWaitMs: 0 });
    expect(outcomes(asked)).toBe("100 sent");
  });
});
