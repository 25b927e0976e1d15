import type {
  CallEvent,
  CloseEvent,
  FallbackEvent,
  OpenEvent,
  RejectEvent,
  StateChangeEvent,
} from "../events/breaker-events.ts";
import type { Listeners } from "../events/subscribe.ts";
import type { LabelSets } from "./label-sets.ts";
import type { MetricSet } from "./metric-set.ts";
import type { OpenCircuits } from "./open-circuits.ts";
import type { RequestEstimate } from "./request-estimate.ts";

/** What the events of some breakers are counted in. */
export interface Counting {
  readonly metrics: MetricSet;
  readonly labels: LabelSets;
  readonly openCircuits: OpenCircuits;
  readonly estimate: RequestEstimate;
}

/** The listeners that count what breakers emit. */
export function countEvents(counting: Counting): Listeners {
  const { metrics, labels } = counting;
  const callEnded = (event: CallEvent): void => countCall(event, counting);
  const rejected = (event: RejectEvent): void => {
    callEnded(event);
    countRejection(event, counting);
  };
  return {
    stateChange: (event) => countTransition(event, counting),
    open: (event) => countOutage(event, counting),
    close: (event) => countRecovery(event, counting),
    ...{ success: callEnded, failure: callEnded, timeout: callEnded, throttled: callEnded },
    ...{ ignored: callEnded, cancelled: callEnded, reject: rejected },
    attempt: (event) => {
      const operationLabels = labels.ofOperation(event.operation, event);
      metrics.counter("attempts_total").inc({ ...operationLabels, verdict: event.verdict });
    },
    fallback: (event) => countFallback(event, counting),
  };
}

function countTransition(event: StateChangeEvent, { metrics, labels, openCircuits }: Counting): void {
  openCircuits.changed(event);
  const { circuit, from, to, dryRun } = event;
  // What a dry run would have done did not happen; that it began did.
  if (dryRun === true && to !== "disabled") return;
  metrics.counter("transitions_total").inc({ ...labels.ofCircuit(circuit, event), from, to });
}

function countOutage(event: OpenEvent, { metrics, labels, estimate }: Counting): void {
  const { circuit, trigger, dryRun } = event;
  const circuitLabels = labels.ofCircuit(circuit, event);
  estimate.opened(circuitLabels, event);
  const name = dryRun === true ? "would_open_total" : "outages_total";
  metrics.counter(name).inc({ ...circuitLabels, trigger });
}

function countRecovery(event: CloseEvent, { metrics, labels }: Counting): void {
  if (event.dryRun === true) return;
  const circuitLabels = labels.ofCircuit(event.circuit, event);
  metrics.histogram("outage_duration_seconds").observe({ ...circuitLabels }, event.openForMs / 1_000);
}

function countCall(event: CallEvent, { metrics, labels, openCircuits, estimate }: Counting): void {
  const { operation, circuit, type: outcome, durationMs, wouldReject } = event;
  const operationLabels = labels.ofOperation(operation, event);
  const ofOutcome = { ...operationLabels, outcome };
  metrics.counter("calls_total").inc(ofOutcome);
  metrics.histogram("call_duration_seconds").observe(ofOutcome, durationMs / 1_000);
  if (wouldReject !== undefined) {
    metrics.counter("would_reject_total").inc({ ...operationLabels, reason: wouldReject });
  }
  // While a circuit is open, probes and calls that were cut short say nothing of what a call costs.
  if (isFailure(event) && !openCircuits.has(event)) {
    estimate.failed(labels.ofCircuit(circuit, event), event.attempts);
  }
}

function countRejection(event: RejectEvent, { metrics, labels, estimate }: Counting): void {
  const { operation, circuit, reason, coalesced } = event;
  const operationLabels = labels.ofOperation(operation, event);
  metrics.counter("rejections_total").inc({ ...operationLabels, reason });
  if (reason !== "open" || coalesced === true) return;
  const spared = estimate.perCall(labels.ofCircuit(circuit, event));
  metrics.counter("requests_spared_estimate_total").inc({ ...operationLabels }, spared);
}

function countFallback(event: FallbackEvent, { metrics, labels }: Counting): void {
  const { operation, reason, ageMs } = event;
  const operationLabels = labels.ofOperation(operation, event);
  metrics.counter("fallbacks_total").inc({ ...operationLabels, reason });
  if (ageMs !== undefined) {
    metrics.histogram("stale_answer_age_seconds").observe({ ...operationLabels }, ageMs / 1_000);
  }
}

function isFailure({ type }: CallEvent): boolean {
  return type === "failure" || type === "timeout";
}
