import { describe, expect, test } from "vitest";
import { aHalfOpenCircuit, anOpenCircuit, illness, says } from "./a-circuit.ts";

describe("a probe", () => {
  test("is the first call past the reset, and the only one until it is over", () => {
    const circuit = aHalfOpenCircuit();
    expect(circuit.admit().isProbe).toBe(true);
    expect(circuit.refusal()).toMatchObject({
      reason: "open",
      state: "halfOpen",
      retryAfterMs: 100,
      cause: { message: illness.message },
    });
    circuit.clock.advance(4_950);
    expect(circuit.refusal()).toMatchObject({ retryAfterMs: 50 });
  });

  test.each(["success", "notFound"] as const)("closes the circuit with an answer (%s)", (answer) => {
    const circuit = aHalfOpenCircuit();
    circuit.call(says[answer]);
    expect(circuit.core.state).toBe("closed");
    expect(circuit.heard.types.at(-1)).toBe("close");
    expect(circuit.admit().isProbe).toBe(false);
  });

  test("opens the circuit again with a failure, and shows what it failed with", () => {
    const circuit = aHalfOpenCircuit();
    circuit.call(says.failure, new Error("still ill"));
    expect(circuit.core.state).toBe("open");
    expect(circuit.heard.of("probeFailed")).toMatchObject([{ cause: { message: "still ill" } }]);
    expect(circuit.refusal()).toMatchObject({ state: "open", cause: { message: "still ill" } });
  });

  test.each(["throttled", "localError", "cancelled"] as const)(
    "that proves nothing (%s) passes its turn to the next call in the same tick",
    (nothing) => {
      const circuit = aHalfOpenCircuit();
      const probe = circuit.admit();
      circuit.core.report(probe, { judgement: says[nothing], durationMs: 20, error: illness });
      expect(circuit.core.state).toBe("halfOpen");
      expect(circuit.admit().isProbe).toBe(true);
      circuit.core.finish(probe);
      expect(circuit.refusal()).toMatchObject({ state: "halfOpen" });
    },
  );

  test("that ends without a word passes its turn on too", () => {
    const circuit = aHalfOpenCircuit();
    circuit.core.finish(circuit.admit());
    expect(circuit.admit().isProbe).toBe(true);
  });

  test("may send again until its turn has passed on, and nobody else may", () => {
    const circuit = anOpenCircuit();
    const { core } = circuit;
    expect(core.permits(circuit.halfOpen().admit())).toBe(true);

    const another = aHalfOpenCircuit();
    const probe = another.admit();
    another.core.report(probe, { judgement: says.throttled, durationMs: 20, error: illness });
    expect(another.core.permits(probe)).toBe(false);
  });

  test.each([
    { timeout: false, expiresMs: 5_000 },
    { timeout: 30_000, expiresMs: 5_000 },
    { timeout: 800, expiresMs: 800 },
  ] as const)("keeps others waiting no longer than $expiresMs ms with a timeout of $timeout", (options) => {
    const circuit = aHalfOpenCircuit({ timeout: options.timeout });
    const hung = circuit.admit();
    circuit.clock.advance(options.expiresMs - 1);
    circuit.refusal();
    circuit.clock.advance(1);
    const next = circuit.admit();
    expect(next.isProbe).toBe(true);
    expect(circuit.core.permits(hung)).toBe(false);
    expect(circuit.core.permits(next)).toBe(true);
  });

  test("that answers late, after another took its turn, still shows that the service is back", () => {
    const circuit = aHalfOpenCircuit();
    const slow = circuit.admit();
    circuit.clock.advance(5_000);
    const next = circuit.admit();
    circuit.end(slow, says.success);
    expect(circuit.core.state).toBe("closed");
    circuit.end(next, says.failure);
    expect(circuit.core.state).toBe("closed");
  });

  test("that ends after another took its turn does not take that turn away", () => {
    const circuit = aHalfOpenCircuit();
    const slow = circuit.admit();
    circuit.clock.advance(5_000);
    circuit.admit();
    circuit.end(slow, says.cancelled);
    expect(circuit.refusal()).toMatchObject({ state: "halfOpen" });
  });
});

describe("the time until a call may be admitted", () => {
  test("is zero while half-open without a probe, and no longer than the reset with one", () => {
    const circuit = aHalfOpenCircuit();
    expect(circuit.core.retryAfterMs).toBe(0);
    const probe = circuit.admit();
    circuit.clock.advance(1_000);
    expect(circuit.core.retryAfterMs).toBe(100);
    circuit.clock.advance(10_000);
    expect(circuit.core.retryAfterMs).toBe(0);
    circuit.core.finish(probe);
    expect(circuit.core.retryAfterMs).toBe(0);
  });
});

describe("listeners that act within the event", () => {
  test("refuse the call that would have been the probe by isolating on halfOpen", () => {
    const circuit = anOpenCircuit();
    circuit.hub.on("halfOpen", () => circuit.core.isolate("not yet"));
    circuit.clock.jump(100);
    expect(circuit.refusal()).toEqual({ reason: "isolated", isolation: "not yet" });
    expect(circuit.core.stats().inFlight).toBe(0);
  });

  test("leave an open circuit open where their own call was the probe, and failed", () => {
    const circuit = anOpenCircuit();
    circuit.hub.on("halfOpen", () => circuit.call(says.failure));
    circuit.clock.jump(100);
    expect(circuit.refusal()).toMatchObject({ reason: "open", state: "open", retryAfterMs: 150 });
  });

  test("take the probe's place with a call of their own", () => {
    const circuit = anOpenCircuit();
    circuit.hub.on("halfOpen", () => circuit.admit());
    circuit.clock.jump(100);
    expect(circuit.refusal()).toMatchObject({ reason: "open", state: "halfOpen" });
  });
});
