import { median } from "../harness/quantile.ts";
import type { MeasuredRun } from "./measured-run.ts";
import type { Recovery } from "./recovery.ts";
import { medianOrNever } from "./summarize-run.ts";

/** All runs of one subject in one scenario at one rate, added up. */
export interface Total {
  readonly subject: string;
  readonly scenario: string;
  readonly callsPerSecond: number;
  /** Runs of one client each: every repetition counts each of its clients. */
  readonly clientRuns: number;
  // Sums
  readonly callsLost: number;
  readonly lostByRepetition: readonly number[];
  readonly requestsInFault: number;
  readonly callsByFallback: number;
  readonly healthyRefused: number;
  readonly otherLost: number;
  readonly otherCalls: number;
  /** Median over the repetitions of p50 and p99, and the longest wait of all. */
  readonly waitMs: MeasuredRun["waitMs"];
  /** Of all who called while a circuit was open and whose calls were not sent. */
  readonly openWaitsMs: readonly number[];
  /** Medians over all clients. */
  readonly recovery: Recovery;
  /** Of the client that waited longest; undefined where one never saw a good answer again. */
  readonly slowestFirstGoodMs: number | undefined;
}

/** Adds up the runs of each subject, scenario and rate. */
export function totalsOf(runs: readonly MeasuredRun[]): Total[] {
  const groups = new Map<string, MeasuredRun[]>();
  for (const run of runs) {
    const key = `${run.subject}\n${run.scenario}\n${run.callsPerSecond}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].map(totalOf);
}

function totalOf(runs: readonly MeasuredRun[]): Total {
  const sum = (count: (run: MeasuredRun) => number): number =>
    runs.reduce((total, run) => total + count(run), 0);
  const recoveries = runs.flatMap((run) => run.recoveries);
  const middle = (name: keyof Recovery): number | undefined =>
    medianOrNever(recoveries.map((recovery) => recovery[name]));
  const { subject = "", scenario = "", callsPerSecond = 0 } = runs[0] ?? {};
  return {
    subject,
    scenario,
    callsPerSecond,
    clientRuns: sum(({ clients }) => clients),
    callsLost: sum(({ callsLost }) => callsLost),
    lostByRepetition: runs
      .toSorted((one, other) => one.repetition - other.repetition)
      .map(({ callsLost }) => callsLost),
    requestsInFault: sum(({ requestsInFault }) => requestsInFault),
    callsByFallback: sum(({ callsByFallback }) => callsByFallback),
    healthyRefused: sum(({ healthyRefused }) => healthyRefused),
    otherLost: sum(({ otherLost }) => otherLost),
    otherCalls: sum(({ otherCalls }) => otherCalls),
    waitMs: {
      p50: median(runs.map(({ waitMs }) => waitMs.p50)),
      p99: median(runs.map(({ waitMs }) => waitMs.p99)),
      max: Math.max(...runs.map(({ waitMs }) => waitMs.max)),
    },
    openWaitsMs: runs.flatMap(({ openWaitsMs }) => openWaitsMs),
    recovery: {
      openedAfterMs: middle("openedAfterMs"),
      firstGoodAfterMs: middle("firstGoodAfterMs"),
      good99AfterMs: middle("good99AfterMs"),
    },
    slowestFirstGoodMs: slowest(recoveries.map(({ firstGoodAfterMs }) => firstGoodAfterMs)),
  };
}

function slowest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.flatMap((time) => time ?? []);
  return known.length === times.length ? Math.max(...known) : undefined;
}
