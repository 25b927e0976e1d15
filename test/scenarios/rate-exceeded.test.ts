import * as newest from "@aws-sdk/client-amplify";
import * as oldest from "client-amplify-oldest";
import { describe, expect, onTestFinished, test } from "vitest";
import { withBreakers, type BreakerOptions } from "../../src/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { rejectionOf } from "./support/settlement.ts";
import { configFor, startSimulator } from "./support/simulated-amplify.ts";

const retrying: BreakerOptions = { operations: { CreateApp: { retryThrottled: true } } };

/** "Rate exceeded while calling CreateApp, please slow down", as a BadRequestException, that many times. */
async function startThrottlingService(Amplify: typeof newest.Amplify, options: BreakerOptions, times = 1) {
  const simulator = await startSimulator();
  simulator.faults.inject({ kind: "throttling", operations: "CreateApp", times });
  const raw = new Amplify(configFor(simulator));
  onTestFinished(() => {
    raw.destroy();
  });
  const client = withBreakers(raw, options);
  return { simulator, client, events: recordEvents(client.breakers) };
}

describe.each([
  ["this SDK", newest],
  // To the compiler the two releases are two unrelated classes.
  ["the oldest SDK", oldest as unknown as typeof newest],
])("a rate that was exceeded for a moment, with %s,", (_release, { Amplify, BadRequestException }) => {
  test("costs one more attempt with retryThrottled, and the app is created once (real time)", async () => {
    const { simulator, client, events } = await startThrottlingService(Amplify, retrying);
    const { app, $metadata } = await client.createApp({ name: "shop" });
    expect(app?.name).toBe("shop");
    expect($metadata.attempts).toBe(2);
    expect([...simulator.requests].map(({ status, attempt }) => [status, attempt])).toEqual([
      [400, 1],
      [200, 2],
    ]);
    expect(simulator.state.apps).toHaveLength(1);
    expect(events.endings).toEqual(["success"]);
    expect(events.of("attempt").map(({ verdict }) => verdict)).toEqual(["throttled", "success"]);
  });

  test("fails the call at once without it, with the service's own error", async () => {
    const { simulator, client, events } = await startThrottlingService(Amplify, {});
    const error = await rejectionOf(client.createApp({ name: "shop" }));
    expect(error).toBeInstanceOf(BadRequestException);
    expect(error.message).toMatch(/^Rate exceeded while calling CreateApp/);
    expect(simulator.requests.total).toBe(1);
    expect(simulator.state.apps).toEqual([]);
    expect(events.endings).toEqual(["throttled"]);
  });
});

test("a rate that stays exceeded ends after the SDK's attempts, opens nothing, and the error is the service's (real time)", async () => {
  const { simulator, client, events } = await startThrottlingService(newest.Amplify, retrying, 3);
  const error = await rejectionOf(client.createApp({ name: "shop" }));
  expect(error).toBeInstanceOf(newest.BadRequestException);
  expect(error).toMatchObject({ $metadata: { attempts: 3, httpStatusCode: 400 } });
  expect(simulator.requests.total).toBe(3);
  expect(events.endings).toEqual(["throttled"]);
  expect(events.story).toEqual([]);
});

test("another bad request is not retried", async () => {
  const { simulator, client } = await startThrottlingService(newest.Amplify, retrying);
  simulator.faults.clear();
  simulator.faults.inject({ kind: "error", error: "BadRequestException", message: "name is too long" });
  expect((await rejectionOf(client.createApp({ name: "shop" }))).message).toBe("name is too long");
  expect(simulator.requests.total).toBe(1);
});
