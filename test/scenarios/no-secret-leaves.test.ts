import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setImmediate as nextTurn } from "node:timers/promises";
import { inspect } from "node:util";
import { AmplifyClient, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { Registry } from "prom-client";
import { expect, onTestFinished, test } from "vitest";
import { alertOn, webhook } from "../../src/alerts/index.ts";
import { startDashboard } from "../../src/dashboard/index.ts";
import { breakerEventTypes } from "../../src/events/event-types.ts";
import { awsHealth, createBreakers, lastKnownGood, type Breakers } from "../../src/index.ts";
import { logEvents } from "../../src/logging/index.ts";
import { instrumentBreakers } from "../../src/otel/index.ts";
import { collectMetrics } from "../../src/prometheus/index.ts";
import { fullOperations, type FullOperation } from "../amplify/full-value.ts";
import { anEchoingAmplify, type EchoingAmplify, type HeardRequest } from "./support/echoing-amplify.ts";

/** Unlike anything else that could be in a text. */
const marker = "m4rk3r-0f-th3-h0us3";

/** Given here by name once more, so that what the product forgets is not forgotten by its test. */
const secretMembers = new Set(
  `accessToken oauthToken basicAuthCredentials buildSpec environmentVariables webhookUrl fileUploadUrls zipUploadUrl
  artifactUrl logUrl artifactsUrl testArtifactsUrl testConfigUrl screenshots thumbnailUrl sourceUrl customHeaders`.split(
    /\s+/,
  ),
);

const operations = fullOperations((member) => {
  if (!secretMembers.has(member)) return `plain-${member}`;
  return member === "basicAuthCredentials"
    ? Buffer.from(`user:${marker}`).toString("base64")
    : `${marker}-${member} and more of it`;
});

/** Everything that left by some way, as text. */
class Outlets {
  readonly #texts = new Map<string, string[]>();

  add(outlet: string, ...values: readonly unknown[]): void {
    const texts = this.#texts.get(outlet) ?? [];
    this.#texts.set(outlet, texts);
    for (const value of values) {
      texts.push(typeof value === "string" ? value : `${JSON.stringify(value)} ${inspected(value)}`);
    }
  }

  textOf(outlet: string): string {
    return this.#texts.get(outlet)?.join("\n") ?? "";
  }

  get names(): string[] {
    return [...this.#texts.keys()];
  }
}

function inspected(value: unknown): string {
  return inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });
}

/** Says everything back that it was told, as services do when they explain what is wrong. */
function quoting({ headers, body, url }: HeardRequest): string {
  const values = JSON.stringify(headers);
  const decoded = /"basicAuthCredentials":"([^"]+)"/u.exec(body)?.[1] ?? "";
  return [
    `cannot process ${url} with ${body}`,
    `signed by Authorization: ${headers.authorization ?? ""}\nx-amz-security-token:${String(headers["x-amz-security-token"])}`,
    `headers ${values}`,
    `credentials ${Buffer.from(decoded, "base64").toString("utf8")}`,
    ...body.split(/[",:{}]/u).filter((part) => part.includes(marker)),
  ].join("\n");
}

/** Broken inside, and talkative about it. */
function failTalkatively(amplify: EchoingAmplify): void {
  amplify.answer = (request, response) => {
    const message = quoting(request);
    response.writeHead(500, {
      "x-amzn-errortype": "InternalFailureException",
      "x-amzn-requestid": "request-1",
      "set-cookie": `session=${marker}`,
      "x-echo": encodeURIComponent(request.body).slice(0, 1_000),
    });
    response.end(JSON.stringify({ message, code: message, Secret: message, headers: request.headers }));
  };
}

/** What the service knows, said well, or garbled where a secret begins. */
function answerFully(amplify: EchoingAmplify, output: () => unknown, isGarbled = false): void {
  amplify.answer = (_, response) => {
    // In JSON the service's times are seconds.
    const json = JSON.stringify(output()).replaceAll('"1970-01-01T00:00:00.000Z"', "0");
    response.writeHead(200, { "content-type": "application/json", "set-cookie": `session=${marker}` });
    // Where a value begins as none does, V8 quotes what stands there.
    response.end(isGarbled ? json.replace(`"${marker}`, marker) : json);
  };
}

async function aHook(outlets: Outlets, outlet: string): Promise<string> {
  const hook = await anEchoingAmplify();
  hook.answer = (request, response) => {
    outlets.add(outlet, request);
    response.end("[]");
  };
  return hook.endpoint;
}

/** Switches on everything that observes. */
async function observe(breakers: Breakers, outlets: Outlets): Promise<() => Promise<void>> {
  for (const type of breakerEventTypes) breakers.on(type, (event) => outlets.add("events", event));
  const onDiagnosis = (event: unknown): void => outlets.add("diagnostics channels", event);
  const channels = breakerEventTypes.map((type) => `amplify-breaker:${type}`);
  for (const channel of channels) subscribe(channel, onDiagnosis);
  const log = (...line: unknown[]): void => outlets.add("log", ...line);
  const stopLog = logEvents(breakers, { debug: log, info: log, warn: log, error: log }, { calls: true });
  const registry = new Registry();
  collectMetrics(breakers, { registry });
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const stopOtel = instrumentBreakers(breakers, { tracerProvider });
  const dashboard = await startDashboard(breakers);
  onTestFinished(() => dashboard.close());
  const url = await aHook(outlets, "webhook");
  const slack = await aHook(outlets, "Slack");
  const alerts = alertOn(breakers, {
    sinks: [
      (alert) => outlets.add("alerts", alert),
      webhook({ url, secret: "a secret of 32 characters or so.." }),
      webhook({ url: slack, format: "slack" }),
    ],
  });
  return async () => {
    await alerts.stop();
    stopLog();
    stopOtel();
    for (const channel of channels) unsubscribe(channel, onDiagnosis);
    outlets.add("metrics", await registry.metrics());
    for (const { name, attributes, events, status } of exporter.getFinishedSpans()) {
      outlets.add("spans", { name, attributes, events, status });
    }
    for (const path of ["api/snapshot", "metrics", "healthz", ""]) {
      outlets.add("dashboard", await (await fetch(new URL(path, dashboard.url))).text());
    }
  };
}

function aClient({ endpoint }: EchoingAmplify, config: AmplifyClientConfig = {}): AmplifyClient {
  const client = new AmplifyClient({
    ...{ endpoint, region: "eu-west-1", maxAttempts: 1 },
    credentials: {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: marker,
      sessionToken: `${marker}-session`,
    },
    ...config,
  });
  // A tool of somebody's that sends a key of its own along.
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers["x-api-key"] = `${marker}-key`;
      return next(args);
    },
    { step: "build", name: "apiKey" },
  );
  return client;
}

