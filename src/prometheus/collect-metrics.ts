import { register } from "prom-client";
import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";
import { assertMonitored } from "../events/assert-monitored.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { BreakerMetrics } from "./breaker-metrics.ts";
import type { MetricRegistry } from "./metric-set.ts";

/** What {@link collectMetrics} may be told. */
export interface MetricsOptions {
  /**
   * Where the metrics are registered.
   * @default the `register` of prom-client
   */
  readonly registry?: MetricRegistry | undefined;
  /**
   * What the names of all metrics begin with; the rules and the dashboard in `monitoring/` are made for the default.
   * @default "amplify_breaker_"
   */
  readonly prefix?: string | undefined;
  /** Where time comes from; `ManualClock` in tests. */
  readonly clock?: Clock | undefined;
}

/** What is collected in a registry, by prefix; forgotten with the registry. */
const collected = new WeakMap<MetricRegistry, Map<string, BreakerMetrics>>();

/**
 * Collects metrics of the circuits and their calls for Prometheus. Several breakers on one registry add up.
 *
 * Labels are names of operations and circuits, regions, endpoints and what an event says in words of its own; never a scope,
 * an input or an output, and never more than a thousand names.
 *
 * @returns what ends it; with the last breakers of a registry the metrics leave it
 * @throws TypeError where an option is wrong, the breakers are collected in the registry already, or it has a metric of one
 * of the names
 * @example
 * ```ts
 * const stop = collectMetrics(amplify.breakers);
 * createServer(async (request, response) => {
 *   response.setHeader("Content-Type", register.contentType).end(await register.metrics());
 * });
 * ```
 */
export function collectMetrics(breakers: MonitoredBreakers, options: MetricsOptions = {}): () => void {
  assertMonitored(breakers, "collectMetrics()");
  const { registry, prefix, clock } = readOptions(options);
  const ofRegistry = collected.get(registry) ?? new Map<string, BreakerMetrics>();
  assertNotCollected(breakers, ofRegistry);
  const known = ofRegistry.get(prefix);
  // Whoever cleared the registry has thrown the earlier ones away.
  const metrics = known?.isRegistered === true ? known : new BreakerMetrics(registry, prefix);
  collected.set(registry, ofRegistry.set(prefix, metrics));
  return metrics.collect(breakers, clock);
}

function assertNotCollected(
  breakers: MonitoredBreakers,
  ofRegistry: ReadonlyMap<string, BreakerMetrics>,
): void {
  for (const [prefix, metrics] of ofRegistry) {
    if (!metrics.isRegistered || !metrics.collects(breakers)) continue;
    throw new TypeError(
      `collectMetrics() collects these breakers in this registry already (prefix ${describeValue(prefix)}); ` +
        "their calls would be counted twice",
    );
  }
}

interface ReadOptions {
  readonly registry: MetricRegistry;
  readonly prefix: string;
  readonly clock: Clock;
}

function readOptions(options: MetricsOptions): ReadOptions {
  checkMembers("the options of collectMetrics()", options, ["registry", "prefix", "clock"]);
  const { registry = register, prefix = "amplify_breaker_", clock = systemClock } = options;
  if (!isRegistry(registry)) {
    throw new TypeError(`option registry must be a Registry of prom-client; got ${describeValue(registry)}`);
  }
  if (typeof prefix !== "string" || !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/u.test(prefix)) {
    throw new TypeError(
      `option prefix must be letters, digits, _ and :, and begin with no digit; got ${describeValue(prefix)}`,
    );
  }
  return { registry, prefix, clock };
}

/** By what it can do: a program may have prom-client twice. */
function isRegistry(registry: unknown): boolean {
  return ["registerMetric", "getSingleMetric", "removeSingleMetric"].every(
    (name) => typeof readProperty(registry, name) === "function",
  );
}
