import { inspect } from "node:util";
import * as sdk from "@aws-sdk/client-amplify";
import { describe, expect, test, vi } from "vitest";
import { createBreakers, withBreakers, type BreakerOptions } from "../../src/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./support/outage.ts";
import { rejectionOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const listApps = () => new sdk.ListAppsCommand({});
const once = { maxAttempts: 1 };
type Send = (...args: unknown[]) => Promise<unknown>;
const sendOf = (client: object) => Reflect.get(client, "send") as Send;
describe("the substitute", () => {
  test("is an instance of the client's class, and of its own kind only", async () => {
    const client = protectedClient(await startSimulator());
    expect(client).toBeInstanceOf(sdk.Amplify);
    expect(client).toBeInstanceOf(sdk.AmplifyClient);
    expect(Object.getPrototypeOf(client)).toBe(sdk.Amplify.prototype);
  });

  test("looks like the client it stands for, and has breakers besides", async () => {
    const raw = rawClient(await startSimulator());
    const client = withBreakers(raw);
    expect(Object.keys(client)).toEqual(Object.keys(raw));
    expect(inspect(client)).toBe(inspect(raw));
    expect(Object.keys(client)).not.toContain("breakers");
    expect("breakers" in client).toBe(true);
    expect("breakers" in raw).toBe(false);
    expect(client.config).toBe(raw.config);
    expect(await client.config.region()).toBe("us-east-1");
    expect(client.middlewareStack).toBe(raw.middlewareStack);
  });

  test("has one send, as the client has, until somebody patches it", async () => {
    const raw = rawClient(await startSimulator());
    const client = withBreakers(raw);
    const [send, rawSend] = [sendOf(client), sendOf(raw)];
    expect(sendOf(client)).toBe(send);
    expect(send).not.toBe(rawSend);
    expect(sendOf(withBreakers(raw))).not.toBe(send);
    expect([send.name, send.length]).toEqual([rawSend.name, rawSend.length]);
  });

  test("can be sent to through a send that was taken off it", async () => {
    const client = protectedClient(await startSimulator());
    const events = recordEvents(client.breakers);
    await sendOf(client)(listApps());
    await client.send.bind(client)(listApps());
    await sendOf(client).call(client, listApps());
    expect(events.endings).toEqual(["success", "success", "success"]);
  });

  test("lets its send be lent to another client, which stays raw", async () => {
    const simulator = await startSimulator();
    const client = protectedClient(simulator);
    const events = recordEvents(client.breakers);
    await sendOf(client).call(rawClient(simulator), listApps());
    expect(simulator.requests.total).toBe(1);
    expect(events.all).toEqual([]);
  });

  test("runs middleware that was added to it or to a command", async () => {
    const simulator = await startSimulator();
    const client = protectedClient(simulator);
    const seen: string[] = [];
    client.middlewareStack.add(
      (next, context) => (args) => {
        seen.push(`client ${context.commandName}`);
        return next(args);
      },
      { step: "build", name: "userMiddleware" },
    );
    client.middlewareStack.use({
      applyToStack: (stack) => {
        stack.add(
          (next) => (args) => {
            seen.push("plugin");
            return next(args);
          },
          { step: "build" },
        );
      },
    });
    const command = listApps();
    command.middlewareStack.add(
      (next) => (args) => {
        seen.push("command");
        return next(args);
      },
      { step: "build" },
    );
    await client.send(command);
    expect(seen).toEqual(["client ListAppsCommand", "plugin", "command"]);
  });

  test("goes on after destroy() as the client does", async () => {
    const client = protectedClient(await startSimulator());
    await client.send(listApps());
    client.destroy();
    expect(namesOf(await callTogether(client, 2))).toEqual(["answered", "answered"]);
  });

  test("takes what is set on it as the client would", async () => {
    const raw = rawClient(await startSimulator());
    const client = withBreakers(raw) as sdk.Amplify & { label?: string };
    client.label = "mine";
    expect((raw as { label?: string }).label).toBe("mine");
    delete client.label;
    expect("label" in raw).toBe(false);
  });

  test("leaves the wrapped client raw: its calls are neither observed nor refused", async () => {
    const simulator = await startSimulator();
    const raw = rawClient(simulator, once);
    const client = withBreakers(raw, quickToOpen);
    await openByOutage(client, simulator);
    const events = recordEvents(client.breakers);
    const [refused, answered] = await Promise.all([callTogether(client, 2), callTogether(raw, 2)]);
    expect(namesOf(refused)).toEqual(["CircuitOpenError", "CircuitOpenError"]);
    expect(namesOf(answered)).toEqual(["answered", "answered"]);
    expect(events.endings).toEqual(["reject", "reject"]);
    expect(events.of("attempt")).toEqual([]);
  });

  test("adds one named middleware to the client, however often it is protected", async () => {
    const raw = rawClient(await startSimulator());
    const before = raw.middlewareStack.identify();
    const breakers = createBreakers();
    for (let wrap = 0; wrap < 3; wrap++) breakers.protect(raw);
    const added = raw.middlewareStack.identify().filter((entry) => !before.includes(entry));
    expect(added).toEqual(["amplifyBreakerAttemptMiddleware - deserialize"]);
  });
});

describe("a client protected by two sets of breakers", () => {
  test("tells each of its own calls only", async () => {
    const raw = rawClient(await startSimulator());
    const [one, other] = [withBreakers(raw), withBreakers(raw)];
    const [events, otherEvents] = [recordEvents(one.breakers), recordEvents(other.breakers)];
    await Promise.all([one.send(listApps()), one.send(listApps()), other.send(listApps())]);
    expect(events.endings).toEqual(["success", "success"]);
    expect(events.of("attempt")).toHaveLength(2);
    expect(otherEvents.endings).toEqual(["success"]);
    expect(otherEvents.of("attempt")).toHaveLength(1);
  });
});

describe("what the caller gives", () => {
  test("is never changed: frozen options, inputs, commands and breaker options will do", async () => {
    const simulator = await startSimulator({ seedApps: 1 });
    simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 1 });
    const options: BreakerOptions = freezeDeeply({
      ...quickToOpen,
      operations: { ListApps: { resetBackoff: { factor: 3 } } },
    });
    const client = protectedClient(simulator, options);
    const input = freezeDeeply({ maxResults: 1 });
    const command = new sdk.ListAppsCommand(input);
    const [commandBefore, stackBefore] = [inspect(command), command.middlewareStack.identify()];
    const sendOptions = Object.freeze({ abortSignal: new AbortController().signal });
    Object.freeze(command);
    await client.send(command, sendOptions);
    await client.listApps(input, sendOptions);
    expect(inspect(command)).toBe(commandBefore);
    expect(command.middlewareStack.identify()).toEqual(stackBefore);
    expect(Object.keys(sendOptions)).toEqual(["abortSignal"]);
  });

  test("as further options of send is passed on", async () => {
    const simulator = await startSimulator();
    const raw = rawClient(simulator, once);
    const given: unknown[] = [];
    const { handle } = raw.config.requestHandler;
    raw.config.requestHandler.handle = (request, options) => {
      given.push(options);
      return handle.call(raw.config.requestHandler, request, options);
    };
    await withBreakers(raw).send(listApps(), { requestTimeout: 1_234, other: "thing" } as never);
    expect(given).toMatchObject([{ requestTimeout: 1_234, abortSignal: expect.any(AbortSignal) as unknown }]);
  });

  test("as a signal of the SDK's older kind is heard", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject({ kind: "hang" });
    const client = protectedClient(simulator);
    const signal = { aborted: false, onabort: null as (() => void) | null };
    const error = rejectionOf(client.send(listApps(), { abortSignal: signal as never }));
    await simulator.requests.next();
    signal.aborted = true;
    signal.onabort?.();
    expect(await error).toMatchObject({ name: "AbortError" });
  });

  test("as a signal that outlives the call keeps nothing of it", async () => {
    const client = protectedClient(await startSimulator());
    const controller = new AbortController();
    const { signal } = controller;
    let listening = 0;
    vi.spyOn(signal, "addEventListener").mockImplementation(() => void listening++);
    vi.spyOn(signal, "removeEventListener").mockImplementation(() => void listening--);
    await client.send(listApps(), { abortSignal: signal });
    expect(listening).toBe(0);
  });
});

