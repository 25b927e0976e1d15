import type { CallEvent, RejectReason } from "../events/breaker-events.ts";

/** Upper ends of the duration histogram's buckets, in seconds. */
export const durationBounds: readonly number[] = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What Prometheus is told of one circuit: counts that only ever grow. */
export class CallTotals {
  /** How many calls ended in which way. */
  readonly outcomes: Map<CallEvent["type"], number> = new Map();
  /** How many calls were refused, and why. */
  readonly rejections: Map<RejectReason, number> = new Map();
  /** How many calls that were sent took up to each of the bounds, and longer than the last. */
  readonly durations: number[] = Array.from({ length: durationBounds.length + 1 }, () => 0);
  durationSumMs = 0;
  opened = 0;
  failedProbes = 0;
  fallbacks = 0;

  /** @param wasSent - whether its duration says something about the service */
  add(event: CallEvent, wasSent: boolean): void {
    increment(this.outcomes, event.type);
    if (event.type === "reject") increment(this.rejections, event.reason);
    if (!wasSent) return;
    const seconds = event.durationMs / 1_000;
    const bucket = durationBounds.findIndex((bound) => seconds <= bound);
    const index = bucket === -1 ? durationBounds.length : bucket;
    this.durations[index] = (this.durations[index] ?? 0) + 1;
    this.durationSumMs += event.durationMs;
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
