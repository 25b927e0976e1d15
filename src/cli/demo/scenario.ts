import type { Phase } from "../../testing/index.ts";

/** One stretch of the demo's story. */
export interface Stretch {
  readonly name: string;
  /** What the service does in it. */
  readonly story: string;
  /** When it begins and ends, in milliseconds since the start. */
  readonly startMs: number;
  readonly endMs: number;
  /** The share of requests that are answered with InternalFailureException. */
  readonly failureRate: number;
}

/** The stretches of a demo, one after the other. */
export interface Scenario {
  readonly stretches: readonly Stretch[];
  readonly outage: Stretch;
  readonly totalMs: number;
}

const healthyStory = "all is well";

/** Total outage, then a brown-out on the way back to health. */
export const demoScenario: Scenario = buildScenario([
  { name: "healthy", story: healthyStory, durationMs: 3_000, failureRate: 0 },
  { name: "outage", story: "InternalFailureException on everything", durationMs: 12_000, failureRate: 1 },
  { name: "brown-out", story: "30 % InternalFailureException", durationMs: 2_000, failureRate: 0.3 },
  { name: "healthy", story: healthyStory, durationMs: 4_000, failureRate: 0 },
]);

function buildScenario(
  parts: readonly { name: string; story: string; durationMs: number; failureRate: number }[],
): Scenario {
  const stretches: Stretch[] = [];
  let totalMs = 0;
  for (const { durationMs, ...part } of parts) {
    stretches.push({ ...part, startMs: totalMs, endMs: totalMs + durationMs });
    totalMs += durationMs;
  }
  const outage = stretches.find(({ name }) => name === "outage");
  if (outage === undefined) throw new Error("a scenario without an outage shows nothing");
  return { stretches, outage, totalMs };
}

/** The stretch in force at a time; the last one from its end on. */
export function stretchAt({ stretches, outage }: Scenario, atMs: number): Stretch {
  return stretches.find(({ endMs }) => atMs < endMs) ?? stretches.at(-1) ?? outage;
}

/** The scenario as the simulator plays it. */
export function simulatorScript({ stretches }: Scenario): readonly Phase[] {
  return stretches.map(({ name, startMs, endMs, failureRate }) => ({
    name,
    durationMs: endMs - startMs,
    faults:
      failureRate === 0 ? [] : [{ kind: "error", error: "InternalFailureException", rate: failureRate }],
  }));
}
