import type { OutageRun } from "../../../benchmarks/outage/outage-run.ts";

/** A run through an outage of a second, as seen by nobody. */
export function anOutageRun(run: Partial<OutageRun> = {}): OutageRun {
  return {
    subject: "raw client",
    scenario: "1 s",
    callsPerSecond: 150,
    faultMs: 1_000,
    requestsInFault: 100,
    callsLost: 50,
    callsByFallback: 0,
    waitMs: { p50: 20, p99: 30, max: 40 },
    openP99Ms: undefined,
    openedAfterMs: undefined,
    firstGoodAfterMs: 20,
    good99AfterMs: 20,
    healthyRefused: 0,
    otherLost: 0,
    otherCalls: 10,
    series: Array.from({ length: 30 }, (_, index) => ({
      atMs: (index - 10) * 100,
      requests: index,
      good: index % 3,
      lost: index % 4,
      fallback: index % 2,
    })),
    states: [],
    ...run,
  };
}
