import { describe, expect, test } from "vitest";
import { aCircuit, aHalfOpenCircuit, anOpenCircuit, says } from "./a-circuit.ts";

describe("the right to send one more attempt", () => {
  test("is every call's while the circuit is closed, whenever the call began, and nobody's while it is open", () => {
    const circuit = aCircuit();
    const lease = circuit.admit();
    expect(circuit.core.permits(lease)).toBe(true);
    circuit.trip();
    expect(circuit.core.permits(lease)).toBe(false);
    circuit.halfOpen().call(says.success);
    expect(circuit.core.permits(lease)).toBe(true);
  });

  test("is the probe's alone while the circuit is half-open", () => {
    const circuit = aCircuit();
    const old = circuit.admit();
    const probe = circuit.trip().halfOpen().admit();
    expect([old, probe].map((lease) => circuit.core.permits(lease))).toEqual([false, true]);
  });

  test("is nobody's while the circuit is isolated, and is given back with its release", () => {
    const circuit = aCircuit();
    const lease = circuit.admit();
    circuit.core.isolate("freeze");
    expect(circuit.core.permits(lease)).toBe(false);
    circuit.core.release();
    expect(circuit.core.permits(lease)).toBe(true);
  });

  test("is not taken back by the memory of a circuit that is closed, and is by that of one that is open", () => {
    const circuit = aCircuit();
    let stops = 0;
    circuit.admit(() => stops++);
    circuit.core.restore(aCircuit().core.memory());
    expect(stops).toBe(0);
    circuit.core.restore(anOpenCircuit().core.memory());
    expect(stops).toBe(1);
  });

  test("is taken back from a call of a dry run as from any other, once calls are refused again", () => {
    const circuit = aHalfOpenCircuit({ enabled: false });
    circuit.admit();
    let stops = 0;
    const lease = circuit.admit(() => stops++);
    expect(lease).toMatchObject({ wouldReject: "open", isBypass: false });
    circuit.core.configure({ ...circuit.core.options, enabled: true });
    circuit.core.isolate("freeze");
    expect([stops, circuit.core.permits(lease)]).toEqual([1, false]);
  });
});
