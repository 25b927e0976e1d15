import * as sdk from "@aws-sdk/client-amplify";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, onTestFinished, test } from "vitest";
import { withBreakers } from "../../src/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { callTogether, namesOf, quickToOpen } from "./support/outage.ts";
import { rejectionOf } from "./support/settlement.ts";
import { rawClient, startSimulator } from "./support/simulated-amplify.ts";

const listApps = () => new sdk.ListAppsCommand({});
const once = { maxAttempts: 1 };
type Send = (...args: unknown[]) => Promise<unknown>;
const internalFailure = () =>
  new sdk.InternalFailureException({ message: "mocked", $metadata: { httpStatusCode: 500 } });

describe("a send that somebody patches", () => {
  test.each([
    ["the prototype", () => sdk.AmplifyClient.prototype],
    ["the client", (raw: sdk.Amplify) => raw],
    ["the substitute", (_raw: sdk.Amplify, client: sdk.Amplify) => client],
  ])(
    "on %s is called, waits first, and still each call is told its own attempts",
    async (_where, whereOf) => {
      const simulator = await startSimulator();
      const raw = rawClient(simulator, { retryMode: "standard" });
      const client = withBreakers(raw);
      const events = recordEvents(client.breakers);
      const target = whereOf(raw, client) as unknown as { send: Send };
      const hadOwn = Object.hasOwn(target, "send");
      const original =
        hadOwn || target === (sdk.AmplifyClient.prototype as unknown) ? target.send : raw.send.bind(raw);
      let patched = 0;
      target.send = async function send(this: unknown, ...args: unknown[]) {
        patched++;
        await new Promise(setImmediate);
        return Reflect.apply(original, this, args) as Promise<unknown>;
      };
      onTestFinished(() => {
        if (target === (sdk.AmplifyClient.prototype as unknown)) delete (target as { send?: Send }).send;
      });
      simulator.faults.inject({
        kind: "error",
        error: "InternalFailureException",
        times: 1,
        operations: "ListApps",
      });
      simulator.faults.inject({ kind: "error", error: "NotFoundException", operations: "GetApp" });
      await Promise.all([
        client.send(listApps()),
        rejectionOf(client.send(new sdk.GetAppCommand({ appId: "a" }))),
      ]);
      expect(patched).toBe(2);
      const told = events.calls.map(({ type, operation, attempts }) => [operation, type, attempts]);
      expect(new Map(told.map((call) => [call[0], call]))).toEqual(
        new Map([
          ["ListApps", ["ListApps", "success", 2]],
          ["GetApp", ["GetApp", "ignored", 1]],
        ]),
      );
    },
  );

  test("and that copies the options meets deadlines that close the connection (real time)", async () => {
    const simulator = await startSimulator();
    const raw = rawClient(simulator, once);
    const original = raw.send.bind(raw) as unknown as (command: object, options?: object) => Promise<unknown>;
    (raw as unknown as { send: Send }).send = async (command, options) =>
      original(command as object, { ...(options as object) });
    const client = withBreakers(raw, { timeout: 100 });
    simulator.faults.inject({ kind: "hang" });
    expect(await rejectionOf(client.send(listApps()))).toMatchObject({ name: "CallTimeoutError" });
    const [record] = await Promise.all([...simulator.requests].map(({ settled }) => settled));
    expect(record?.isClosedEarly).toBe(true);
  });

  test("and that throws at once, or answers no promise, is taken as it is", async () => {
    const raw = rawClient(await startSimulator());
    const client = withBreakers(raw);
    const events = recordEvents(client.breakers);
    const patched = raw as unknown as { send: () => unknown };
    patched.send = () => ({ apps: [] });
    expect(await client.send(listApps())).toEqual({ apps: [] });
    patched.send = () => {
      throw internalFailure();
    };
    expect(await rejectionOf(client.send(listApps()))).toBeInstanceOf(sdk.InternalFailureException);
    patched.send = () => undefined;
    expect(await client.send(listApps())).toBeUndefined();
    expect(events.calls.map(({ type, attempts }) => [type, attempts])).toEqual([
      ["success", undefined],
      ["failure", undefined],
      ["success", undefined],
    ]);
  });
});

