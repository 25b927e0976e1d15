// A program that is instrumented by OpenTelemetry twice: by the SDK's instrumentation and by ours. It prints its spans.

const { trace } = require("@opentelemetry/api");
const { registerInstrumentations } = require("@opentelemetry/instrumentation");
const { AwsInstrumentation } = require("@opentelemetry/instrumentation-aws-sdk");
const {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} = require("@opentelemetry/sdk-trace-node");

const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
// Before the SDK is loaded, or it finds nothing to instrument.
registerInstrumentations({
  instrumentations: [new AwsInstrumentation({ suppressInternalInstrumentation: true })],
});
const { AmplifyClient, ListAppsCommand } = require("@aws-sdk/client-amplify");

async function main() {
  const { withBreakers } = await import("amplify-breaker");
  const { instrumentBreakers } = await import("amplify-breaker/otel");
  const { startAmplifySimulator } = await import("amplify-breaker/testing");
  const simulator = await startAmplifySimulator();
  const client = new AmplifyClient({
    region: "eu-west-1",
    endpoint: simulator.endpoint,
    maxAttempts: 2,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
  });
  const amplify = withBreakers(client, {
    ...{ consecutiveFailures: 2, failureSpanMs: 0, resetTimeout: 200, resetBackoff: { jitter: 0 } },
    ...{ timeout: 1_000, maxWaitMs: 0, coalesce: true },
  });
  instrumentBreakers(amplify.breakers);
  const app = trace.getTracer("app");
  /**
   * A call as a part of a span of that name.
   *
   * @param {string} name
   * @param {...object} options
   */
  const call = (name, ...options) =>
    app.startActiveSpan(name, async (span) => {
      await amplify.send(new ListAppsCommand({}), ...options).catch(() => {});
      span.end();
    });
  const patient = { breaker: { maxWaitMs: 5_000 } };

  await call("good");
  await Promise.all([call("shared first"), call("shared second")]);
  const hang = simulator.faults.inject({ kind: "hang" });
  await call("timed out", { breaker: { timeout: 100 } });
  hang.remove();
  simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 1 });
  await call("retried");
  const outage = simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  for (const name of ["failed first", "failed second", "refused"]) await call(name);
  outage.remove();
  await Promise.all([call("waited first", patient), call("waited second", patient)]);
  await simulator.close();
  print(exporter.getFinishedSpans());
}

/** @param {import("@opentelemetry/sdk-trace-node").ReadableSpan[]} spans */
function print(spans) {
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  const rows = spans
    .filter(({ parentSpanContext }) => parentSpanContext !== undefined)
    .map(({ name, kind, parentSpanContext, attributes, events }) => ({
      name,
      kind,
      parent: names.get(parentSpanContext?.spanId ?? ""),
      outcome: attributes["amplify_breaker.outcome"],
      attempts: events.filter((event) => event.name === "attempt").length,
    }));
  process.stdout.write(JSON.stringify(rows));
}

void main();
