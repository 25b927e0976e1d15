import type { CallEvent, CircuitEventBase } from "../events/breaker-events.ts";
import { BinCounts, type Counted } from "./bin-counts.ts";
import { CallTotals } from "./call-totals.ts";
import { Latencies } from "./latencies.ts";
import { shorten } from "./shorten.ts";
import { longestName, whereaboutsOf } from "./whereabouts.ts";

/** What was heard of one circuit, in memory of a fixed size. */
export class CircuitRecord {
  /** What the circuit is called in metrics. */
  readonly labels: Readonly<Record<string, string>>;
  readonly bins: BinCounts;
  readonly latencies: Latencies;
  readonly totals: CallTotals = new CallTotals();
  /** Number of the bin in which something was last heard. */
  lastBin: number;

  constructor(labels: Readonly<Record<string, string>>, bin: number) {
    this.labels = labels;
    this.bins = new BinCounts(bin);
    this.latencies = new Latencies(bin);
    this.lastBin = bin;
  }

  static of(event: CircuitEventBase, bin: number): CircuitRecord {
    return new CircuitRecord({ circuit: shorten(event.circuit, longestName), ...whereaboutsOf(event) }, bin);
  }

  addCall(event: CallEvent, bin: number): void {
    const wasSent = tellsDuration(event);
    this.totals.add(event, wasSent);
    this.bins.add(bin, "calls");
    const as = countedAs(event);
    if (as !== undefined) this.bins.add(bin, as);
    if (wasSent) this.latencies.add(bin, event.durationMs);
  }
}

/** What was never sent takes no time, and a caller who gives up says nothing about how long the service takes. */
function tellsDuration({ type, attempts }: CallEvent): boolean {
  return type !== "cancelled" && attempts !== 0;
}

function countedAs({ type }: CallEvent): Counted | undefined {
  if (type === "reject") return "rejections";
  return type === "failure" || type === "timeout" ? "failures" : undefined;
}
