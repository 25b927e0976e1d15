import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { collectMetrics } from "../../src/prometheus/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { protectedClient, startSimulator } from "../scenarios/support/simulated-amplify.ts";
import { quickToOpen } from "../scenarios/support/outage.ts";
import { illness } from "../proxy/a-client.ts";
import { aMeasuredClient, samplesOf } from "./a-measured-client.ts";

describe("the estimate of requests spared", () => {
  test("is what the last call that failed before sent, for each call that the open circuit refused", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    const client = protectedClient(simulator, quickToOpen, { maxAttempts: 2 });
    const registry = new Registry();
    collectMetrics(client.breakers, { registry });
    for (let call = 0; call < 12; call++) await client.send(new ListAppsCommand({})).catch(() => {});
    expect(simulator.requests.total).toBe(4);
    const samples = await samplesOf(registry, "requests_spared_estimate_total");
    expect(samples).toEqual([expect.stringMatching(/\} 20$/u)]);
    expect(await samplesOf(registry, "attempts_total")).toEqual([
      expect.stringMatching(/verdict="failure"\} 4$/u),
    ]);
  });

  test("takes the failure that opened the circuit where it is the only one, and a mock for one request", async () => {
    const attempts = { $metadata: { attempts: 3 } };
    for (const [error, spared] of [
      [() => Object.assign(illness(), attempts), 6],
      [illness, 2],
    ] as const) {
      const { call, failWith, registry } = aMeasuredClient({ consecutiveFailures: 1 });
      failWith(error);
      await call(3);
      expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([
        `requests_spared_estimate_total{operation="ListApps"} ${spared}`,
      ]);
    }
  });

  test("is not lowered by probes, which try only once", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    const clock = new ManualClock();
    const client = protectedClient(simulator, { ...quickToOpen, clock }, { maxAttempts: 2 });
    const registry = new Registry();
    collectMetrics(client.breakers, { registry, clock });
    const call = () => client.send(new ListAppsCommand({})).catch(() => {});
    await call();
    await call();
    clock.advance(60_000);
    await call();
    expect(simulator.requests.total).toBe(5);
    await call();
    expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([
      expect.stringMatching(/\} 2$/u),
    ]);
  });

  test("leaves out calls that were refused for other reasons", async () => {
    const { breakers, call, registry } = aMeasuredClient();
    await call(1);
    breakers.circuit("ListApps").isolate("deploy freeze");
    await call(2);
    expect(await samplesOf(registry, "rejections_total")).toEqual([
      'rejections_total{operation="ListApps",reason="isolated"} 2',
    ]);
    expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([]);
  });
});
