import { describe, expect, test } from "vitest";
import type { Lease } from "../../src/circuit/lease.ts";
import { aCircuit, aHalfOpenCircuit, says, type TestCircuit } from "./a-circuit.ts";

/** A half-open circuit, its probe that has not answered in time, and the one that has its turn now. */
function withSlowProbe(): { circuit: TestCircuit; slow: Lease; next: Lease } {
  const circuit = aHalfOpenCircuit();
  const slow = circuit.admit();
  circuit.clock.advance(5_000);
  return { circuit, slow, next: circuit.admit() };
}

describe("what is heard from a call decides nothing once its generation has passed, however many have since:", () => {
  test("from a probe of before another probe failed", () => {
    const { circuit, slow, next } = withSlowProbe();
    circuit.end(next, says.failure);
    circuit.halfOpen();
    circuit.end(slow, says.success);
    expect(circuit.core.state).toBe("halfOpen");
  });

  test("from a probe of the outage before", () => {
    const { circuit, slow, next } = withSlowProbe();
    circuit.end(next, says.success);
    circuit.trip();
    circuit.end(slow, says.success);
    expect(circuit.core.state).toBe("open");
    expect(circuit.heard.of("close")).toHaveLength(1);
  });

  test("from a call of before the circuit was isolated, and then went on from a memory", () => {
    const circuit = aCircuit();
    const memory = circuit.core.memory();
    const old = circuit.admit();
    circuit.core.isolate("freeze");
    circuit.core.restore(memory);
    expect(circuit.core.state).toBe("closed");
    circuit.end(old, says.failure);
    expect(circuit.core.stats().failures).toBe(0);
  });
});
