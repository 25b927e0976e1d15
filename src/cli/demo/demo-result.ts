import { ascending, percentile } from "./percentile.ts";
import type { Scenario } from "./scenario.ts";
import { countOutcomes, type SettledCall } from "./tally.ts";
import type { Transition } from "./transition.ts";

/** What is known of one client when the demo is over. Times are milliseconds since the start. */
export interface SideRecord {
  readonly callsMade: number;
  readonly calls: readonly SettledCall[];
  /** When each request reached Amplify. */
  readonly requestTimes: readonly number[];
}

/** What came out for one client. */
interface SideResult {
  readonly callsMade: number;
  readonly callsSettled: number;
  /** In the whole run, and in the outage. */
  readonly requests: number;
  readonly requestsInOutage: number;
  /** Of the calls that began in the outage. `failed` includes `refused`. */
  readonly inOutage: {
    readonly calls: number;
    readonly answered: number;
    readonly fallback: number;
    readonly failed: number;
    readonly refused: number;
    readonly p50WaitMs: number | undefined;
    readonly p99WaitMs: number | undefined;
  };
  /** From the end of the outage to the first answer of Amplify's own. */
  readonly firstAnswerAfterMs: number | undefined;
}

/** What came out of a demo. */
export interface DemoResult {
  readonly seed: number;
  readonly outageMs: number;
  readonly raw: SideResult;
  readonly withBreakers: SideResult;
  /** The protected client's share of the requests the raw one sent into the outage. */
  readonly requestRatio: number;
  /** From the beginning of the outage to the first circuit that opened. */
  readonly firstOpenAfterMs: number | undefined;
  /** From the end of the outage until no circuit was open any more; undefined where one stayed open. */
  readonly allClosedAfterMs: number | undefined;
  /** How late the latest call began because this machine was busy; where it is much, the times and the ratio are off. */
  readonly latestArrivalMs: number;
  readonly transitions: readonly Transition[];
}

/** What a result is worked out from. */
export interface DemoRecord {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly raw: SideRecord;
  readonly withBreakers: SideRecord;
  readonly transitions: readonly Transition[];
  readonly latestArrivalMs: number;
}

/** Works out what a demo has shown. */
export function buildResult({
  seed,
  scenario,
  transitions,
  latestArrivalMs,
  ...sides
}: DemoRecord): DemoResult {
  const { startMs, endMs } = scenario.outage;
  const raw = buildSide(sides.raw, scenario);
  const withBreakers = buildSide(sides.withBreakers, scenario);
  const firstOpen = transitions.find(({ kind, atMs }) => kind === "open" && atMs >= startMs);
  const closedAtMs = allClosedAt(transitions);
  return {
    seed,
    outageMs: endMs - startMs,
    raw,
    withBreakers,
    requestRatio: withBreakers.requestsInOutage / raw.requestsInOutage,
    firstOpenAfterMs: firstOpen === undefined ? undefined : firstOpen.atMs - startMs,
    allClosedAfterMs: closedAtMs === undefined ? undefined : Math.max(0, closedAtMs - endMs),
    latestArrivalMs,
    transitions,
  };
}

function buildSide({ callsMade, calls, requestTimes }: SideRecord, { outage }: Scenario): SideResult {
  const isInOutage = (atMs: number): boolean => atMs >= outage.startMs && atMs < outage.endMs;
  const callsInOutage = calls.filter(({ startMs }) => isInOutage(startMs));
  const { answered, fallback, refused, failed } = countOutcomes(callsInOutage);
  const waits = ascending(callsInOutage.map(({ startMs, endMs }) => endMs - startMs));
  const firstAnswer = calls.find(({ outcome, endMs }) => outcome === "answered" && endMs >= outage.endMs);
  return {
    callsMade,
    callsSettled: calls.length,
    requests: requestTimes.length,
    requestsInOutage: requestTimes.filter(isInOutage).length,
    inOutage: {
      calls: callsInOutage.length,
      answered,
      fallback,
      failed: failed + refused,
      refused,
      p50WaitMs: percentile(waits, 50),
      p99WaitMs: percentile(waits, 99),
    },
    firstAnswerAfterMs: firstAnswer === undefined ? undefined : firstAnswer.endMs - outage.endMs,
  };
}

/** When the last circuit closed, where none is open at the end. */
function allClosedAt(transitions: readonly Transition[]): number | undefined {
  const lastOfEach = new Map(transitions.map((transition) => [transition.operation, transition]));
  let closedAtMs: number | undefined;
  for (const { kind, atMs } of lastOfEach.values()) {
    if (kind === "open") return undefined;
    closedAtMs = Math.max(closedAtMs ?? 0, atMs);
  }
  return closedAtMs;
}
