import type { Gauge } from "prom-client";
import type { Clock } from "../clock/clock.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readString } from "../errors/read-property.ts";
import type { CallEvent } from "../events/breaker-events.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { subscribe } from "../events/subscribe.ts";
import { countEvents } from "./count-events.ts";
import { fillGauge } from "./fill-gauge.ts";
import { LabelSets, type CircuitLabels, type OperationLabels } from "./label-sets.ts";
import type { GaugeName } from "./metric-definitions.ts";
import { MetricSet, type MetricRegistry } from "./metric-set.ts";
import { OpenCircuits, type OpenReading } from "./open-circuits.ts";
import { RequestEstimate } from "./request-estimate.ts";

const outcomes: readonly CallEvent["type"][] = [
  ...(["success", "failure", "timeout", "throttled", "ignored", "cancelled", "reject"] as const),
];
const usualTransitions = [
  ["closed", "open"],
  ["open", "halfOpen"],
  ["halfOpen", "open"],
  ["halfOpen", "closed"],
] as const;

/** The metrics of one registry under one prefix, and the breakers that are collected in them. */
export class BreakerMetrics {
  readonly #metrics: MetricSet;
  readonly #labels: LabelSets;
  readonly #sources = new Map<MonitoredBreakers, OpenCircuits>();
  #hasWarned = false;

  /** @throws TypeError where the registry has a metric of one of the names */
  constructor(registry: MetricRegistry, prefix: string) {
    this.#metrics = new MetricSet(registry, prefix, (name, gauge) => this.#fill(name, gauge));
    this.#labels = new LabelSets(
      (labels) => this.#startCircuit(labels),
      (labels) => this.#startOperation(labels),
    );
  }

  get isRegistered(): boolean {
    return this.#metrics.isRegistered;
  }

  collects(breakers: MonitoredBreakers): boolean {
    return this.#sources.has(breakers);
  }

  /** Collects those breakers too; gives what ends it, and with the last ones takes the metrics out of the registry. */
  collect(breakers: MonitoredBreakers, clock: Clock): () => void {
    const openCircuits = new OpenCircuits(clock);
    const unsubscribe = subscribe(
      breakers,
      countEvents({
        metrics: this.#metrics,
        labels: this.#labels,
        openCircuits,
        estimate: new RequestEstimate(),
      }),
    );
    this.#sources.set(breakers, openCircuits);
    return () => {
      unsubscribe();
      if (this.#sources.get(breakers) !== openCircuits) return;
      this.#sources.delete(breakers);
      if (this.#sources.size === 0) this.#metrics.remove();
    };
  }

  /** A counter that begins at 1 has no increase that a query could see; one that begins at 0 has. */
  #startCircuit(labels: CircuitLabels): void {
    for (const [from, to] of usualTransitions) {
      this.#metrics.counter("transitions_total").inc({ ...labels, from, to }, 0);
    }
  }

  #startOperation(labels: OperationLabels): void {
    for (const outcome of outcomes) this.#metrics.counter("calls_total").inc({ ...labels, outcome }, 0);
  }

  /** Whatever goes wrong here must not cost the program the rest of its metrics. */
  #fill(name: GaugeName, gauge: Gauge): void {
    gauge.reset();
    try {
      for (const [labels, circuits] of this.#readCircuits()) fillGauge(name, gauge, labels, circuits);
    } catch (error) {
      if (this.#hasWarned) return;
      this.#hasWarned = true;
      process.emitWarning(
        `collectMetrics() could not read the circuits: ${readString(error, "message") ?? describeValue(error)}`,
        { type: "AmplifyBreakerWarning", code: "AMPLIFY_BREAKER_METRICS_ERROR" },
      );
    }
  }

  /** All circuits, of whatever scope, by their labels. */
  #readCircuits(): Map<CircuitLabels, OpenReading[]> {
    const byLabels = new Map<CircuitLabels, OpenReading[]>();
    for (const [breakers, openCircuits] of this.#sources) {
      for (const reading of openCircuits.read(breakers)) {
        const labels = this.#labels.ofCircuit(reading.circuit.name, reading.circuit);
        const readings = byLabels.get(labels);
        if (readings === undefined) byLabels.set(labels, [reading]);
        else readings.push(reading);
      }
    }
    return byLabels;
  }
}
