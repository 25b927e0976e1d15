import type { ListAppsCommandOutput } from "@aws-sdk/client-amplify";
import { metrics, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { describe, expect, test, vi } from "vitest";
import { lastKnownGood } from "../../src/index.ts";
import { instrumentBreakers, type InstrumentOptions } from "../../src/otel/index.ts";
import { aClient, illness } from "../proxy/a-client.ts";
import { anInstrumentedClient, type InstrumentedClient } from "./an-instrumented-client.ts";

const ours = (spans: readonly ReadableSpan[]): readonly ReadableSpan[] =>
  spans.filter(({ name }) => name.startsWith("amplify-breaker"));

const failing = async (): Promise<never> => {
  throw illness();
};

/** Two failures, one refusal. */
async function anOutage(client: InstrumentedClient): Promise<void> {
  client.send.mockImplementation(failing);
  for (const parent of ["first", "second", "third"]) await client.callWithin(parent);
}

/** The service takes its time; gives what has it answer. */
function answerLater({ send }: InstrumentedClient): (output: object) => void {
  const { promise, resolve } = withResolvers();
  send.mockImplementation(async () => promise);
  return resolve;
}

function withResolvers(): { readonly promise: Promise<object>; readonly resolve: (output: object) => void } {
  let settle!: (output: object) => void;
  const promise = new Promise<object>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: settle };
}

describe("spans", () => {
  test("tell of each call once, within its caller's span, also of one that was never sent", async () => {
    const client = anInstrumentedClient();
    await client.callWithin("zeroth");
    await anOutage(client);
    const spans = client.spans();
    const idOf = (name: string): string | undefined =>
      spans.find((span) => span.name === name)?.spanContext().spanId;
    expect(
      ours(spans).map(({ name, kind, parentSpanContext, attributes, status }) => ({
        name,
        kind,
        parent: parentSpanContext?.spanId,
        outcome: attributes["amplify_breaker.outcome"],
        error: attributes["error.type"],
        code: status.code,
      })),
    ).toEqual(
      [
        ["zeroth", "success", undefined, SpanStatusCode.UNSET],
        ["first", "failure", "InternalFailureException", SpanStatusCode.ERROR],
        ["second", "failure", "InternalFailureException", SpanStatusCode.ERROR],
        ["third", "reject", "CircuitOpenError", SpanStatusCode.ERROR],
      ].map(([parent, outcome, error, code]) => ({
        name: "amplify-breaker ListApps",
        kind: SpanKind.INTERNAL,
        parent: idOf(String(parent)),
        outcome,
        error,
        code,
      })),
    );
  });

  test("last as long as their calls", async () => {
    const client = anInstrumentedClient();
    const answer = answerLater(client);
    const call = client.callWithin("app");
    await client.clock.advanceAsync(250);
    answer({ apps: [] });
    await call;
    expect(ours(client.spans())[0]?.duration).toEqual([0, 250_000_000]);
  });

  test("tell of the transitions of their circuit that happened meanwhile", async () => {
    const client = anInstrumentedClient();
    await anOutage(client);
    client.clock.advance(1_000);
    const answer = answerLater(client);
    const probe = client.callWithin("probe");
    await client.clock.advanceAsync(10);
    client.breakers.circuit("ListApps").isolate("deploy freeze");
    await client.clock.advanceAsync(10);
    answer({ apps: [] });
    await probe;
    expect(
      ours(client.spans())
        .at(-1)
        ?.events.map(({ name, attributes }) => [name, attributes]),
    ).toEqual([
      ["circuit transition", { "amplify_breaker.from": "open", "amplify_breaker.to": "halfOpen" }],
      ["circuit transition", { "amplify_breaker.from": "halfOpen", "amplify_breaker.to": "isolated" }],
    ]);
  });

  test("tell of an old answer that was given instead", async () => {
    const client = anInstrumentedClient({ operations: { ListApps: { fallback: lastKnownGood() } } });
    await client.callWithin("before");
    client.clock.advance(5_000);
    client.send.mockImplementation(failing);
    await client.callWithin("after");
    expect(ours(client.spans())).toHaveLength(2);
    expect(ours(client.spans())[1]?.attributes).toMatchObject({
      "amplify_breaker.outcome": "failure",
      "amplify_breaker.fallback": "failure",
      "amplify_breaker.fallback.age": 5,
    });
  });

  test("are linked to those of fallbacks that take their time", async () => {
    const output: ListAppsCommandOutput = { apps: [], $metadata: {} };
    const fallback = async (): Promise<ListAppsCommandOutput> => output;
    const client = anInstrumentedClient({ operations: { ListApps: { fallback } } });
    client.send.mockImplementation(failing);
    await client.callWithin("app");
    const [call, answer] = ours(client.spans());
    expect(answer?.name).toBe("amplify-breaker ListApps fallback");
    expect(answer?.links.map(({ context }) => context.spanId)).toEqual([call?.spanContext().spanId]);
    expect(answer?.parentSpanContext).toEqual(call?.parentSpanContext);
    expect(answer?.attributes).toEqual({ "amplify_breaker.fallback": "failure" });
  });

  test("are left out where they are not wanted", async () => {
    const { client, breakers } = aClient();
    const getTracer = vi.spyOn(trace, "getTracerProvider");
    instrumentBreakers(breakers, { spans: false });
    await client.send({ input: {} } as never);
    expect(getTracer).not.toHaveBeenCalled();
  });
});

