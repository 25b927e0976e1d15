import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { register, Registry } from "prom-client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { CircuitReading } from "../../src/events/circuit-state.ts";
import { createBreakers, lastKnownGood, withBreakers } from "../../src/index.ts";
import { collectMetrics, type MetricsOptions } from "../../src/prometheus/index.ts";
import { metricDefinitions } from "../../src/prometheus/metric-definitions.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { aClient, illness } from "../proxy/a-client.ts";
import { aMeasuredClient, samplesOf } from "./a-measured-client.ts";

const names = Object.keys(metricDefinitions).map((name) => `amplify_breaker_${name}`);
const registered = (registry: Registry) => registry.getMetricsAsArray().map(({ name }) => name);

describe("collectMetrics()", () => {
  test("counts an outage from its beginning to its end", async () => {
    const { call, failWith, clock, send, registry } = aMeasuredClient();
    await call(1);
    failWith(illness);
    await call(5);
    clock.advance(1_000);
    await call(1);
    clock.advance(2_500);
    send.mockImplementation(async () => ({ apps: [] }));
    await call(2);
    expect(await samplesOf(registry, "outages_total")).toEqual([
      'outages_total{circuit="ListApps",trigger="consecutive"} 1',
    ]);
    expect(await samplesOf(registry, "transitions_total")).toEqual([
      'transitions_total{circuit="ListApps",from="closed",to="open"} 1',
      'transitions_total{circuit="ListApps",from="open",to="halfOpen"} 2',
      'transitions_total{circuit="ListApps",from="halfOpen",to="open"} 1',
      'transitions_total{circuit="ListApps",from="halfOpen",to="closed"} 1',
    ]);
    expect(await samplesOf(registry, "calls_total")).toEqual([
      'calls_total{operation="ListApps",outcome="success"} 3',
      'calls_total{operation="ListApps",outcome="failure"} 3',
      'calls_total{operation="ListApps",outcome="reject"} 3',
    ]);
    expect(await samplesOf(registry, "rejections_total")).toEqual([
      'rejections_total{operation="ListApps",reason="open"} 3',
    ]);
    expect(await samplesOf(registry, "outage_duration_seconds")).toEqual([
      'outage_duration_seconds_bucket{le="5",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="15",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="60",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="300",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="900",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="3600",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="14400",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="43200",circuit="ListApps"} 1',
      'outage_duration_seconds_bucket{le="+Inf",circuit="ListApps"} 1',
      'outage_duration_seconds_sum{circuit="ListApps"} 3.5',
      'outage_duration_seconds_count{circuit="ListApps"} 1',
    ]);
  });

  test("reads state and time open when it is scraped, half-open included", async () => {
    const { call, failWith, clock, send, registry } = aMeasuredClient();
    const gauges = async () => [
      ...(await samplesOf(registry, "circuit_state")),
      ...(await samplesOf(registry, "circuit_open_seconds")),
    ];
    expect(await gauges()).toEqual([]);
    await call(1);
    const closed = ['circuit_state{circuit="ListApps",state="closed"} 1'];
    expect(await gauges()).toEqual(closed);
    failWith(illness);
    await call(2);
    clock.advance(500);
    expect(await gauges()).toEqual([
      'circuit_state{circuit="ListApps",state="open"} 1',
      'circuit_open_seconds{circuit="ListApps"} 0.5',
    ]);
    clock.advance(1_000);
    expect(await gauges()).toEqual([
      'circuit_state{circuit="ListApps",state="halfOpen"} 1',
      'circuit_open_seconds{circuit="ListApps"} 1.5',
    ]);
    send.mockImplementation(async () => ({ apps: [] }));
    await call(1);
    expect(await gauges()).toEqual(closed);
  });

  test("tells nothing more of a circuit that was forgotten", async () => {
    const circuits = [{ name: "GetApp", state: "open", stats: () => ({}) } as CircuitReading];
    const source = { on: () => {}, off: () => {}, [Symbol.iterator]: () => circuits[Symbol.iterator]() };
    const registry = new Registry();
    collectMetrics(source, { registry });
    expect(await samplesOf(registry, "circuit_state")).toHaveLength(1);
    circuits.pop();
    expect(await samplesOf(registry, "circuit_state")).toEqual([]);
  });

  test("takes the first sight of an open circuit for its beginning where it comes late", async () => {
    const { breakers, client, clock, send } = aClient({ ...{ consecutiveFailures: 1, failureSpanMs: 0 } });
    send.mockImplementation(async () => {
      throw illness();
    });
    await client.send(new ListAppsCommand({})).catch(() => {});
    const registry = new Registry();
    collectMetrics(breakers, { registry, clock });
    expect(await samplesOf(registry, "circuit_open_seconds")).toEqual([]);
    clock.advance(60);
    expect(await samplesOf(registry, "circuit_open_seconds")).toEqual([
      'circuit_open_seconds{circuit="ListApps"} 0.06',
    ]);
  });

  test("measures each call's time in seconds, by outcome", async () => {
    const { client, clock, send, registry } = aMeasuredClient();
    send.mockImplementation(async () => {
      clock.advance(70);
      return {};
    });
    await client.send(new ListAppsCommand({}));
    const samples = await samplesOf(registry, "call_duration_seconds");
    expect(samples[0]).toBe(
      'call_duration_seconds_bucket{le="0.1",operation="ListApps",outcome="success"} 1',
    );
    expect(samples.slice(-2)).toEqual([
      'call_duration_seconds_sum{operation="ListApps",outcome="success"} 0.07',
      'call_duration_seconds_count{operation="ListApps",outcome="success"} 1',
    ]);
  });

  test("counts what fallbacks answered, and how old the old answers were", async () => {
    const { call, failWith, clock, registry } = aMeasuredClient({
      fallback: lastKnownGood({ maxAgeMs: 60_000 }),
    });
    await call(1);
    clock.advance(20_000);
    failWith(illness);
    await call(3);
    expect(await samplesOf(registry, "fallbacks_total")).toEqual([
      'fallbacks_total{operation="ListApps",reason="failure"} 2',
      'fallbacks_total{operation="ListApps",reason="open"} 1',
    ]);
    const ages = await samplesOf(registry, "stale_answer_age_seconds");
    expect(ages[0]).toBe('stale_answer_age_seconds_bucket{le="60",operation="ListApps"} 3');
    expect(ages.at(-2)).toBe('stale_answer_age_seconds_sum{operation="ListApps"} 60');
  });

  test("counts calls in flight, and those that wait for one of them to end", async () => {
    const { client, clock, send, registry } = aMeasuredClient({
      ...{ capacity: 1, queue: { size: 1, maxWaitMs: 5_000 } },
    });
    let answer = (_output: object): void => {};
    send.mockImplementation(
      async () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const calls = [1, 2].map(() => client.send(new ListAppsCommand({})));
    await clock.advanceAsync(0);
    expect(await samplesOf(registry, "in_flight_calls")).toEqual(['in_flight_calls{circuit="ListApps"} 1']);
    expect(await samplesOf(registry, "waiting_calls")).toEqual([
      'waiting_calls{circuit="ListApps",reason="capacity"} 1',
    ]);
    for (let settled = 0; settled < 2; settled++) {
      answer({});
      await clock.advanceAsync(0);
    }
    await Promise.all(calls);
    expect(await samplesOf(registry, "in_flight_calls")).toEqual([]);
    expect(await samplesOf(registry, "waiting_calls")).toEqual([]);
  });

  test("counts calls that wait for an open circuit", async () => {
    const { client, call, failWith, clock, registry } = aMeasuredClient({ maxWaitMs: 5_000 });
    failWith(illness);
    await call(2);
    const waiting = client.send(new ListAppsCommand({})).catch(() => {});
    await clock.advanceAsync(0);
    expect(await samplesOf(registry, "waiting_calls")).toEqual([
      'waiting_calls{circuit="ListApps",reason="open"} 1',
    ]);
    await clock.advanceAsync(1_000);
    await waiting;
    expect(await samplesOf(registry, "waiting_calls")).toEqual([]);
  });

  test("counts what a dry run would have done, and never as done", async () => {
    const { breakers, call, failWith, clock, send, registry } = aMeasuredClient({ enabled: false });
    const heard: string[] = [];
    breakers.on("close", ({ type }) => heard.push(type));
    failWith(illness);
    await call(5);
    expect(await samplesOf(registry, "would_open_total")).toEqual([
      'would_open_total{circuit="ListApps",trigger="consecutive"} 1',
    ]);
    expect(await samplesOf(registry, "would_reject_total")).toEqual([
      'would_reject_total{operation="ListApps",reason="open"} 3',
    ]);
    for (const name of ["outages_total", "transitions_total", "rejections_total", "circuit_open_seconds"]) {
      expect(await samplesOf(registry, name), name).toEqual([]);
    }
    expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([]);
    expect(await samplesOf(registry, "circuit_state")).toEqual([
      'circuit_state{circuit="ListApps",state="disabled"} 1',
    ]);
    clock.advance(1_000);
    send.mockImplementation(async () => ({ apps: [] }));
    await call(1);
    expect(heard).toEqual(["close"]);
    expect(await samplesOf(registry, "outage_duration_seconds")).toEqual([]);
  });

  test("counts a paused circuit's way there and back, and no time open meanwhile", async () => {
    const { breakers, call, failWith, registry } = aMeasuredClient();
    failWith(illness);
    await call(2);
    breakers.configure("*", { enabled: false });
    expect(await samplesOf(registry, "circuit_open_seconds")).toEqual([]);
    breakers.configure("*", { enabled: true });
    expect(await samplesOf(registry, "transitions_total")).toEqual([
      'transitions_total{circuit="ListApps",from="closed",to="open"} 1',
      'transitions_total{circuit="ListApps",from="open",to="disabled"} 1',
      'transitions_total{circuit="ListApps",from="disabled",to="open"} 1',
    ]);
  });

  test("begins the counters that rules look at with 0, so that a first increase is seen", async () => {
    const { call, registry } = aMeasuredClient();
    await call(1);
    const text = await registry.metrics();
    const place = 'region="eu-west-1",endpoint=""';
    expect(text).toContain(
      `amplify_breaker_transitions_total{circuit="ListApps",${place},from="closed",to="open"} 0`,
    );
    expect(text).toContain(`amplify_breaker_calls_total{operation="ListApps",${place},outcome="failure"} 0`);
  });

  test("adds up several breakers on one registry, and scopes, which are no label", async () => {
    const registry = new Registry();
    const first = aMeasuredClient({}, registry);
    const clock = new ManualClock();
    const breakers = createBreakers({ clock });
    collectMetrics(breakers, { registry, clock });
    for (const scope of ["tenant-1", "tenant-2"]) {
      const raw = new AmplifyClient({ region: "eu-west-1" });
      Object.assign(raw, { send: vi.fn(async () => ({ apps: [] })) });
      await breakers.protect(raw, { scope }).send(new ListAppsCommand({}));
    }
    await first.call(1);
    expect(await samplesOf(registry, "calls_total")).toEqual([
      'calls_total{operation="ListApps",outcome="success"} 3',
    ]);
    expect(await samplesOf(registry, "circuit_state")).toEqual([
      'circuit_state{circuit="ListApps",state="closed"} 3',
    ]);
    first.stop();
    expect(await samplesOf(registry, "circuit_state")).toEqual([
      'circuit_state{circuit="ListApps",state="closed"} 2',
    ]);
    expect(await registry.metrics()).not.toContain("tenant");
  });

  test("keeps a bounded number of names apart, whatever a grouping function makes of them", async () => {
    let calls = 0;
    const { call, registry } = aMeasuredClient({ circuit: () => `app-${calls++}`, maxCircuits: 10_000 });
    await call(1_050);
    const samples = await samplesOf(registry, "circuit_state");
    expect(samples).toHaveLength(1_001);
    expect(samples.at(-1)).toBe(
      'circuit_state{circuit="other",region="other",endpoint="other",state="closed"} 50',
    );
  });

  test("speaks OpenMetrics where the registry does", async () => {
    const registry = new Registry();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
    const { call, stop } = aMeasuredClient({}, registry);
    await call(1);
    for (let scrape = 0; scrape < 2; scrape++) {
      expect(await registry.metrics()).toContain(
        'amplify_breaker_calls_total{operation="ListApps",region="eu-west-1",endpoint="",outcome="success"} 1',
      );
    }
    stop();
    expect(await registry.metrics()).toBe("\n# EOF\n");
  });

  test("takes listeners and metrics away when it ends, with the last breakers of the registry", async () => {
    const registry = new Registry();
    const first = aMeasuredClient({}, registry);
    const second = aMeasuredClient({}, registry);
    expect(registered(registry)).toEqual(names);
    first.stop();
    await first.call(1);
    await second.call(1);
    expect(await samplesOf(registry, "calls_total")).toEqual([
      'calls_total{operation="ListApps",outcome="success"} 1',
    ]);
    second.stop();
    second.stop();
    expect(registered(registry)).toEqual([]);
    expect(first.clock.pendingTimers + second.clock.pendingTimers).toBe(0);
    const again = collectMetrics(second.breakers, { registry });
    second.stop();
    expect(registered(registry)).toEqual(names);
    again();
    expect(registered(registry)).toEqual([]);
  });

  test("is ended by what it returned and by no earlier end of the same breakers", async () => {
    const registry = new Registry();
    const first = aMeasuredClient({}, registry);
    const second = aMeasuredClient({}, registry);
    second.stop();
    onTestFinished(collectMetrics(second.breakers, { registry }));
    second.stop();
    await second.call(1);
    expect(await samplesOf(registry, "circuit_state")).toEqual([
      'circuit_state{circuit="ListApps",state="closed"} 1',
    ]);
    first.stop();
  });

  test("registers with prom-client's own register unless told otherwise", () => {
    const stop = collectMetrics(aClient().breakers);
    onTestFinished(stop);
    expect(registered(register)).toEqual(names);
  });

  test("collects anew in a registry that was cleared", async () => {
    const registry = new Registry();
    const { breakers, call, stop } = aMeasuredClient({}, registry);
    registry.clear();
    const stopAgain = collectMetrics(breakers, { registry });
    stop();
    await call(1);
    expect(await samplesOf(registry, "calls_total")).toHaveLength(1);
    stopAgain();
    expect(registered(registry)).toEqual([]);
  });

  test("costs a program none of its other metrics where circuits cannot be read, and warns once", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const registry = new Registry();
    const broken = {
      on: () => {},
      off: () => {},
      [Symbol.iterator]: () => {
        throw new Error("no circuits");
      },
    };
    collectMetrics(broken, { registry });
    expect(await registry.metrics()).toContain("# TYPE amplify_breaker_calls_total counter");
    await registry.metrics();
    expect(warn.mock.calls).toEqual([
      [
        "collectMetrics() could not read the circuits: no circuits",
        { type: "AmplifyBreakerWarning", code: "AMPLIFY_BREAKER_METRICS_ERROR" },
      ],
    ]);
  });

  test("lets prom-client's cluster mode take the longest time open of all processes, and add up the rest", () => {
    const { registry } = aMeasuredClient();
    const aggregators = registry.getMetricsAsArray().map(({ name, aggregator }) => `${name}: ${aggregator}`);
    expect(aggregators.filter((line) => !line.endsWith(": sum"))).toEqual([
      "amplify_breaker_circuit_open_seconds: max",
    ]);
  });

  test("refuses to count the same calls twice", () => {
    const registry = new Registry();
    const { breakers } = aMeasuredClient({}, registry);
    const twice = "collectMetrics() collects these breakers in this registry already";
    expect(() => collectMetrics(breakers, { registry })).toThrow(twice);
    expect(() => collectMetrics(breakers, { registry, prefix: "other_" })).toThrow(twice);
    collectMetrics(breakers, { registry: new Registry() })();
  });

  test("refuses a name that is taken, and then leaves nothing behind", () => {
    const registry = new Registry();
    aMeasuredClient({}, registry);
    registry.removeSingleMetric("amplify_breaker_circuit_state");
    const { breakers } = aClient();
    expect(() => collectMetrics(breakers, { registry })).toThrow(
      "the registry has a metric amplify_breaker_circuit_open_seconds already, which is not of collectMetrics(); " +
        "give another prefix, or another registry",
    );
    expect(registered(registry)).not.toContain("amplify_breaker_circuit_state");
    collectMetrics(breakers, { registry, prefix: "ours_" });
    expect(registered(registry)).toContain("ours_circuit_state");
  });

  test.each<[MetricsOptions, string]>([
    [{ registry: {} as never }, "option registry must be a Registry of prom-client; got an object"],
    [
      { prefix: "9 lives" },
      'option prefix must be letters, digits, _ and :, and begin with no digit; got "9 lives"',
    ],
    [{ prefix: "" }, 'begin with no digit; got ""'],
    [{ regstry: 1 } as never, "did you mean registry?"],
  ])("says what is wrong with the options %j", (options, message) => {
    expect(() => collectMetrics(aClient().breakers, options)).toThrow(message);
  });

  test("says what it needs where it is given the client", () => {
    const client = withBreakers(new AmplifyClient({ region: "eu-west-1" }));
    expect(() => collectMetrics(client as never)).toThrow("did you mean its .breakers?");
  });
});
