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

/** Longer than opossum's and cockatiel's windows of 10 s; opossum at its defaults stays open for 30 s. */
const busy = { callsPerSecond: 150, clients: 1, warmUpMs: 12_000, watchMs: [10_000, 35_000] } as const;
const calm = { callsPerSecond: 10, clients: 5, warmUpMs: 40_000, watchMs: [10_000, 35_000] } as const;
const sparse = { ...calm, callsPerSecond: 1, clients: 20 } as const;

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

/** Batches of runs that go on at the same time; 23 minutes. */
export function fullPlan(): RunSpec[][] {
  const short = [blip50, blip200, outage1];
  const busyBatches = [
    ...[0, 1, 2, 3, 4].flatMap((repetition) => alone(short, repetition)),
    ...[0, 1].flatMap((repetition) => alone([outage8], repetition)),
    ...alone([outage60, brownOut10, brownOut30, brownOut50, brownOut80, slow, hang], 0),
  ];
  // Calls are fewer, so several scenarios fit beside each other, and the shortest go twice.
  const lowRates = [
    ...[0, 1].map((repetition) => together(short, repetition)),
    ...[
      [outage8, slow],
      [outage60, hang],
      [brownOut10, brownOut30],
      [brownOut50, brownOut80],
    ].map((scenarios) => together(scenarios, 0)),
  ];
  return seeded([...busyBatches, ...lowRates]);
}

/** Under two minutes, and no rate but the highest. */
export function quickPlan(): RunSpec[][] {
  const scenarios = [blip200, outage1, outage8, { ...brownOut30, faultMs: 8_000 }];
  const batches = alone(scenarios, 0);
  const isShort = { warmUpMs: 5_000, watchMs: [5_000, 15_000] } as const;
  return seeded(batches.map((batch) => batch.map((spec) => ({ ...spec, ...isShort }))));
}

function alone(scenarios: readonly Scenario[], repetition: number): Spec[][] {
  return scenarios.map((scenario) => [{ ...busy, scenario, repetition }]);
}

function together(scenarios: readonly Scenario[], repetition: number): Spec[] {
  return scenarios.flatMap((scenario) => [
    { ...calm, scenario, repetition },
    { ...sparse, scenario, repetition },
  ]);
}

function seeded(batches: readonly (readonly Spec[])[]): RunSpec[][] {
  let seed = 0;
  return batches.map((batch) => batch.map((spec) => ({ ...spec, seed: (seed += 1) })));
}