describe("aws-sdk-client-mock", () => {
  const mocks = [
    ["the class, before wrapping", "class", "before"],
    ["the class, after wrapping", "class", "after"],
    ["the instance, before wrapping", "instance", "before"],
    ["the instance, after wrapping", "instance", "after"],
    ["the substitute, after wrapping", "substitute", "after"],
  ] as const;

  test.each(mocks)(
    "on %s mocks the call, whose rejections open the circuit, and restores",
    async (_on, on, when) => {
      const simulator = await startSimulator();
      const raw = rawClient(simulator, once);
      const early =
        when === "before"
          ? mockClient((on === "class" ? sdk.AmplifyClient : raw) as sdk.AmplifyClient)
          : undefined;
      const client = withBreakers(raw, quickToOpen);
      const events = recordEvents(client.breakers);
      const late = { class: sdk.AmplifyClient, instance: raw, substitute: client }[on] as sdk.AmplifyClient;
      const mock = early ?? mockClient(late);

      mock.on(sdk.ListAppsCommand).resolvesOnce({ apps: [] }).rejects(internalFailure());
      expect((await client.send(listApps())).apps).toEqual([]);
      expect(namesOf(await callTogether(client, 2))).toEqual(Array(2).fill("InternalFailureException"));
      expect(namesOf(await callTogether(client, 2))).toEqual(Array(2).fill("CircuitOpenError"));
      expect(mock.commandCalls(sdk.ListAppsCommand)).toHaveLength(3);
      expect(events.endings).toEqual(["success", "failure", "failure", "reject", "reject"]);
      expect(events.calls.slice(0, 3).map(({ attempts }) => attempts)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(simulator.requests.total).toBe(0);

      mock.restore();
      const fresh = withBreakers(raw);
      const freshEvents = recordEvents(fresh.breakers);
      await fresh.send(listApps());
      expect(freshEvents.calls).toMatchObject([{ type: "success", attempts: 1 }]);
      expect(freshEvents.of("attempt")).toHaveLength(1);
      await client.send(new sdk.GetAppCommand({ appId: "none" })).catch(() => {});
      expect(events.endings).toHaveLength(6);
      expect(events.of("attempt")).toHaveLength(1);
      expect(simulator.requests.total).toBe(2);
    },
  );

  test.each(["class", "instance", "substitute"] as const)(
    "on the %s once more, the first one not restored, answers with the new mock and restores to the SDK's send",
    async (on) => {
      const simulator = await startSimulator();
      const raw = rawClient(simulator, once);
      const client = withBreakers(raw);
      const events = recordEvents(client.breakers);
      const mocked = { class: sdk.AmplifyClient, instance: raw, substitute: client }[on] as sdk.AmplifyClient;
      mockClient(mocked).on(sdk.ListAppsCommand).rejects(internalFailure());
      await rejectionOf(client.send(listApps()));
      const mock = mockClient(mocked);
      mock.on(sdk.ListAppsCommand).resolves({ apps: [] });
      await client.send(listApps());
      const pages = sdk.paginateListApps({ client }, {});
      expect((await pages.next()).value?.apps).toEqual([]);
      expect(mock.commandCalls(sdk.ListAppsCommand)).toHaveLength(2);
      expect(simulator.requests.total).toBe(0);
      mock.reset();
      expect(await client.send(listApps())).toBeUndefined();
      mock.restore();
      expect((await client.send(listApps())).apps).toEqual([]);
      expect(simulator.requests.total).toBe(1);
      expect(events.endings).toEqual(["failure", ...Array<string>(4).fill("success")]);
    },
  );

  test("on class and instance at once, twice, and restored, never tells a call twice", async () => {
    const simulator = await startSimulator();
    const raw = rawClient(simulator, once);
    const client = withBreakers(raw);
    const events = recordEvents(client.breakers);
    for (let round = 0; round < 2; round++) {
      const ofClass = mockClient(sdk.AmplifyClient);
      const ofInstance = mockClient(client);
      ofInstance.on(sdk.ListAppsCommand).resolves({ apps: [] });
      await client.send(listApps());
      ofInstance.restore();
      ofClass.restore();
      await client.send(listApps());
    }
    expect(events.endings).toEqual(Array(4).fill("success"));
    expect(simulator.requests.total).toBe(2);
    expect(events.of("attempt")).toHaveLength(2);
  });
});
