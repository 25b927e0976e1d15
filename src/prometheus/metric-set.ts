import { Counter, Gauge, Histogram, type Metric, type Registry, type RegistryContentType } from "prom-client";
import {
  metricDefinitions,
  type MetricDefinition,
  type MetricName,
  type CounterName,
  type GaugeName,
  type HistogramName,
} from "./metric-definitions.ts";

/** A registry of either content type. */
export type MetricRegistry = Registry<RegistryContentType>;

/** Puts present values into a gauge when it is read. */
export type FillGauge = (name: GaugeName, gauge: Gauge) => void;

const names = Object.keys(metricDefinitions) as MetricName[];

/** All metrics of this room, in one registry. */
export class MetricSet {
  readonly #registry: MetricRegistry;
  readonly #metrics = new Map<MetricName, { readonly fullName: string; readonly metric: Metric }>();

  /** @throws TypeError where the registry has a metric of one of the names; it has none of ours then */
  constructor(registry: MetricRegistry, prefix: string, fill: FillGauge) {
    for (const name of names) assertFree(registry, prefix, name);
    this.#registry = registry;
    for (const name of names) {
      const fullName = prefix + name;
      this.#metrics.set(name, { fullName, metric: makeMetric(registry, fullName, name, fill) });
    }
  }

  /** Whether whoever reads the registry finds all of them: it may have been cleared. */
  get isRegistered(): boolean {
    return [...this.#metrics.values()].every(
      ({ fullName, metric }) => this.#registry.getSingleMetric(fullName) === metric,
    );
  }

  counter(name: CounterName): Counter {
    return this.#metric(name) as Counter;
  }

  histogram(name: HistogramName): Histogram {
    return this.#metric(name) as Histogram;
  }

  /** Takes all of them out of the registry. */
  remove(): void {
    for (const { fullName, metric } of this.#metrics.values()) {
      if (this.#registry.getSingleMetric(fullName) === metric) this.#registry.removeSingleMetric(fullName);
    }
  }

  #metric(name: MetricName): Metric | undefined {
    return this.#metrics.get(name)?.metric;
  }
}

function assertFree(registry: MetricRegistry, prefix: string, name: MetricName): void {
  if (registry.getSingleMetric(prefix + name) === undefined) return;
  throw new TypeError(
    `the registry has a metric ${prefix}${name} already, which is not of collectMetrics(); ` +
      "give another prefix, or another registry",
  );
}

function makeMetric(registry: MetricRegistry, fullName: string, name: MetricName, fill: FillGauge): Metric {
  const { kind, help, labels, buckets, aggregator }: MetricDefinition = metricDefinitions[name];
  const config = { name: fullName, help, labelNames: [...labels], registers: [registry] };
  switch (kind) {
    case "counter":
      return new Counter(config);
    case "histogram":
      return new Histogram({ ...config, ...(buckets === undefined ? undefined : { buckets: [...buckets] }) });
    case "gauge":
      return new Gauge({
        ...config,
        ...(aggregator === undefined ? undefined : { aggregator }),
        collect() {
          fill(name as GaugeName, this);
        },
      });
  }
}
