import { metrics, trace, type MeterProvider, type TracerProvider } from "@opentelemetry/api";
import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";
import { assertMonitored } from "../events/assert-monitored.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { meterBreakers } from "./meter-breakers.ts";
import { traceCalls } from "./trace-calls.ts";

/** What {@link instrumentBreakers} may be told. */
export interface InstrumentOptions {
  /** Where metrics go. @default the global one */
  readonly meterProvider?: MeterProvider | undefined;
  /** Where spans go. @default the global one */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Whether each call has a span. @default true */
  readonly spans?: boolean | undefined;
}

/** Under which name instruments and spans are found. */
const scope = "amplify-breaker";

/**
 * Tells OpenTelemetry of circuits and calls: metrics, and a span for each call, also for one that was never sent.
 *
 * The spans are of the kind INTERNAL and have the caller's span as their parent, as those have that
 * `@opentelemetry/instrumentation-aws-sdk` makes for what is sent.
 *
 * @returns what ends it
 * @throws TypeError that names what is wrong, what is allowed, and what came
 * @example
 * ```ts
 * const stop = instrumentBreakers(amplify.breakers);
 * ```
 */
export function instrumentBreakers(breakers: MonitoredBreakers, options: InstrumentOptions = {}): () => void {
  assertMonitored(breakers, "instrumentBreakers()");
  checkMembers("the options of instrumentBreakers()", options, ["meterProvider", "tracerProvider", "spans"]);
  const { meterProvider, tracerProvider, spans = true } = options;
  checkProvider("meterProvider", meterProvider, "getMeter");
  checkProvider("tracerProvider", tracerProvider, "getTracer");
  if (typeof spans !== "boolean") {
    throw new TypeError(`option spans must be true or false; got ${describeValue(spans)}`);
  }
  const ends = [meterBreakers(breakers, (meterProvider ?? metrics.getMeterProvider()).getMeter(scope))];
  if (spans) ends.push(traceCalls(breakers, (tracerProvider ?? trace.getTracerProvider()).getTracer(scope)));
  return () => {
    for (const end of ends) end();
  };
}

function checkProvider(name: string, provider: unknown, method: string): void {
  if (provider === undefined || typeof readProperty(provider, method) === "function") return;
  throw new TypeError(
    `option ${name} must be one of OpenTelemetry's, with ${method}(); got ${describeValue(provider)}`,
  );
}
