import type { Target } from "../harness/benchmark.ts";
import { ratio, ratioAsText } from "./ratio.ts";
import { scenarioNames } from "./scenarios.ts";
import { p99 } from "./summarize-run.ts";
import type { Total } from "./total.ts";

/** Finds a subject's total in a scenario, and the raw client's; at one rate. */
export interface RateTotals {
  of(subject: string, scenario: string): Total | undefined;
  raw(scenario: string): Total | undefined;
  /** Scenarios that were run at this rate. */
  readonly scenarios: readonly string[];
}

/** The totals of one rate. */
export function rateTotals(
  totals: readonly Total[],
  { rate, raw }: { readonly rate: number; readonly raw: string },
): RateTotals {
  const here = totals.filter(({ callsPerSecond }) => callsPerSecond === rate);
  const find = (subject: string, scenario: string): Total | undefined =>
    here.find((total) => total.subject === subject && total.scenario === scenario);
  return {
    of: find,
    raw: (scenario) => find(raw, scenario),
    scenarios: scenarioNames.filter((name) => here.some(({ scenario }) => scenario === name)),
  };
}

interface Names {
  readonly plain: string;
  readonly waiting: string;
}

interface Limit {
  readonly subject: string;
  readonly scenario: string;
  readonly most: number;
}

const brownOuts = ["brown-out 10 %", "brown-out 30 %", "brown-out 50 %"];
const totalOutages = ["200 ms", "1 s", "8 s", "60 s"];
const unanswered: ReadonlySet<string> = new Set(["slow", "hang"]);

/** What must hold at one rate. Where a scenario was not run, nothing is said of it. */
export function outageTargets(totals: RateTotals, { plain, waiting }: Names): Target[] {
  return [
    lostAtMost(totals, { subject: plain, scenario: "50 ms", most: 1 }),
    lostAtMost(totals, { subject: plain, scenario: "200 ms", most: 1.2 }),
    ...(waiting === plain ? [] : [lostAtMost(totals, { subject: waiting, scenario: "200 ms", most: 1 })]),
    lostAtMost(totals, { subject: plain, scenario: "1 s", most: 1.3 }),
    ...brownOuts.map((scenario) => lostAtMost(totals, { subject: plain, scenario, most: 1.1 })),
    requestsAtMost(totals, { subject: plain, scenario: "8 s", most: 12 }),
    requestsAtMost(totals, { subject: plain, scenario: "60 s", most: 30 }),
    goodAgain(totals, plain),
    quickWhileOpen(totals, plain),
    othersUndisturbed(totals, plain),
  ].flatMap((target) => target ?? []);
}

function lostAtMost(totals: RateTotals, { subject, scenario, most }: Limit): Target | undefined {
  const total = totals.of(subject, scenario);
  const raw = totals.raw(scenario);
  if (total === undefined || raw === undefined) return undefined;
  const times = ratio(total.callsLost, raw.callsLost);
  return {
    text: `${subject}, ${scenario}: at most ${most} × the calls that raw loses`,
    measured: `${ratioAsText(times)} ×, ${total.callsLost} for raw's ${raw.callsLost}${spread(total, raw)}`,
    isMet: times <= most,
  };
}

/** Repetitions have their arrivals in common, so each is compared with raw's. */
function spread(total: Total, raw: Total): string {
  if (total.lostByRepetition.length < 2) return "";
  const ratios = total.lostByRepetition.map((lost, index) => ratio(lost, raw.lostByRepetition[index] ?? 0));
  return `; repetitions ${ratioAsText(Math.min(...ratios))} – ${ratioAsText(Math.max(...ratios))}`;
}

function requestsAtMost(totals: RateTotals, { subject, scenario, most }: Limit): Target | undefined {
  const total = totals.of(subject, scenario);
  const raw = totals.raw(scenario);
  if (total === undefined || raw === undefined) return undefined;
  const times = ratio(raw.requestsInFault, total.requestsInFault);
  return {
    text: `${subject}, ${scenario}: at most 1/${most} of raw's requests reach the sick service`,
    measured: `1/${ratioAsText(times)}, ${total.requestsInFault} for raw's ${raw.requestsInFault}`,
    isMet: times >= most,
  };
}

/** A total outage is the hardest to come back from; of the medians, the longest. */
function goodAgain(totals: RateTotals, subject: string): Target | undefined {
  const run = totalOutages.flatMap((scenario) => totals.of(subject, scenario) ?? []);
  if (run.length === 0) return undefined;
  const middle = Math.max(...run.map(({ recovery }) => recovery.firstGoodAfterMs ?? Infinity));
  const slowest = Math.max(...run.map(({ slowestFirstGoodMs }) => slowestFirstGoodMs ?? Infinity));
  return {
    text: `${subject}: a good answer within 2.5 s of the healing`,
    measured: `median ${Math.round(middle)} ms in the slowest scenario, ${Math.round(slowest)} ms at worst`,
    isMet: middle <= 2_500,
  };
}

/** Of all who called while it was open, in whatever scenario. */
function quickWhileOpen(totals: RateTotals, subject: string): Target | undefined {
  const waits = totals.scenarios.flatMap((scenario) => totals.of(subject, scenario)?.openWaitsMs ?? []);
  const wait = p99(waits);
  if (wait === undefined) return undefined;
  return {
    text: `${subject}: 99 % of those who call while it is open wait less than 1 ms`,
    measured: `${wait.toFixed(2)} ms, ${waits.length} calls`,
    isMet: wait < 1,
  };
}

/** Slow or hanging calls hold the client's 50 sockets, which is so without us: there, raw is the measure. */
function othersUndisturbed(totals: RateTotals, subject: string): Target | undefined {
  const run = totals.scenarios.flatMap((scenario) => totals.of(subject, scenario) ?? []);
  if (run.length === 0) return undefined;
  const disturbed = run.filter(({ scenario, otherLost }) => {
    const allowed = unanswered.has(scenario) ? (totals.raw(scenario)?.otherLost ?? 0) : 0;
    return otherLost > allowed;
  });
  return {
    text: `${subject}: other operations undisturbed (slow, hang: no more than with raw)`,
    measured: disturbed.length === 0 ? "so in all scenarios" : disturbed.map(disturbance).join(", "),
    isMet: disturbed.length === 0,
  };
}

function disturbance({ scenario, otherLost, otherCalls }: Total): string {
  return `${scenario}: ${otherLost} of ${otherCalls} lost`;
}
