import type { OperationName } from "../amplify/operations.ts";
import { EventHub } from "../events/event-hub.ts";
import type { CallOptions } from "../options/breaker-options.ts";
import type { Settings } from "../options/settings.ts";
import type { CircuitIdentity, CircuitPlace } from "./circuit-identity.ts";
import { CircuitSet } from "./circuit-set.ts";
import type { CircuitCore } from "./circuit.ts";

/** All circuits of one set of breakers, kept apart by place. */
export class CircuitDirectory implements Iterable<CircuitSet> {
  readonly settings: Settings;
  /** Hears what happens in all places. */
  readonly events: EventHub = new EventHub();
  readonly #sets = new Map<string, CircuitSet>();
  readonly #onPlace: (events: EventHub) => void;
  #isShutdown = false;

  /** @param onPlace - told of the events of each place, before anybody else can hear of them */
  constructor(settings: Settings, onPlace: (events: EventHub) => void = () => {}) {
    this.settings = settings;
    this.#onPlace = onPlace;
  }

  get isShutdown(): boolean {
    return this.#isShutdown;
  }

  /** The circuits of a place; the same ones for an equal place. */
  at(place: CircuitPlace): CircuitSet {
    const key = placeKey(place);
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const set = new CircuitSet(Object.freeze({ ...place }), this.settings, this.events);
    this.#onPlace(set.events);
    if (this.#isShutdown) set.shutdown();
    this.#sets.set(key, set);
    return set;
  }

  /** The circuit of that identity, if it is in use. */
  find(identity: CircuitIdentity): CircuitCore | undefined {
    return this.#sets.get(placeKey(identity))?.known(identity.name);
  }

  /**
   * Changes options of all circuits, or of one operation's, from the next call on.
   *
   * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came; nothing changes then
   */
  configure(target: OperationName | "*", patch: CallOptions): void {
    this.settings.configure(target, patch, (resolvePatched) => {
      for (const set of this.#sets.values()) set.confirm(resolvePatched, `configure("${target}")`);
    });
    for (const set of this.#sets.values()) set.reconfigure();
  }

  /** Throws what is wrong with a patch for a circuit of which it is not known yet where it belongs. */
  checkPatch(name: string, patch: CallOptions): void {
    new CircuitSet({}, this.settings, new EventHub()).checkPatch(name, patch);
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

function placeKey({ region, endpoint, scope }: CircuitPlace): string {
  return JSON.stringify([region ?? null, endpoint ?? null, scope ?? null]);
}
