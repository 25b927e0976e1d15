import { describeValue } from "../errors/describe-value.ts";
import type {
  CircuitReading,
  CircuitState,
  CircuitStats,
  Isolation,
  LastFailure,
} from "../events/circuit-state.ts";
import type { CallOptions } from "../options/breaker-options.ts";
import type { CircuitSet } from "./circuit-set.ts";
import type { CircuitCore } from "./circuit.ts";

/**
 * One circuit, as its users see it.
 *
 * @example
 * ```ts
 * const circuit = amplify.breakers.circuit("StartJob");
 * circuit.isolate("deploy freeze until 14:00");
 * circuit.release();
 * ```
 */
export interface Circuit extends CircuitReading {
  /**
   * Refuses all calls until {@link release}, whatever the service does.
   *
   * @param reason - who or what for; refused callers and the `isolate` event show it
   * @throws TypeError where the reason is no text
   */
  isolate(reason: string): void;
  /** Ends {@link isolate}; does nothing where the circuit is not isolated. */
  release(): void;
  /**
   * Changes options of this circuit alone, from the next call on; what it counted is kept, and what is left out stays as
   * it is.
   *
   * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
   */
  configure(patch: CallOptions): void;
}

/** How a view finds its circuit, which may take until the client's region and endpoint are known. */
export interface CircuitSource {
  readonly name: string;
  readonly scope: string | undefined;
  /** The circuit, once it can be told which it is. */
  readonly current: () => CircuitCore | undefined;
  /** Calls back with the circuit as soon as it can be told. */
  readonly whenKnown: (use: (circuit: CircuitCore) => void) => void;
  readonly epochMs: () => number;
  /** Checks the patch at once, and applies it as soon as the circuit can be told. */
  readonly configure: (patch: CallOptions) => void;
}

const noStats: CircuitStats = Object.freeze({
  successes: 0,
  failures: 0,
  slow: 0,
  errorPercentage: 0,
  consecutiveFailures: 0,
  inFlight: 0,
  waiting: 0,
  queued: 0,
  p50Ms: null,
  p99Ms: null,
  rejections: 0,
  fallbacks: 0,
});

/** A circuit that can be looked at and isolated before it is known which one it is. */
export class CircuitView implements Circuit {
  readonly #source: CircuitSource;
  #earlyIsolation: Isolation | undefined;

  constructor(source: CircuitSource) {
    this.#source = source;
  }

  /** The view of a circuit that is known. */
  static of(circuit: CircuitCore, configure: (patch: CallOptions) => void): Circuit {
    const { name, scope } = circuit.identity;
    return new CircuitView({
      name,
      scope,
      current: () => circuit,
      whenKnown: (use) => use(circuit),
      epochMs: () => circuit.isolation?.at ?? 0,
      configure,
    });
  }

  get name(): string {
    return this.#source.name;
  }

  get region(): string | undefined {
    return this.#source.current()?.identity.region;
  }

  get endpoint(): string | undefined {
    return this.#source.current()?.identity.endpoint;
  }

  get scope(): string | undefined {
    return this.#source.scope;
  }

  get state(): CircuitState {
    return this.#source.current()?.state ?? (this.#earlyIsolation === undefined ? "closed" : "isolated");
  }

  get retryAfterMs(): number {
    return this.#source.current()?.retryAfterMs ?? (this.#earlyIsolation === undefined ? 0 : Infinity);
  }

  get lastFailure(): LastFailure | undefined {
    return this.#source.current()?.lastFailure;
  }

  get isolation(): Isolation | undefined {
    const circuit = this.#source.current();
    return circuit === undefined ? this.#earlyIsolation : circuit.isolation;
  }

  stats(): CircuitStats {
    return this.#source.current()?.stats() ?? noStats;
  }

  isolate(reason: string): void {
    if (typeof reason !== "string" || reason === "") {
      throw new TypeError(
        `isolate() must be given a reason, a text that is not empty; got ${describeValue(reason)}`,
      );
    }
    this.#earlyIsolation = Object.freeze({ reason, at: this.#source.epochMs() });
    this.#source.whenKnown((circuit) => circuit.isolate(reason));
  }

  release(): void {
    this.#earlyIsolation = undefined;
    this.#source.whenKnown((circuit) => circuit.release());
  }

  configure(patch: CallOptions): void {
    this.#source.configure(patch);
  }
}

/** The views of all circuits of a set that were used so far. */
export function* viewsOf(circuits: CircuitSet): Generator<Circuit> {
  for (const circuit of circuits) {
    yield CircuitView.of(circuit, (patch) => circuits.configure(circuit.identity.name, patch));
  }
}
