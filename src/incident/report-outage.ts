import { adviceFor } from "../errors/advice-for.ts";
import { withoutUndefined } from "../errors/without-undefined.ts";
import type { CircuitReading, CircuitStats } from "../events/circuit-state.ts";
import { canStillDo } from "./can-still-do.ts";
import type { CircuitAddress } from "./circuit-address.ts";
import type { FailureLog } from "./failure-log.ts";
import type { FailureRecord } from "./failure-record.ts";
import { failureReport } from "./failure-report.ts";
import { freezeAll } from "./freeze-all.ts";
import type { IncidentReport, LatencyReport, Reach, Reproduction } from "./incident-report.ts";
import type { OutageRecord } from "./outage-record.ts";
import { reproductionCommand } from "./reproduction-command.ts";
import { reproductionScript } from "./reproduction-script.ts";
import { utc } from "./utc.ts";
import { versionsOf } from "./versions.ts";

/** How the circuit of a report stands, or stood when its outage ended. */
export interface Standing {
  /** `undefined` where the circuit is no longer in use. */
  readonly reading: CircuitReading | undefined;
  readonly reach: Reach;
  readonly settings: Readonly<Record<string, unknown>> | null;
  readonly now: number;
}

/** Failures of a circuit that belong together. */
export interface Trouble {
  readonly id: string;
  readonly since: number;
  readonly place: CircuitAddress;
  readonly log: FailureLog;
}

/** The report of an outage as it stands. */
export function reportOutage(outage: OutageRecord, standing: Standing): IncidentReport {
  const { ending, statsBefore, trigger, dryRun, health, log, timeline } = outage;
  const endedAt = ending?.at;
  const stats = ending?.stats ?? standing.reading?.stats();
  const fallbacks = difference(stats?.fallbacks, statsBefore?.fallbacks);
  return freezeAll({
    ...commonReport(outage, { ...standing, ...ending, isOver: ending !== undefined, fallbacks }),
    status: ending === undefined ? "ongoing" : "over",
    durationMs: Math.max(0, (endedAt ?? standing.now) - outage.since),
    ...withoutUndefined({ until: endedAt === undefined ? undefined : utc(endedAt), trigger, dryRun, health }),
    totals: {
      ...totalsOf(log),
      probesFailed: outage.probesFailed,
      rejections: difference(stats?.rejections, statsBefore?.rejections),
      fallbacks,
    },
    latency: latencyOf(log, statsBefore),
    timeline: timeline.entries(),
    timelineLeftOut: timeline.leftOut,
  });
}

/** The report of failures of a circuit that has not opened. */
export function reportTrouble(trouble: Trouble, standing: Standing): IncidentReport {
  const { log } = trouble;
  return freezeAll({
    ...commonReport(trouble, { ...standing, isOver: false, fallbacks: 0 }),
    status: "failing",
    durationMs: Math.max(0, log.lastAt - trouble.since),
    totals: { ...totalsOf(log), probesFailed: 0, rejections: 0, fallbacks: 0 },
    latency: latencyOf(log, standing.reading?.stats()),
    timeline: [],
    timelineLeftOut: 0,
  });
}

/** What the reports of an outage and of failures alone have in common. */
type CommonReport = Omit<
  IncidentReport,
  "status" | "durationMs" | "totals" | "latency" | "timeline" | "timelineLeftOut"
>;

function commonReport(
  { id, since, place, log }: Trouble,
  standing: Standing & { readonly isOver: boolean; readonly fallbacks: number },
): CommonReport {
  const { reading, reach, settings, now, isOver, fallbacks } = standing;
  const state = reading?.state ?? null;
  const retryAfterMs = finite(reading?.retryAfterMs);
  const { circuit, region, endpoint, scope } = place;
  const { accountId } = log;
  const reproduction = reproductionOf(log, place);
  return {
    ...{ version: 1, id, reportedAt: utc(now), since: utc(since), circuit },
    ...withoutUndefined({ region, endpoint, scope, accountId, reproduction }),
    ...{ state, retryAfterMs },
    operations: [...log.operations],
    errors: log.counts.report(),
    otherFailures: log.counts.others,
    failures: log.failures.map(failureReport),
    reach,
    advice: adviceFor(errorOf(log.failures.at(-1))),
    canStillDo: canStillDo({ isOver, state, retryAfterMs, fallbacks, reach, log }),
    settings,
    versions: versionsOf(log.sdkVersion),
  };
}

/** An isolated circuit has no time at which it lets calls through, and JSON no `Infinity`. */
function finite(ms: number | undefined): number | null {
  return ms === undefined || ms === Infinity ? null : ms;
}

function totalsOf({ total, attempts, retryDelayMs }: FailureLog): {
  failures: number;
  attempts: number;
  retryDelayMs: number;
} {
  return { failures: total, attempts, retryDelayMs };
}

function difference(after = 0, before = 0): number {
  return Math.max(0, after - before);
}

function latencyOf({ failures }: FailureLog, before: CircuitStats | undefined): LatencyReport {
  const durations = failures.map(({ durationMs }) => Math.round(durationMs));
  const ascending = durations.toSorted((one, other) => one - other);
  const median = ascending[Math.floor((ascending.length - 1) / 2)];
  return {
    before: { p50Ms: before?.p50Ms ?? null, p99Ms: before?.p99Ms ?? null },
    during: { p50Ms: median ?? null, maxMs: ascending.at(-1) ?? null },
  };
}

/** As advice is found by it. */
function errorOf(failure: FailureRecord | undefined): object {
  if (failure === undefined) return {};
  const { name, message, code, status } = failure;
  return { name, message, code, $metadata: { httpStatusCode: status } };
}

function reproductionOf({ lastRequest }: FailureLog, place: CircuitAddress): Reproduction | undefined {
  if (lastRequest === undefined) return undefined;
  const { region, endpoint } = place;
  const call = { ...lastRequest, ...withoutUndefined({ region, endpoint }) };
  const [command, script] = [reproductionCommand(call), reproductionScript(call)];
  if (command === undefined || script === undefined) return undefined;
  return { operation: lastRequest.operation, command, script };
}
