import { describe, expect, test } from "vitest";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { aCircuit, says, type TestCircuit } from "./a-circuit.ts";

function aDryRun(options: BreakerOptions = {}): TestCircuit {
  return aCircuit({ ...options, enabled: false });
}

describe("a dry run", () => {
  test("refuses nothing, and says for each call why it would have been refused", () => {
    const circuit = aDryRun();
    expect(circuit.admit().wouldReject).toBeUndefined();
    circuit.trip();
    expect(circuit.admit()).toMatchObject({ wouldReject: "open", isProbe: false });
    expect(circuit.core.state).toBe("disabled");
  });

  test("emits an outage as it would have been, marked as such", () => {
    const circuit = aDryRun().trip().halfOpen();
    circuit.call(says.failure);
    circuit.halfOpen().call(says.success);
    expect(circuit.heard.types).toEqual(["open", "halfOpen", "probeFailed", "halfOpen", "close"]);
    expect(circuit.heard.stateChanges).toEqual([
      "closed→open",
      "open→halfOpen",
      "halfOpen→open",
      "open→halfOpen",
      "halfOpen→closed",
    ]);
    expect(circuit.heard.events.every((event) => "dryRun" in event && event.dryRun)).toBe(true);
  });

  test("hears nothing from calls that would have been refused", () => {
    const circuit = aDryRun().trip();
    const refused = [circuit.admit(), circuit.admit()] as const;
    circuit.halfOpen();
    const probe = circuit.admit();
    circuit.end(refused[0], says.success);
    circuit.end(circuit.admit(), says.failure);
    expect(circuit.heard.types).toEqual(["open", "halfOpen"]);
    circuit.end(probe, says.success);
    circuit.end(refused[1], says.failure);
    expect(circuit.heard.types).toEqual(["open", "halfOpen", "close"]);
  });

  test("stops nobody's remaining attempts", () => {
    const circuit = aDryRun();
    let stops = 0;
    const lease = circuit.admit(() => stops++);
    circuit.trip();
    circuit.core.isolate("freeze");
    expect(stops).toBe(0);
    expect(circuit.core.permits(lease)).toBe(true);
  });

  test("tells nobody to wait, because every call is admitted", () => {
    const circuit = aDryRun().trip();
    expect(circuit.core.retryAfterMs).toBe(0);
    circuit.core.isolate("freeze");
    expect(circuit.core.retryAfterMs).toBe(0);
  });

  test("does not give a slot to a call that would have had none", () => {
    const circuit = aDryRun({ capacity: 1 });
    const first = circuit.admit();
    expect(circuit.admit().wouldReject).toBe("capacity");
    circuit.core.finish(first);
    expect(circuit.admit().wouldReject).toBeUndefined();
    expect(circuit.core.stats().inFlight).toBe(2);
  });
});
