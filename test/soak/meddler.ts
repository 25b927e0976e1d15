import type { BreakerEventType, Breakers, CallOptions, Circuit } from "../../src/index.ts";
import { callEventTypes } from "../scenarios/support/event-record.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";
import type { SoakedClients } from "./soaked-clients.ts";
import { soakedOperations } from "./soaked-operations.ts";

const heardTypes: readonly BreakerEventType[] = [
  ...callEventTypes,
  ...(["open", "halfOpen", "probeFailed", "close", "stateChange", "attempt", "fallback"] as const),
];

/** What may be changed for all operations, or for one circuit, without keeping it from ever healing. */
const patches: readonly CallOptions[] = [
  { timeout: 600 },
  { timeout: 1_500, resetTimeout: 20 },
  { consecutiveFailures: 1, rollingCountTimeout: 2_000 },
  { consecutiveFailures: 3, rollingCountTimeout: 60_000, rollingCountBuckets: 6 },
  { capacity: 6, queue: { size: 5, maxWaitMs: 30 } },
  { capacity: 30, queue: false, maxWaitMs: 100 },
  { halfOpenProbes: 3, rampUpMs: 0 },
  { halfOpenProbes: 1, rampUpMs: 100, maxWaitMs: 20 },
];

const mostListeners = 20;
const mostSnapshots = 3;

/** Does with the breakers, while calls are under way, what may be done with them. */
export class Meddler {
  readonly #clients: SoakedClients;
  readonly #random: SeededRandom;
  readonly #snapshots: string[] = [];
  readonly #removals: (() => void)[] = [];
  readonly #isolated: Circuit[] = [];
  listenerErrors = 0;
  /** Circuits that were seen with a figure below 0, or none. */
  nonsense = 0;
  /** How often each thing was done. */
  readonly done: Record<string, number> = {};

  constructor(clients: SoakedClients, random: SeededRandom) {
    this.#clients = clients;
    this.#random = random;
    for (const breakers of clients.shared) {
      breakers.on("listenerError", () => {
        this.listenerErrors++;
      });
    }
  }

  meddle(): void {
    const deeds = {
      configureAll: () => this.#some.configure<"*">("*", this.#patch),
      // The circuits that are named by app have no options of single operations.
      configureOne: () => this.#clients.byOperation.configure(this.#operation, this.#patch),
      configureCall: () =>
        this.#some.configure(this.#operation, { timeout: this.#random.between(300, 1_500) }),
      configureCircuit: () => this.#circuit?.configure(this.#patch),
      isolate: () => this.#isolate(),
      release: () => this.#isolated.shift()?.release(),
      snapshot: () => this.#snapshot(),
      restore: () => this.#restore(),
      dryRun: () => this.#clients.byApp.configure("*", { enabled: false }),
      noDryRun: () => this.#clients.byApp.configure("*", { enabled: true }),
      listen: () => this.#listen(),
      unlisten: () => this.#removals.shift()?.(),
      look: () => this.#look(),
    };
    const name = this.#random.oneOf(Object.keys(deeds) as (keyof typeof deeds)[]);
    this.done[name] = (this.done[name] ?? 0) + 1;
    deeds[name]();
  }

  /** Takes back what would outlast it. */
  stop(): void {
    for (const remove of this.#removals.splice(0)) remove();
    this.#isolated.length = 0;
    this.#clients.byApp.configure("*", { enabled: true });
    // A snapshot that was restored may have isolated what had been released.
    for (const circuit of this.circuits) circuit.release();
  }

  get circuits(): readonly Circuit[] {
    return this.#clients.shared.flatMap((breakers) => [...breakers]);
  }

  get #some(): Breakers {
    return this.#random.oneOf(this.#clients.shared);
  }

  get #operation(): (typeof soakedOperations)[number] {
    return this.#random.oneOf(soakedOperations);
  }

  get #patch(): CallOptions {
    return this.#random.oneOf(patches);
  }

  get #circuit(): Circuit | undefined {
    const { circuits } = this;
    return circuits.length === 0 ? undefined : this.#random.oneOf(circuits);
  }

  #isolate(): void {
    const circuit = this.#circuit;
    if (circuit === undefined) return;
    circuit.isolate("a drill");
    this.#isolated.push(circuit);
    if (this.#isolated.length > 2) this.#isolated.shift()?.release();
  }

  #snapshot(): void {
    this.#snapshots.push(JSON.stringify(this.#clients.byApp.snapshot()));
    if (this.#snapshots.length > mostSnapshots) this.#snapshots.shift();
  }

  #restore(): void {
    if (this.#snapshots.length === 0) return;
    this.#clients.byApp.restore(JSON.parse(this.#random.oneOf(this.#snapshots)));
  }

  #listen(): void {
    const type = this.#random.oneOf(heardTypes);
    const listener = (): unknown => {
      if (this.#random.chance(0.05)) throw new Error("a listener that throws");
      return this.#random.chance(0.05) ? Promise.reject(new Error("a listener that rejects")) : undefined;
    };
    const source = this.#random.chance(0.5) ? this.#some : this.#clients.someLasting().breakers;
    if (this.#random.chance(0.3)) source.once(type, listener);
    else source.on(type, listener);
    this.#removals.push(() => source.off(type, listener));
    if (this.#removals.length > mostListeners) this.#removals.shift()?.();
  }

  #look(): void {
    for (const circuit of this.circuits) {
      const figures: readonly (number | null)[] = Object.values({
        ...circuit.stats(),
        ms: circuit.retryAfterMs,
      });
      if (figures.some((figure) => figure !== null && !(figure >= 0))) this.nonsense++;
    }
  }
}