describe("metrics", () => {
  test("count calls by how they ended, and time them in seconds", async () => {
    const client = anInstrumentedClient();
    await client.callWithin("zeroth");
    await anOutage(client);
    const place = { "amplify_breaker.operation": "ListApps", "cloud.region": "eu-west-1" };
    expect(await client.points("amplify_breaker.calls")).toEqual([
      { attributes: { ...place, "amplify_breaker.outcome": "success" }, value: 1 },
      { attributes: { ...place, "amplify_breaker.outcome": "failure" }, value: 2 },
      { attributes: { ...place, "amplify_breaker.outcome": "reject" }, value: 1 },
    ]);
    expect(await client.points("amplify_breaker.rejections")).toEqual([
      { attributes: { ...place, "amplify_breaker.reason": "open" }, value: 1 },
    ]);
    const [duration] = await client.points("amplify_breaker.call.duration");
    expect(duration?.value).toMatchObject({ count: 1, sum: 0 });
  });

  test("show the state of each circuit, what changed it, and how long it was open", async () => {
    const client = anInstrumentedClient();
    await anOutage(client);
    const circuit = { "amplify_breaker.circuit": "ListApps", "cloud.region": "eu-west-1" };
    expect(await client.points("amplify_breaker.circuits")).toEqual([
      { attributes: { ...circuit, "amplify_breaker.state": "open" }, value: 1 },
    ]);
    client.clock.advance(1_000);
    client.send.mockImplementation(async () => ({ apps: [] }));
    await client.callWithin("probe");
    expect(await client.points("amplify_breaker.circuit.transitions")).toEqual(
      [
        ["closed", "open"],
        ["open", "halfOpen"],
        ["halfOpen", "closed"],
      ].map(([from, to]) => ({
        attributes: { ...circuit, "amplify_breaker.from": from, "amplify_breaker.to": to },
        value: 1,
      })),
    );
    const [openTime] = await client.points("amplify_breaker.circuit.open.duration");
    expect(openTime).toMatchObject({ attributes: circuit, value: { count: 1, sum: 1 } });
  });

  test("show the calls in flight, and those that wait", async () => {
    const client = anInstrumentedClient({ maxWaitMs: 10_000 });
    client.send.mockImplementation(failing);
    for (const parent of ["first", "second"]) await client.callWithin(parent);
    void client.callWithin("waiting");
    expect((await client.points("amplify_breaker.calls.waiting"))[0]?.value).toBe(1);
    expect((await client.points("amplify_breaker.calls.in_flight"))[0]?.value).toBe(0);
    client.breakers.shutdown();
  });

  test("count the fallbacks, and how old their answers were", async () => {
    const client = anInstrumentedClient({ operations: { ListApps: { fallback: lastKnownGood() } } });
    await client.callWithin("before");
    client.clock.advance(5_000);
    client.send.mockImplementation(failing);
    await client.callWithin("after");
    expect(await client.points("amplify_breaker.fallbacks")).toMatchObject([
      { attributes: { "amplify_breaker.reason": "failure" }, value: 1 },
    ]);
    expect(await client.points("amplify_breaker.fallback.age")).toMatchObject([{ value: { sum: 5 } }]);
  });

  test("say that nothing was refused in a dry run", async () => {
    const client = anInstrumentedClient({ enabled: false });
    await anOutage(client);
    expect(await client.points("amplify_breaker.calls")).toMatchObject([
      { attributes: { "amplify_breaker.outcome": "failure", "amplify_breaker.dry_run": true }, value: 3 },
    ]);
  });
});

test("nothing is told any more when it was ended", async () => {
  const client = anInstrumentedClient();
  await client.callWithin("before");
  client.stop();
  await client.callWithin("after");
  expect(ours(client.spans())).toHaveLength(1);
  expect(await client.points("amplify_breaker.calls")).toMatchObject([{ value: 1 }]);
  expect(await client.points("amplify_breaker.circuits")).toEqual([]);
});

test("without a provider nothing happens, and calls go on", async () => {
  const { client, breakers } = aClient();
  instrumentBreakers(breakers);
  expect(trace.getTracerProvider()).toBeDefined();
  expect(metrics.getMeterProvider()).toBeDefined();
  await expect(client.send({ input: {} } as never)).resolves.toEqual({ apps: [] });
});

test("a span processor that throws is a warning of the process", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const { client, breakers } = aClient();
  const end = (): never => {
    throw new Error("exporter bug");
  };
  const span = { addEvent: () => {}, setStatus: () => {}, spanContext: () => ({}), end };
  instrumentBreakers(breakers, { tracerProvider: { getTracer: () => ({ startSpan: () => span }) } as never });
  await client.send({ input: {} } as never);
  expect(warn.mock.calls).toEqual([
    [
      "A span processor failed: exporter bug",
      { type: "AmplifyBreakerWarning", code: "AMPLIFY_BREAKER_SPAN_ERROR" },
    ],
  ]);
});

test.each<[unknown, string]>([
  [{ span: true }, 'the options of instrumentBreakers() has no member "span"; did you mean spans?'],
  [{ spans: 1 }, "option spans must be true or false; got 1"],
  [
    { meterProvider: {} },
    "option meterProvider must be one of OpenTelemetry's, with getMeter(); got an object",
  ],
  [{ tracerProvider: 1 }, "option tracerProvider must be one of OpenTelemetry's, with getTracer(); got 1"],
])("a wrong option is named: %j", (options, message) => {
  const { breakers } = aClient();
  expect(() => instrumentBreakers(breakers, options as InstrumentOptions)).toThrow(new TypeError(message));
});
