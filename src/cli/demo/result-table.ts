import { formatMs } from "../format-ms.ts";
import type { Paint } from "../paint.ts";
import type { DemoResult } from "./demo-result.ts";
import { formatCount, formatShare } from "./format.ts";

const LABEL_WIDTH = 46;
const COLUMN_WIDTH = 16;
const none = "–";
/** Calls that begin that late shift what belongs to which phase. */
const LATE_MS = 500;

/** The result side by side, in lines of at most 79 columns, and what it comes to in a sentence. */
export function resultTable(result: DemoResult, paint: Paint): readonly string[] {
  const { raw, withBreakers } = result;
  const during = [raw.inOutage, withBreakers.inOutage] as const;
  return [
    paint(row("", "raw client", "with breakers"), "bold"),
    paint(`During the outage (${formatMs(result.outageMs)})`, "bold"),
    paint(
      counts("  requests sent to the sick service", raw.requestsInOutage, withBreakers.requestsInOutage),
      "cyan",
    ),
    counts("  calls answered by Amplify", during[0].answered, during[1].answered),
    counts("  calls answered by the fallback", during[0].fallback, during[1].fallback),
    counts("  calls failed", during[0].failed, during[1].failed),
    counts("    of these refused at once, nothing sent", during[0].refused, during[1].refused),
    times("  half of the callers waited at most", during[0].p50WaitMs, during[1].p50WaitMs),
    times("  99 % of the callers waited at most", during[0].p99WaitMs, during[1].p99WaitMs),
    times("  from its beginning to the first open circuit", undefined, result.firstOpenAfterMs),
    paint("After the outage", "bold"),
    times("  until the first good answer", raw.firstAnswerAfterMs, withBreakers.firstAnswerAfterMs),
    row(
      "  until all circuits were closed",
      none,
      result.allClosedAfterMs === undefined ? "not yet" : formatMs(result.allClosedAfterMs),
    ),
    paint("In all", "bold"),
    row("  calls made = calls settled", settled(result.raw), settled(result.withBreakers)),
    "",
    ...summary(result).map((line) => paint(line, "bold")),
    ...busyNote(result).map((line) => paint(line, "yellow")),
  ];
}

function row(label: string, left: string, right: string): string {
  return label.padEnd(LABEL_WIDTH) + left.padStart(COLUMN_WIDTH) + right.padStart(COLUMN_WIDTH);
}

function counts(label: string, left: number, right: number): string {
  return row(label, countOrNone(left), countOrNone(right));
}

function countOrNone(count: number): string {
  return count === 0 ? none : formatCount(count);
}

function times(label: string, left: number | undefined, right: number | undefined): string {
  return row(label, formatMs(left), formatMs(right));
}

function settled({ callsMade, callsSettled }: DemoResult["raw"]): string {
  const sign = callsMade === callsSettled ? "=" : "≠";
  return `${formatCount(callsMade)} ${sign} ${formatCount(callsSettled)}`;
}

function summary({ raw, withBreakers, requestRatio }: DemoResult): readonly string[] {
  const few = formatCount(withBreakers.requestsInOutage);
  const many = formatCount(raw.requestsInOutage);
  const soon = formatMs(withBreakers.inOutage.p50WaitMs);
  const late = formatMs(raw.inOutage.p50WaitMs);
  return [
    `With breakers the sick service got ${formatShare(requestRatio)} of the requests (${few} instead of ${many}),`,
    `and the median caller waited ${soon} instead of ${late}.`,
  ];
}

/** What a machine did that could not keep up must not pass for what the breakers did. */
function busyNote({ latestArrivalMs }: DemoResult): readonly string[] {
  if (latestArrivalMs < LATE_MS) return [];
  return [
    `This machine was busy: calls began up to ${formatMs(latestArrivalMs)} late, so the figures are off. Try again.`,
  ];
}
