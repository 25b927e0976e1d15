import type { CallRecord, RequestSeen } from "./call-record.ts";
import type { OutageBin } from "./outage-run.ts";

/** Time, cut into bins of `widthMs`; a bin begins at 0. */
export interface BinSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly widthMs: number;
}

/** What happened to the sick operation over time. A call counts in the bin in which it was due. */
export function binsOf(
  calls: readonly CallRecord[],
  requests: readonly RequestSeen[],
  { fromMs, untilMs, widthMs }: BinSpan,
): OutageBin[] {
  const firstBin = Math.floor(fromMs / widthMs);
  const count = Math.max(0, Math.ceil(untilMs / widthMs) - firstBin);
  const bins = Array.from({ length: count }, (_, index) => ({
    atMs: (firstBin + index) * widthMs,
    requests: 0,
    good: 0,
    lost: 0,
    fallback: 0,
  }));
  const binAt = (ms: number): (typeof bins)[number] | undefined => bins[Math.floor(ms / widthMs) - firstBin];
  for (const { atMs } of requests) {
    const bin = binAt(atMs);
    if (bin !== undefined) bin.requests += 1;
  }
  for (const { dueMs, outcome } of calls) {
    const bin = binAt(dueMs);
    if (bin !== undefined) bin[outcome === "good" || outcome === "fallback" ? outcome : "lost"] += 1;
  }
  return bins;
}
