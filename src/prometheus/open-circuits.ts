import type { CircuitEventBase, StateChangeEvent } from "../events/breaker-events.ts";
import type { CircuitReading, CircuitState } from "../events/circuit-state.ts";
import type { Clock } from "../clock/clock.ts";

/** Of so many at a time; where more are open, the ones that opened first begin anew when they are next read. */
const mostOpen = 10_000;

type Named = Pick<CircuitReading, "region" | "endpoint" | "scope"> | CircuitEventBase;

/** A circuit, and for how long it has been open: 0 where it is not. */
export interface OpenReading {
  readonly circuit: CircuitReading;
  readonly openMs: number;
}

/** Since when circuits are open; one that was open before anybody listened, since it was first seen so. */
export class OpenCircuits {
  readonly #clock: Clock;
  readonly #since = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  changed(event: StateChangeEvent): void {
    const key = keyOf(event.circuit, event);
    // A circuit may have been forgotten while it was open, and this be another of its name.
    if (event.from === "closed" || !isOut(event.to) || event.dryRun === true) this.#since.delete(key);
    if (isOut(event.to) && event.dryRun !== true) this.#openedAt(key);
  }

  has(event: CircuitEventBase): boolean {
    return this.#since.has(keyOf(event.circuit, event));
  }

  /** How long each of the circuits has been open; forgets all that are not among them. */
  *read(circuits: Iterable<CircuitReading>): Generator<OpenReading> {
    const gone = new Set(this.#since.keys());
    for (const circuit of circuits) {
      const key = keyOf(circuit.name, circuit);
      if (isOut(circuit.state)) {
        gone.delete(key);
        yield { circuit, openMs: this.#clock.now() - this.#openedAt(key) };
      } else {
        yield { circuit, openMs: 0 };
      }
    }
    for (const key of gone) this.#since.delete(key);
  }

  #openedAt(key: string): number {
    const known = this.#since.get(key);
    if (known !== undefined) return known;
    const now = this.#clock.now();
    this.#since.set(key, now);
    const [oldest] = this.#since.keys();
    if (this.#since.size > mostOpen && oldest !== undefined) this.#since.delete(oldest);
    return now;
  }
}

function isOut(state: CircuitState): boolean {
  return state === "open" || state === "halfOpen";
}

function keyOf(circuit: string, { region, endpoint, scope }: Named): string {
  return JSON.stringify([circuit, region, endpoint, scope]);
}