async function callAll(
  client: AmplifyClient,
  each: (operation: FullOperation) => void = () => {},
): Promise<unknown[]> {
  const thrown: unknown[] = [];
  for (const operation of operations) {
    each(operation);
    await client.send(operation.command as never).catch((error: unknown) => thrown.push(error));
  }
  return thrown;
}

test("a secret of any operation's input or output, of messages and headers leaves by no way", async () => {
  const outlets = new Outlets();
  const amplify = await anEchoingAmplify();
  const healthUrl = await aHook(outlets, "health look-ups");
  const breakers = createBreakers({
    ...{ consecutiveFailures: 3, failureSpanMs: 0, volumeThreshold: 100, resetTimeout: 100 },
    fallback: lastKnownGood(),
    health: awsHealth({ url: healthUrl }),
  });
  const finish = await observe(breakers, outlets);
  const client = breakers.protect(aClient(amplify));

  let output: unknown = {};
  const remember = (operation: FullOperation): void => {
    output = operation.output;
  };
  answerFully(amplify, () => output);
  expect(await callAll(client, remember)).toEqual([]);
  answerFully(amplify, () => output, true);
  const garbled = await callAll(client, remember);
  failTalkatively(amplify);
  const thrown = [...(await callAll(client)), ...(await callAll(client)), ...(await callAll(client))];

  for (const incident of breakers.incidents()) {
    outlets.add("incidents", incident.toMarkdown(), incident.toJSON(), incident);
  }
  outlets.add("snapshot", breakers.snapshot());
  outlets.add(
    "readings",
    [...breakers].map(({ name, state, lastFailure }) => ({ name, state, lastFailure })),
  );
  await nextTurn();
  await finish();
  breakers.shutdown();

  // It was all there to be told: sent, answered, and in the errors that the caller gets.
  expect(inspected(garbled)).toMatch(/m4rk.* is not valid JSON/);
  expect(inspected(thrown)).toContain(marker);
  expect(amplify.heard.filter(({ body }) => body.includes(marker)).length).toBeGreaterThan(5);
  for (const { operation } of operations) expect(outlets.textOf("events")).toContain(`"${operation}"`);
  for (const outlet of ["events", "log", "incidents", "alerts", "webhook", "snapshot", "spans", "readings"]) {
    expect(outlets.textOf(outlet), outlet).toContain("InternalFailureException");
  }
  expect(outlets.textOf("incidents")).toContain("REDACTED");
  expect(outlets.textOf("dashboard")).toContain("CreateApp");
  expect(outlets.textOf("health look-ups")).toContain("GET");
  expect(outlets.names.toSorted()).toEqual(
    [
      "Slack",
      "alerts",
      "dashboard",
      "diagnostics channels",
      "events",
      "health look-ups",
      "incidents",
      "log",
      "metrics",
      "readings",
      "snapshot",
      "spans",
      "webhook",
    ].toSorted(),
  );

  for (const outlet of outlets.names) {
    const text = outlets.textOf(outlet);
    const at = text.indexOf(marker.slice(0, 8));
    expect(at === -1 ? "" : `${outlet}: ${text.slice(Math.max(0, at - 120), at + 60)}`).toBe("");
    expect(text).not.toMatch(/AWS4-HMAC-SHA256 Credential=AKIA/);
  }
});