function freezeDeeply<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) {
    if (typeof member === "object" && member !== null) freezeDeeply(member as object);
  }
  return Object.freeze(value);
}

describe("a client's own settings", () => {
  test("cacheMiddleware neither loses attempts nor mixes calls up", async () => {
    const simulator = await startSimulator();
    const client = protectedClient(simulator, {}, { cacheMiddleware: true });
    const events = recordEvents(client.breakers);
    await callTogether(client, 10);
    await client.send(listApps(), {});
    simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 1 });
    await client.send(listApps());
    expect(events.calls.map(({ attempts }) => attempts)).toEqual([...Array<number>(11).fill(1), 2]);
    expect(events.of("attempt")).toHaveLength(13);
  });

  test("cacheMiddleware of a dry run disturbs no call, neither the raw client's", async () => {
    const simulator = await startSimulator();
    const raw = rawClient(simulator, { cacheMiddleware: true });
    const client = withBreakers(raw, { enabled: false });
    const events = recordEvents(client.breakers);
    for (const each of [client, client, raw, client]) await each.send(listApps());
    expect(events.calls).toMatchObject([{ attempts: 1 }, { attempts: 1 }, { attempts: 1 }]);
  });

  test.each(["throws", "hangs"])(
    "middleware that %s after the answer is not Amplify's failure",
    async (how) => {
      const client = protectedClient(await startSimulator(), { ...quickToOpen, timeout: 200 });
      const events = recordEvents(client.breakers);
      const trouble = Object.assign(new Error("the audit log is down"), { code: "ECONNREFUSED" });
      client.middlewareStack.add((next) => async (args) => {
        await next(args);
        if (how === "throws") throw trouble;
        return new Promise(() => {});
      });
      await callTogether(client, 12);
      expect(new Set(events.calls.map(({ type }) => type))).toEqual(
        new Set([how === "throws" ? "ignored" : "timeout"]),
      );
      expect(client.breakers.circuit("ListApps").stats()).toMatchObject({ failures: 0 });
      expect(client.breakers.circuit("ListApps").state).toBe("closed");
    },
  );

  test.each(["standard", "adaptive"])(
    "retryMode %s makes its own attempts, and they are counted",
    async (retryMode) => {
      const simulator = await startSimulator();
      simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 2 });
      const client = protectedClient(simulator, {}, { retryMode });
      const events = recordEvents(client.breakers);
      await client.send(listApps());
      expect(events.calls).toMatchObject([{ type: "success", attempts: 3 }]);
    },
  );

  test("a retryStrategy of the user's decides about attempts", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject({ kind: "error", error: "NotFoundException", times: 4 });
    const token = { getRetryCount: () => 0, getRetryDelay: () => 0 };
    const retryStrategy = {
      acquireInitialRetryToken: () => Promise.resolve(token),
      refreshRetryTokenForRetry: () => Promise.resolve(token),
      recordSuccess: () => {},
    };
    const client = protectedClient(simulator, quickToOpen, { retryStrategy });
    const events = recordEvents(client.breakers);
    await client.send(listApps());
    expect(events.calls).toMatchObject([{ type: "success", attempts: 5 }]);
    expect(events.story).toEqual([]);
  });

  test("a requestHandler of the user's is asked, and its errors are told", async () => {
    const simulator = await startSimulator();
    const requestHandler = {
      metadata: { handlerProtocol: "http/1.1" },
      handle: () => Promise.reject(Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" })),
      destroy: () => {},
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    };
    const client = protectedClient(simulator, {}, { requestHandler: requestHandler as never });
    const events = recordEvents(client.breakers);
    expect(await rejectionOf(client.send(listApps()))).toMatchObject({ code: "UND_ERR_SOCKET" });
    expect(events.calls).toMatchObject([{ type: "failure", attempts: 1 }]);
  });

  test("a raw call made inside its middleware is not taken for the call's own attempt", async () => {
    const simulator = await startSimulator({ seedApps: 1 });
    const raw = rawClient(simulator, once);
    const inner = rawClient(simulator, once);
    let isNested = false;
    const nest = (client: sdk.Amplify) =>
      client.middlewareStack.add(
        (next, context) => async (args) => {
          if (context.commandName === "ListAppsCommand" && !isNested) {
            isNested = true;
            await Promise.all([inner.listApps({}), raw.listApps({})]);
          }
          return next(args);
        },
        { step: "build" },
      );
    nest(raw);
    const client = withBreakers(raw);
    const events = recordEvents(client.breakers);
    await client.send(listApps());
    expect(simulator.requests.total).toBe(3);
    expect(events.calls).toMatchObject([{ type: "success", attempts: 1 }]);
    expect(events.of("attempt")).toHaveLength(1);
  });
});
