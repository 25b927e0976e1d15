import type { MeasuredRun } from "../../../benchmarks/outage/measured-run.ts";

/** A run through which nothing went wrong. */
export function aRun(rest: Partial<MeasuredRun> = {}): MeasuredRun {
  return {
    subject: "raw client",
    scenario: "200 ms",
    callsPerSecond: 150,
    faultMs: 200,
    requestsInFault: 0,
    callsLost: 0,
    callsByFallback: 0,
    waitMs: { p50: 20, p99: 20, max: 20 },
    openP99Ms: undefined,
    openedAfterMs: undefined,
    firstGoodAfterMs: 20,
    good99AfterMs: 0,
    healthyRefused: 0,
    otherLost: 0,
    otherCalls: 100,
    series: [],
    states: [],
    clients: 1,
    repetition: 0,
    recoveries: [{ openedAfterMs: undefined, firstGoodAfterMs: 20, good99AfterMs: 0 }],
    openWaitsMs: [],
    driver: { busyShare: 0.1, delayP99Ms: 1 },
    ...rest,
  };
}
