import type { RunSpec } from "./run-spec.ts";
import {
  blip200,
  blip50,
  brownOut10,
  brownOut30,
  brownOut50,
  brownOut80,
  hang,
  outage1,
  outage60,
  outage8,
  slow,
  type Scenario,
} from "./scenarios.ts";

type Spec = Omit<RunSpec, "seed">;
type Setting = Omit<Spec, "scenario" | "repetition">;

/** Until all is well, and opossum at its defaults stays open for 30 s. */
const watchMs = [5_000, 32_000] as const;
/** The warm-up is longer than opossum's and cockatiel's windows of 10 s, and half of our 60 s where calls are few. */
const busy: Setting = { callsPerSecond: 150, clients: 1, warmUpMs: 11_000, watchMs };
const calm: Omit<Setting, "clients"> = { callsPerSecond: 10, warmUpMs: 30_000, watchMs };
const sparse: Omit<Setting, "clients"> = { callsPerSecond: 1, warmUpMs: 30_000, watchMs };

/** A short run that nothing is concluded from. */
export const rehearsal: RunSpec = {
  scenario: { ...outage1, faultMs: 500 },
  callsPerSecond: 150,
  clients: 1,
  repetition: 0,
  warmUpMs: 1_000,
  watchMs: [500, 500],
  seed: 0,
};

/** Batches of runs that go on at the same time; about 25 minutes on two cores. */
export function fullPlan(): RunSpec[][] {
  const short = [blip50, blip200, outage1];
  const long = [outage8, outage60, brownOut10, brownOut30, brownOut50, brownOut80, slow, hang];
  return seeded([
    ...long.map((one) => [{ ...busy, scenario: one, repetition: 0 }]),
    ...[0, 1, 2, 3, 4].flatMap((repetition) => short.map((one) => [{ ...busy, scenario: one, repetition }])),
    // At low rates a short outage meets few calls, so it takes many clients to say anything.
    ...short.map((one) => lowRates([one], { calm: 8, sparse: 20 })),
    lowRates([outage60, hang, brownOut10, brownOut30], { calm: 2, sparse: 10 }),
    lowRates([outage8, slow, brownOut50, brownOut80], { calm: 2, sparse: 10 }),
  ]);
}

/** Under two minutes, and no rate but the highest. */
export function quickPlan(): RunSpec[][] {
  const scenarios = [outage8, { ...brownOut30, faultMs: 6_000 }, outage1, blip200];
  const brief: Setting = { ...busy, warmUpMs: 3_000, watchMs: [5_000, 10_000] };
  return seeded(scenarios.map((scenario) => [{ ...brief, scenario, repetition: 0 }]));
}

function lowRates(
  scenarios: readonly Scenario[],
  clients: { readonly calm: number; readonly sparse: number },
): Spec[] {
  return scenarios.flatMap((scenario) => [
    { ...calm, clients: clients.calm, scenario, repetition: 0 },
    { ...sparse, clients: clients.sparse, scenario, repetition: 0 },
  ]);
}

function seeded(batches: readonly (readonly Spec[])[]): RunSpec[][] {
  let seed = 0;
  return batches.map((batch) => batch.map((spec) => ({ ...spec, seed: (seed += 1) })));
}
