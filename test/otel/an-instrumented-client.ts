import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { context, trace, type Attributes } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-node";
import { onTestFinished } from "vitest";
import type { BreakerOptions } from "../../src/index.ts";
import { instrumentBreakers } from "../../src/otel/index.ts";
import { aClient, type HandMadeClient } from "../proxy/a-client.ts";

/** A figure that was exported. */
interface Point {
  readonly attributes: Attributes;
  readonly value: unknown;
}

/** A client that OpenTelemetry is told of, and what it was told. */
export interface InstrumentedClient extends HandMadeClient {
  readonly stop: () => void;
  readonly spans: () => readonly ReadableSpan[];
  /** What a metric shows now. */
  readonly points: (metric: string) => Promise<readonly Point[]>;
  /** Calls ListApps as a part of somebody's span, whatever becomes of it. */
  readonly callWithin: (parent: string) => Promise<void>;
}

/** Opens at the second failure in a row, for a second. */
export function anInstrumentedClient(options: BreakerOptions = {}): InstrumentedClient {
  const handMade = aClient({
    consecutiveFailures: 2,
    failureSpanMs: 0,
    resetTimeout: 1_000,
    resetBackoff: { jitter: 0 },
    ...options,
  });
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 3_600_000,
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  onTestFinished(async () => {
    context.disable();
    await meterProvider.shutdown();
  });
  const stop = instrumentBreakers(handMade.breakers, { meterProvider, tracerProvider });
  const { client } = handMade;
  return {
    ...handMade,
    stop,
    spans: () => exporter.getFinishedSpans(),
    points: async (metric) => {
      metricExporter.reset();
      await reader.forceFlush();
      const [latest] = metricExporter.getMetrics();
      const found = latest?.scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .find(({ descriptor }) => descriptor.name === metric);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => ({ attributes, value }));
    },
    callWithin: async (parent) => {
      const span = tracerProvider.getTracer("the app").startSpan(parent);
      await context.with(trace.setSpan(context.active(), span), async () =>
        client.send(new ListAppsCommand({})).catch(() => {}),
      );
      span.end();
    },
  };
}
