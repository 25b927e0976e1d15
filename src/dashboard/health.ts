import type { CircuitReading } from "../events/circuit-state.ts";
import type { UnhealthyRule } from "./dashboard-options.ts";
import { shorten } from "./shorten.ts";
import { tellOnce } from "./tell-once.ts";
import { longestName, whereaboutsOf } from "./whereabouts.ts";

/** Why something is not healthy. */
export interface HealthReason {
  readonly circuit: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly scope?: string;
  readonly state: CircuitReading["state"];
  /** Milliseconds until the next probe; not given where nobody knows. */
  readonly retryAfterMs?: number;
  /** What the circuit's last failure was, or why it was isolated. */
  readonly because?: string;
}

/** So many reasons say enough. */
const mostReasons = 50;

/** Which circuits make the whole unhealthy. */
export class Health {
  readonly #rule: UnhealthyRule | undefined;
  readonly #tell: (error: unknown) => void = tellOnce("option unhealthy of the dashboard threw");

  constructor(rule: UnhealthyRule | undefined) {
    this.#rule = rule;
  }

  reasons(circuits: Iterable<CircuitReading>): readonly HealthReason[] {
    const reasons: HealthReason[] = [];
    for (const circuit of circuits) {
      if (this.isUnhealthy(circuit)) reasons.push(reasonOf(circuit));
      if (reasons.length === mostReasons) break;
    }
    return reasons;
  }

  isUnhealthy(circuit: CircuitReading): boolean {
    if (typeof this.#rule !== "function") {
      return refusesCalls(circuit) && (this.#rule === undefined || this.#rule.includes(circuit.name));
    }
    try {
      // A promise, say, is no answer.
      const answer: unknown = this.#rule(circuit);
      return answer === true;
    } catch (error) {
      this.#tell(error);
      return refusesCalls(circuit);
    }
  }
}

/** One that is past its reset reads `halfOpen`, and takes the next call. */
function refusesCalls({ state }: CircuitReading): boolean {
  return state === "open" || state === "isolated";
}

function reasonOf(circuit: CircuitReading): HealthReason {
  const { name, state, retryAfterMs, isolation, lastFailure } = circuit;
  const because = isolation?.reason ?? lastFailure?.error.name;
  return {
    circuit: shorten(name, longestName),
    ...whereaboutsOf(circuit),
    state,
    ...(Number.isFinite(retryAfterMs) ? { retryAfterMs: Math.ceil(retryAfterMs) } : undefined),
    ...(because === undefined ? undefined : { because: shorten(because, longestName) }),
  };
}
