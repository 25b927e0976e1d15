import { EventHub } from "../events/event-hub.ts";
import type { ResolvedOptions } from "../options/resolved-options.ts";
import type { CircuitPlace } from "./circuit-identity.ts";
import { CircuitSet } from "./circuit-set.ts";

/** All circuits of one set of breakers, kept apart by place. */
export class CircuitDirectory implements Iterable<CircuitSet> {
  readonly options: ResolvedOptions;
  /** Hears what happens in all places. */
  readonly events: EventHub = new EventHub();
  readonly #sets = new Map<string, CircuitSet>();
  #isShutdown = false;

  constructor(options: ResolvedOptions) {
    this.options = options;
  }

  get isShutdown(): boolean {
    return this.#isShutdown;
  }

  /** The circuits of a place; the same ones for an equal place. */
  at(place: CircuitPlace): CircuitSet {
    const key = JSON.stringify([place.region ?? null, place.endpoint ?? null, place.scope ?? null]);
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const set = new CircuitSet(Object.freeze({ ...place }), this.options, this.events);
    if (this.#isShutdown) set.shutdown();
    this.#sets.set(key, set);
    return set;
  }

  [Symbol.iterator](): Iterator<CircuitSet> {
    return this.#sets.values();
  }

  shutdown(): void {
    if (this.#isShutdown) return;
    this.#isShutdown = true;
    for (const set of this.#sets.values()) set.shutdown();
  }
}
