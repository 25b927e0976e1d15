import type { RunSpec } from "../../../benchmarks/outage/run-spec.ts";
import { blip200 } from "../../../benchmarks/outage/scenarios.ts";

export function aSpec(rest: Partial<RunSpec> = {}): RunSpec {
  return {
    scenario: blip200,
    callsPerSecond: 100,
    clients: 1,
    repetition: 0,
    warmUpMs: 1_000,
    watchMs: [1_000, 5_000],
    seed: 1,
    ...rest,
  };
}
