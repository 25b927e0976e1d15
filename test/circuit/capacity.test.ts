import { describe, expect, test } from "vitest";
import { aCircuit, aHalfOpenCircuit, says } from "./a-circuit.ts";

describe("capacity", () => {
  test("admits so many calls at once, and refuses the next without opening", () => {
    const circuit = aCircuit({ capacity: 2 });
    circuit.admit();
    circuit.admit();
    for (let refused = 0; refused < 100; refused++) {
      expect(circuit.refusal()).toEqual({ reason: "capacity", capacity: 2 });
    }
    expect(circuit.core.state).toBe("closed");
    expect(circuit.core.stats()).toMatchObject({ inFlight: 2, failures: 0 });
  });

  test("gets each slot back exactly once", () => {
    const circuit = aCircuit({ capacity: 2 });
    const [first] = [circuit.admit(), circuit.admit()];
    circuit.core.finish(first);
    circuit.core.finish(first);
    circuit.admit();
    expect(circuit.refusal()).toMatchObject({ reason: "capacity" });
    expect(circuit.core.stats().inFlight).toBe(2);
  });

  test("counts calls of older generations, which are still under way", () => {
    const circuit = aCircuit({ capacity: 6 });
    const hung = circuit.admit();
    circuit.trip().halfOpen().call(says.success);
    for (let calls = 0; calls < 5; calls++) circuit.admit();
    expect(circuit.refusal()).toMatchObject({ reason: "capacity" });
    circuit.core.finish(hung);
    circuit.admit();
  });

  test("is not taken by calls that are refused", () => {
    const circuit = aHalfOpenCircuit({ capacity: 2 });
    circuit.admit();
    for (let refused = 0; refused < 10; refused++) circuit.refusal();
    expect(circuit.core.stats().inFlight).toBe(1);
  });

  test("has no limit where there is none", () => {
    const circuit = aCircuit({ capacity: false });
    for (let calls = 0; calls < 10_000; calls++) circuit.admit();
    expect(circuit.core.stats().inFlight).toBe(10_000);
  });
});
