import { samplingBreaker } from "../subjects/cockatiel.ts";
import type { Action, BareBreaker } from "../subjects/bare/bare-breaker.ts";
import { bareCockatiel } from "../subjects/bare/bare-cockatiel.ts";
import { filledMollitia } from "../subjects/bare/bare-mollitia.ts";
import { filledOpossum } from "../subjects/bare/bare-opossum.ts";
import { ourCircuit } from "../subjects/bare/our-circuit.ts";

/** A breaker that can be given a full window, and a function that fails from then on. */
export interface StormSubject {
  readonly name: string;
  /** How many failing verdicts are timed at once: few where each takes long. */
  readonly verdictsPerTurn: number;
  fill(verdicts: number): Promise<BareBreaker>;
}

const illness = Object.assign(new Error("Internal failure"), {
  name: "InternalFailureException",
  $fault: "server",
  $metadata: { httpStatusCode: 500 },
});

async function fail(): Promise<never> {
  throw illness;
}

export const ourName = "amplify-breaker, circuit alone";

export const stormSubjects: readonly StormSubject[] = [
  {
    name: "opossum, no timeout",
    verdictsPerTurn: 20,
    fill: async (verdicts) => filledOpossum(fail, { timeout: false }, latencies(verdicts)),
  },
  {
    name: "opossum, no timeout, no percentiles",
    verdictsPerTurn: 200,
    fill: async (verdicts) => {
      const options = { timeout: false, rollingPercentilesEnabled: false } as const;
      return filledOpossum(fail, options, latencies(verdicts));
    },
  },
  {
    name: "cockatiel, sampling",
    verdictsPerTurn: 200,
    fill: async (verdicts) => filledByCalls(verdicts, (action) => bareCockatiel(action, samplingBreaker())),
  },
  {
    name: "mollitia",
    verdictsPerTurn: 20,
    fill: async (verdicts) => filledMollitia(fail, verdicts),
  },
  {
    name: ourName,
    verdictsPerTurn: 200,
    // A long streak of failures is what is measured: it may not open the circuit, and is counted all the same.
    fill: async (verdicts) =>
      filledByCalls(verdicts, (action) => ourCircuit(action, { consecutiveFailures: 1_000_000 })),
  },
];

/** Milliseconds that a service takes. */
function latencies(count: number): number[] {
  return Array.from({ length: count }, () => 10 + Math.floor(Math.random() * 30));
}

async function filledByCalls(verdicts: number, make: (action: Action) => BareBreaker): Promise<BareBreaker> {
  const service = { isIll: false };
  const breaker = make(async () => {
    if (service.isIll) throw illness;
  });
  for (let call = 0; call < verdicts; call++) await breaker.fire();
  service.isIll = true;
  return breaker;
}
