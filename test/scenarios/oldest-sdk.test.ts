import * as sdk from "client-amplify-oldest";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Amplify as NewClient } from "@aws-sdk/client-amplify";
import { operationNames } from "../../src/amplify/operations.ts";
import { withBreakers, type BreakerOptions, type Protected } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { eventually } from "./support/eventually.ts";
import { callTogether, namesOf, quickToOpen } from "./support/outage.ts";
import { comparable, rejectionOf } from "./support/settlement.ts";
import { configFor, startSimulator, type Place } from "./support/simulated-amplify.ts";

/** The oldest release our peer dependency allows; it knows no schemas, and paginators not yet. */
function oldClient(place: Place, config: object = {}): sdk.Amplify {
  const client = new sdk.Amplify(configFor(place, config) as sdk.AmplifyClientConfig);
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}

type ProtectedOld = sdk.Amplify & Pick<Protected<NewClient>, "breakers">;

/** To the compiler the two releases are two unrelated classes. */
function protectedOld(place: Place, options?: BreakerOptions, config?: object): ProtectedOld {
  return withBreakers(oldClient(place, config) as unknown as NewClient, options) as unknown as ProtectedOld;
}

/** {@link callTogether}, with the old release's client and command. */
function callOld(client: ProtectedOld, count: number): ReturnType<typeof callTogether> {
  return callTogether(client as unknown as NewClient, count, sdk.ListAppsCommand as never);
}

const listApps = () => new sdk.ListAppsCommand({});

test("with the oldest SDK the substitute is still its client, and answers in all forms", async () => {
  const simulator = await startSimulator({ seedApps: 2 });
  const client = protectedOld(simulator);
  const events = recordEvents(client.breakers);
  expect(client).toBeInstanceOf(sdk.AmplifyClient);
  expect(await client.config.region()).toBe("us-east-1");
  expect((await client.send(listApps())).apps).toHaveLength(2);
  expect((await client.listApps({})).apps).toHaveLength(2);
  let calledBack: unknown;
  client.send(listApps(), (_error: unknown, output: unknown) => {
    calledBack = output;
  });
  await eventually("the callback", () => calledBack !== undefined);
  expect(events.calls.map(({ type, operation, attempts }) => `${type} ${operation} ${attempts}`)).toEqual(
    Array(3).fill("success ListApps 1"),
  );
});

test("with the oldest SDK every operation is known by its name, minified or not", async () => {
  const simulator = await startSimulator();
  const client = protectedOld(simulator, {}, { maxAttempts: 1 });
  const events = recordEvents(client.breakers);
  simulator.faults.inject({ kind: "error", error: "NotFoundException" });
  for (const operation of operationNames) {
    const Command = (sdk as unknown as Record<string, typeof sdk.ListAppsCommand | undefined>)[
      `${operation}Command`
    ];
    if (Command === undefined) throw new Error(`no ${operation}Command`);
    const minified = class extends Command {};
    const path = { appId: "a", branchName: "a", jobId: "a", domainName: "a", environmentName: "a" };
    const input = { ...path, webhookId: "a", artifactId: "a", resourceArn: "a", tagKeys: ["a"], tags: {} };
    Object.defineProperty(minified, "name", { value: "t" });
    await rejectionOf(client.send(new minified(input as object)));
  }
  expect(events.calls.map(({ operation }) => operation)).toEqual([...operationNames]);
  expect([...simulator.requests].map(({ operation }) => operation)).toEqual([...operationNames]);
});

test.each([
  ["InternalFailureException", "failure", 3],
  ["BadRequestException", "ignored", 1],
] as const)(
  "with the oldest SDK %s reaches the caller as it is, and emits %s",
  async (name, hears, attempts) => {
    const [mine, theirs] = [await startSimulator(), await startSimulator()];
    for (const { faults } of [mine, theirs]) faults.inject({ kind: "error", error: name });
    const client = protectedOld(mine);
    const events = recordEvents(client.breakers);
    const error = await rejectionOf(client.send(listApps()));
    expect(error).toBeInstanceOf(sdk[name]);
    expect(comparable(error)).toEqual(comparable(await rejectionOf(oldClient(theirs).send(listApps()))));
    expect(events.calls).toMatchObject([{ type: hears, attempts }]);
  },
);

test("with the oldest SDK an outage opens the circuit, and a probe closes it", async () => {
  const clock = new ManualClock();
  const simulator = await startSimulator();
  const client = protectedOld(simulator, { ...quickToOpen, clock }, { maxAttempts: 1 });
  const events = recordEvents(client.breakers);
  const calls = (count: number) => callOld(client, count).then(namesOf);
  simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  expect([...(await calls(1)), ...(await calls(1))]).toEqual(Array(2).fill("InternalFailureException"));
  expect(await calls(10)).toEqual(Array(10).fill("CircuitOpenError"));
  expect(simulator.requests.total).toBe(2);
  simulator.faults.clear();
  clock.advance(100_000);
  expect(await calls(1)).toEqual(["answered"]);
  expect(await calls(10)).toEqual(Array(10).fill("answered"));
  expect(events.story).toEqual(["open", "halfOpen", "close"]);
});

test("with the oldest SDK a circuit that opens ends the retries still to come", async () => {
  // It takes Retry-After for a time in 1970, so that its retries may come at once: chance decides, which says 99 ms here.
  vi.spyOn(Math, "random").mockReturnValue(0.99);
  const simulator = await startSimulator();
  simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const client = protectedOld(simulator, { ...quickToOpen, count: "attempts" });
  const settlements = await callOld(client, 5);
  expect(simulator.requests.total).toBe(5);
  for (const { error } of settlements) expect(error).toMatchObject({ $metadata: { attempts: 1 } });
});

test("with the oldest SDK a deadline and a caller's abort close the connection (real time)", async () => {
  const simulator = await startSimulator();
  simulator.faults.inject({ kind: "hang" });
  const client = protectedOld(simulator, { timeout: 100 });
  const controller = new AbortController();
  const aborted = rejectionOf(client.send(listApps(), { abortSignal: controller.signal }));
  const first = await simulator.requests.next();
  controller.abort();
  expect(await aborted).toMatchObject({ name: "AbortError" });
  expect(await rejectionOf(client.send(listApps()))).toMatchObject({ name: "CallTimeoutError" });
  const records = await Promise.all([first, ...simulator.requests].map(({ settled }) => settled));
  expect(records.map(({ isClosedEarly }) => isClosedEarly)).toEqual([true, true, true]);
});
