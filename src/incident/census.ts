import type { CircuitReading, CircuitStats } from "../events/circuit-state.ts";
import { addressKey, type CircuitAddress } from "./circuit-address.ts";

/** The circuits in use at one moment, each looked at once, however many reports are made of them. */
export class Census implements Iterable<CircuitReading> {
  readonly #readings = new Map<string, CircuitReading>();

  constructor(circuits: Iterable<CircuitReading>) {
    for (const circuit of circuits) {
      const { name, region, endpoint, scope } = circuit;
      this.#readings.set(addressKey({ circuit: name, region, endpoint, scope }), lookedAtOnce(circuit));
    }
  }

  find(place: CircuitAddress): CircuitReading | undefined {
    return this.#readings.get(addressKey(place));
  }

  [Symbol.iterator](): Iterator<CircuitReading> {
    return this.#readings.values();
  }
}

/** Percentiles are worked out anew whenever they are asked for, and each report asks all circuits. */
function lookedAtOnce(circuit: CircuitReading): CircuitReading {
  const { name, region, endpoint, scope, state, retryAfterMs, lastFailure, isolation } = circuit;
  let known: CircuitStats | undefined;
  return {
    ...{ name, region, endpoint, scope, state, retryAfterMs, lastFailure, isolation },
    stats: () => (known ??= circuit.stats()),
  };
}
