import type { CircuitReading } from "../events/circuit-state.ts";
import { durationBounds, type CallTotals } from "./call-totals.ts";
import type { CircuitRecord } from "./circuit-record.ts";
import { mostCircuits } from "./history.ts";
import { shorten } from "./shorten.ts";
import { longestName, whereaboutsOf } from "./whereabouts.ts";

type Labels = Readonly<Record<string, string>>;

const states = ["closed", "open", "halfOpen", "isolated", "disabled"] as const;
const outcomes = ["success", "failure", "timeout", "throttled", "ignored", "cancelled", "reject"] as const;
const reasons = ["open", "isolated", "capacity", "shutdown", "staleList"] as const;

/** What is known, in Prometheus' text format. */
export function metricsText(circuits: Iterable<CircuitReading>, records: readonly CircuitRecord[]): string {
  const shown = [...circuits].slice(0, mostCircuits);
  const text = new MetricsText();
  text.family("circuit_state", "gauge", "1 for the state that the circuit is in, 0 for the others.");
  for (const circuit of shown) {
    const labels = labelsOf(circuit);
    for (const state of states)
      text.line("circuit_state", { ...labels, state }, circuit.state === state ? 1 : 0);
  }
  const stats = shown.map((circuit) => ({ labels: labelsOf(circuit), stats: circuit.stats() }));
  text.family("in_flight_calls", "gauge", "Calls that were sent and are not settled yet.");
  for (const one of stats) text.line("in_flight_calls", one.labels, one.stats.inFlight);
  text.family("waiting_calls", "gauge", "Calls that wait for the circuit, or for one in flight to end.");
  for (const one of stats) text.line("waiting_calls", one.labels, one.stats.waiting + one.stats.queued);
  writeCounters(text, records);
  writeDurations(text, records);
  return text.toString();
}

const counters: readonly (readonly [string, string, (totals: CallTotals) => number])[] = [
  ["outages_total", "How often the circuit opened.", ({ opened }) => opened],
  ["failed_probes_total", "Probes that failed.", ({ failedProbes }) => failedProbes],
  ["fallbacks_total", "Calls that a fallback answered.", ({ fallbacks }) => fallbacks],
];

function writeCounters(text: MetricsText, records: readonly CircuitRecord[]): void {
  text.family("calls_total", "counter", "Calls that ended, by how.");
  for (const { labels, totals } of records) {
    for (const outcome of outcomes) {
      text.line("calls_total", { ...labels, outcome }, totals.outcomes.get(outcome) ?? 0);
    }
  }
  text.family("rejections_total", "counter", "Calls that were refused, by why.");
  for (const { labels, totals } of records) {
    for (const reason of reasons) {
      text.line("rejections_total", { ...labels, reason }, totals.rejections.get(reason) ?? 0);
    }
  }
  for (const [name, help, count] of counters) {
    text.family(name, "counter", help);
    for (const { labels, totals } of records) text.line(name, labels, count(totals));
  }
}

function writeDurations(text: MetricsText, records: readonly CircuitRecord[]): void {
  const name = "call_duration_seconds";
  text.family(name, "histogram", "How long the calls took that were sent and not given up.");
  for (const { labels, totals } of records) {
    let upTo = 0;
    for (const [index, count] of totals.durations.entries()) {
      upTo += count;
      const le = durationBounds[index];
      text.line(`${name}_bucket`, { ...labels, le: le === undefined ? "+Inf" : String(le) }, upTo);
    }
    text.line(`${name}_sum`, labels, totals.durationSumMs / 1_000);
    text.line(`${name}_count`, labels, upTo);
  }
}

class MetricsText {
  readonly #lines: string[] = [];

  family(name: string, type: "counter" | "gauge" | "histogram", help: string): void {
    this.#lines.push(`# HELP amplify_breaker_${name} ${help}`, `# TYPE amplify_breaker_${name} ${type}`);
  }

  line(name: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
    this.#lines.push(`amplify_breaker_${name}{${pairs.join(",")}} ${value}`);
  }

  toString(): string {
    return `${this.#lines.join("\n")}\n`;
  }
}

function labelsOf(circuit: CircuitReading): Labels {
  return { circuit: shorten(circuit.name, longestName), ...whereaboutsOf(circuit) };
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", " ");
}
