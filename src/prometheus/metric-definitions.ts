/** The names of the counters, without the prefix. */
export type CounterName =
  | "transitions_total"
  | "outages_total"
  | "would_open_total"
  | "calls_total"
  | "attempts_total"
  | "rejections_total"
  | "would_reject_total"
  | "requests_spared_estimate_total"
  | "fallbacks_total";

/** The names of the gauges, without the prefix. */
export type GaugeName = "circuit_state" | "circuit_open_seconds" | "in_flight_calls" | "waiting_calls";

/** The names of the histograms, without the prefix. */
export type HistogramName = "outage_duration_seconds" | "call_duration_seconds" | "stale_answer_age_seconds";

export type MetricName = CounterName | GaugeName | HistogramName;

/** What one metric says, and by what its series are told apart. */
export interface MetricDefinition {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
  /** What becomes of the values of several processes in prom-client's cluster mode, where it is not their sum. */
  readonly aggregator?: "max";
}

const circuit = ["circuit", "region", "endpoint"] as const;
const operation = ["operation", "region", "endpoint"] as const;

const callSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const outageSeconds = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200];
const ageSeconds = [1, 10, 60, 300, 600, 1_800, 3_600, 21_600, 86_400];

/** All metrics of {@link collectMetrics}. */
export const metricDefinitions: Readonly<Record<MetricName, MetricDefinition>> = {
  circuit_state: {
    kind: "gauge",
    help: "Circuits by the state they are in now; those of all scopes are added up.",
    labels: [...circuit, "state"],
  },
  circuit_open_seconds: {
    kind: "gauge",
    help: "How long the circuit has been open, half-open included; of several scopes the longest, 0 while none is.",
    labels: circuit,
    aggregator: "max",
  },
  transitions_total: {
    kind: "counter",
    help: "Changes of a circuit's state.",
    labels: [...circuit, "from", "to"],
  },
  outages_total: {
    kind: "counter",
    help: "Times a closed circuit opened, by what opened it.",
    labels: [...circuit, "trigger"],
  },
  would_open_total: {
    kind: "counter",
    help: "Times a circuit in a dry run would have opened, by what would have opened it.",
    labels: [...circuit, "trigger"],
  },
  outage_duration_seconds: {
    kind: "histogram",
    help: "How long a circuit had been open when it closed.",
    labels: circuit,
    buckets: outageSeconds,
  },
  in_flight_calls: {
    kind: "gauge",
    help: "Calls that were sent and are not settled yet.",
    labels: circuit,
  },
  waiting_calls: {
    kind: "gauge",
    help: "Calls that wait: for an open circuit (open), or for one in flight to end (capacity).",
    labels: [...circuit, "reason"],
  },
  calls_total: {
    kind: "counter",
    help: "Calls, by how they ended.",
    labels: [...operation, "outcome"],
  },
  call_duration_seconds: {
    kind: "histogram",
    help: "From a call to its settlement, its retries included, without a fallback's own time.",
    labels: [...operation, "outcome"],
    buckets: callSeconds,
  },
  attempts_total: {
    kind: "counter",
    help: "Requests sent by the SDK, its retries included, by what they say about the service.",
    labels: [...operation, "verdict"],
  },
  rejections_total: {
    kind: "counter",
    help: "Calls that were refused without sending anything.",
    labels: [...operation, "reason"],
  },
  would_reject_total: {
    kind: "counter",
    help: "Calls that were sent in a dry run and would have been refused.",
    labels: [...operation, "reason"],
  },
  requests_spared_estimate_total: {
    kind: "counter",
    help: "Estimate of requests not sent: calls an open circuit refused, times the attempts of the last call that failed before.",
    labels: operation,
  },
  fallbacks_total: {
    kind: "counter",
    help: "Calls that a fallback answered, by why it was asked.",
    labels: [...operation, "reason"],
  },
  stale_answer_age_seconds: {
    kind: "histogram",
    help: "Age of the last-known-good answers that were given.",
    labels: operation,
    buckets: ageSeconds,
  },
};
