import { EventHub } from "../events/event-hub.ts";
import type { ResolvedOptions } from "../options/resolved-options.ts";
import type { CircuitPlace } from "./circuit-identity.ts";
import { CircuitCore } from "./circuit.ts";

/** The circuits of one place: one region, endpoint and scope. They are made as they are needed. */
export class CircuitSet implements Iterable<CircuitCore> {
  readonly place: CircuitPlace;
  /** Hears what happens in this place only, and passes it on to the hub of all places. */
  readonly events: EventHub;
  readonly #options: ResolvedOptions;
  readonly #circuits = new Map<string, CircuitCore>();
  #isShutdown = false;

  constructor(place: CircuitPlace, options: ResolvedOptions, allEvents: EventHub) {
    this.place = place;
    this.events = new EventHub(allEvents);
    this.#options = options;
  }

  /** The circuit that calls of the operation go through. */
  circuit(operation: string): CircuitCore {
    const known = this.#circuits.get(operation);
    if (known !== undefined) return known;
    const { clock, random } = this.#options;
    const options = this.#options.forOperation(operation);
    const identity = { ...this.place, name: operation };
    const circuit = new CircuitCore(identity, options, { clock, random, events: this.events });
    // A call that was made before the shutdown may have had to wait until its place was known.
    if (this.#isShutdown) circuit.shutdown();
    this.#circuits.set(operation, circuit);
    return circuit;
  }

  [Symbol.iterator](): Iterator<CircuitCore> {
    return this.#circuits.values();
  }

  shutdown(): void {
    this.#isShutdown = true;
    for (const circuit of this.#circuits.values()) circuit.shutdown();
  }
}
