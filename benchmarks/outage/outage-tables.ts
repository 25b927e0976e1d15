import type { Table } from "../harness/benchmark.ts";
import { outageTargets, type RateTotals } from "./outage-targets.ts";
import { ratio, ratioAsText } from "./ratio.ts";
import { p99 } from "./summarize-run.ts";
import type { Total } from "./total.ts";

type CellOf = (total: Total, raw: Total) => string;

/** The tables of one rate. */
export function outageTables(totals: RateTotals, subjects: readonly string[], rate: string): Table[] {
  const tableOf = (title: string, note: string, cellOf: CellOf): Table => ({
    title: `At ${rate}: ${title}`,
    note,
    columns: ["", ...totals.scenarios],
    rows: subjects.map((subject) => [
      subject,
      ...totals.scenarios.map((scenario) => {
        const total = totals.of(subject, scenario);
        const raw = totals.raw(scenario);
        return total === undefined || raw === undefined ? "" : cellOf(total, raw);
      }),
    ]),
  });
  return [
    tableOf(
      "calls lost, and × raw",
      "Calls of the sick operation that ended in an error, for each client from the beginning of the fault until all was well again (at most 32 s after the healing; a call still pending then is lost). “fb”: calls answered by a fallback instead.",
      (total, raw) => {
        const times = ratioAsText(ratio(total.callsLost, raw.callsLost));
        const fallbacks = total.callsByFallback === 0 ? "" : `, fb ${each(total, total.callsByFallback)}`;
        return `${each(total, total.callsLost)} (${times} ×)${fallbacks}`;
      },
    ),
    tableOf(
      "requests into the sick service, and raw’s ÷ it",
      "Requests of the sick operation that arrived while it was sick, for each client, the SDK’s own retries included.",
      (total, raw) =>
        `${each(total, total.requestsInFault)} (÷ ${ratioAsText(ratio(raw.requestsInFault, total.requestsInFault))})`,
    ),
    tableOf(
      "opened / first good answer / 99 % good, in seconds",
      "Medians over the clients: from the first request that met the fault to the circuit’s opening; from the healing to the first good answer to a request that came after it; from the healing to the time from which on no second has less than 99 % good answers. “–”: not in this run, which ends 32 s after the healing at the latest.",
      ({ recovery }) =>
        [recovery.openedAfterMs, recovery.firstGoodAfterMs, recovery.good99AfterMs].map(seconds).join(" / "),
    ),
    tableOf(
      "wait p50 / p99 / longest, and p99 while open, in ms",
      "From when the call was due, whatever became of it, for those who called while the service was sick. While open: those whose calls were not sent, from when the process woke up to make the call (a timer is up to 1 ms late, with the raw client too).",
      ({ waitMs, openWaitsMs }) => {
        const open = p99(openWaitsMs);
        const all = [waitMs.p50, waitMs.p99, waitMs.max].map(Math.round).join(" / ");
        return open === undefined ? all : `${all}, open ${open.toFixed(2)}`;
      },
    ),
    tableOf(
      "refused though healthy / other operations’ calls lost",
      "Refused after the healing, for each client, whatever the circuit could know of it by then; and of the calls to an operation that was never sick, the share that was refused, failed or unanswered.",
      (total) =>
        `${each(total, total.healthyRefused)} / ${((100 * total.otherLost) / Math.max(1, total.otherCalls)).toFixed(1)} %`,
    ),
    allAtOnce(totals, subjects, rate),
  ];
}

/** The targets, put to each subject. */
function allAtOnce(totals: RateTotals, subjects: readonly string[], rate: string): Table {
  const answers = subjects.map((subject) => ({
    subject,
    targets: outageTargets(totals, { plain: subject, waiting: subject }),
  }));
  const questions = [
    ...new Set(
      answers.flatMap(({ subject, targets }) => targets.map(({ text }) => text.slice(subject.length))),
    ),
  ];
  return {
    title: `At ${rate}: all at once?`,
    columns: ["", ...questions.map((question) => question.replace(/^[,:] /, ""))],
    rows: answers.map(({ subject, targets }) => [
      subject,
      ...questions.map((question) => {
        const target = targets.find(({ text }) => text === subject + question);
        if (target === undefined) return "–";
        return target.isMet ? "✓" : "✗";
      }),
    ]),
    note: "“–”: it never opened, so nobody called while it was open.",
  };
}

function each({ clientRuns }: Total, count: number): string {
  const mean = count / clientRuns;
  return mean < 10 && clientRuns > 1 ? mean.toFixed(1) : mean.toFixed(0);
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? "–" : (ms / 1_000).toFixed(2);
}
