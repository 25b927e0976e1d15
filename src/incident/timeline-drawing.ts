import type { IncidentReport, TimelineEntry } from "./incident-report.ts";

/** Fits into a mail and a terminal of 80 columns. */
const columns = 60;

/** The state that begins with what happened. */
const marks: Readonly<Record<TimelineEntry["type"], string>> = {
  open: "█",
  probeFailed: "█",
  halfOpen: "▒",
  close: "·",
  isolate: "░",
  release: "█",
};

type Drawn = Pick<IncidentReport, "since" | "until" | "reportedAt" | "timeline" | "timelineLeftOut">;

/**
 * Draws an outage: a bar of how the circuit stood, column by column, and a line for everything that happened.
 *
 * A column in which the circuit stood in several ways shows the worst, so that a short outage is not lost in a long bar.
 */
export function timelineDrawing({ since, until, reportedAt, timeline, timelineLeftOut }: Drawn): string {
  const begin = Date.parse(since);
  const end = Math.max(Date.parse(until ?? reportedAt), begin + 1);
  const columnMs = (end - begin) / columns;
  const bar = Array.from({ length: columns }, (_, column) => {
    const from = begin + column * columnMs;
    return worst(timeline, from, from + columnMs);
  }).join("");
  const last = until === undefined ? "now" : timeOf(until);
  return [
    `${timeOf(since)} ${bar} ${last}`,
    "█ open  ▒ half-open (a probe may go)  ░ isolated  · closed",
    "",
    ...timeline.flatMap((entry, index) => [
      ...(timelineLeftOut > 0 && index === timeline.length - 40 ? [`   … ${timelineLeftOut} more …`] : []),
      lineOf(entry),
    ]),
  ].join("\n");
}

function worst(timeline: readonly TimelineEntry[], from: number, to: number): string {
  const before = timeline.findLast(({ at }) => Date.parse(at) <= from);
  const within = timeline.filter(({ at }) => Date.parse(at) > from && Date.parse(at) < to);
  const shown = new Set([before, ...within].map((entry) => entry && marks[entry.type]));
  return ["█", "░", "▒"].find((mark) => shown.has(mark)) ?? "·";
}

function lineOf({ at, type, detail }: TimelineEntry): string {
  return `${timeOf(at)}  ${type.padEnd(11)}  ${(detail ?? "").replace(/\s+/gu, " ")}`.trimEnd();
}

function timeOf(at: string): string {
  return at.slice(11, 23);
}
