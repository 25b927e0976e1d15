import { median, quantile } from "../harness/quantile.ts";
import { binsOf } from "./bins.ts";
import type { CallRecord, RequestSeen, StateSeen } from "./call-record.ts";
import type { DriverLoad } from "./driver-load.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { recoveryOf, type Recovery } from "./recovery.ts";
import type { RunSpec } from "./run-spec.ts";

/** All that was seen of one run. */
export interface RunLog {
  readonly subject: string;
  readonly spec: RunSpec;
  /** In order of time, as all that follows. */
  readonly calls: readonly CallRecord[];
  readonly requests: readonly RequestSeen[];
  readonly states: readonly StateSeen[];
  readonly driver: DriverLoad;
}

/** How much is shown of the time before the fault. */
const shownBeforeMs = 2_000;
const longFaultMs = 60_000;

/** Counts and times of one run. */
export function summarizeRun({ subject, spec, calls, requests, states, driver }: RunLog): MeasuredRun {
  const { scenario, callsPerSecond, clients, repetition } = spec;
  const { faultMs } = scenario;
  const sick = calls.filter(({ isSick }) => isSick);
  const others = calls.filter(({ isSick }) => !isSick);
  const sinceFault = sick.filter(({ dueMs }) => dueMs >= 0);
  const recoveries = Array.from({ length: clients }, (_, client) => {
    const isOfClient = (one: { readonly client: number }): boolean => one.client === client;
    const parts = { calls: sick.filter(isOfClient), requests: requests.filter(isOfClient) };
    return recoveryOf({ ...parts, states: states.filter(isOfClient) }, faultMs);
  });
  return {
    subject,
    scenario: scenario.name,
    callsPerSecond,
    faultMs,
    clients,
    repetition,
    requestsInFault: requests.filter(({ atMs }) => atMs >= 0 && atMs < faultMs).length,
    callsLost: sinceFault.filter(isLost).length,
    callsByFallback: sinceFault.filter(({ outcome }) => outcome === "fallback").length,
    ...waits(sinceFault, faultMs),
    ...medianRecovery(recoveries),
    recoveries,
    healthyRefused: sick.filter(({ outcome, endMs }) => outcome === "refused" && endMs >= faultMs).length,
    otherLost: others.filter(isLost).length,
    otherCalls: others.length,
    series: binsOf(sick, requests, {
      fromMs: -shownBeforeMs,
      untilMs: sick.at(-1)?.dueMs ?? 0,
      widthMs: faultMs >= longFaultMs ? 1_000 : 100,
    }),
    states: states.filter(({ client }) => client === 0).map(({ atMs, state }) => ({ atMs, state })),
    driver,
  };
}

function isLost({ outcome }: CallRecord): boolean {
  return outcome !== "good" && outcome !== "fallback";
}

function waits(
  sinceFault: readonly CallRecord[],
  faultMs: number,
): Pick<MeasuredRun, "waitMs" | "openP99Ms" | "openWaitsMs"> {
  const waited = sinceFault.filter(({ dueMs }) => dueMs < faultMs).map(({ dueMs, endMs }) => endMs - dueMs);
  // From when the process woke up: the width of its timers, a millisecond, is no subject's doing.
  const open = sinceFault
    .filter(({ state, outcome }) => state === "open" && (outcome === "refused" || outcome === "fallback"))
    .map(({ wokenMs, endMs }) => endMs - wokenMs);
  const share = (part: number): number => (waited.length === 0 ? 0 : quantile(waited, part));
  return {
    waitMs: { p50: share(0.5), p99: share(0.99), max: share(1) },
    openP99Ms: p99(open),
    openWaitsMs: open,
  };
}

/** What 99 % of these are below; undefined where there are none. */
export function p99(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : quantile(values, 0.99);
}

/** What half of the clients came through with; undefined where most did not. */
function medianRecovery(recoveries: readonly Recovery[]): Recovery {
  const middle = (name: keyof Recovery): number | undefined =>
    medianOrNever(recoveries.map((recovery) => recovery[name]));
  return {
    openedAfterMs: middle("openedAfterMs"),
    firstGoodAfterMs: middle("firstGoodAfterMs"),
    good99AfterMs: middle("good99AfterMs"),
  };
}

/** The median of times some of which never came; undefined when it is one of those. */
export function medianOrNever(times: readonly (number | undefined)[]): number | undefined {
  const middle = median(times.map((time) => time ?? Number.MAX_VALUE));
  return middle < Number.MAX_VALUE / 4 ? middle : undefined;
}
