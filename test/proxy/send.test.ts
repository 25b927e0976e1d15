import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test, vi } from "vitest";
import { withBreakers, type BreakerOptions } from "../../src/index.ts";
import { rawClient } from "../outcome/raw-client.ts";

/** A client whose `send` notes what it is given and answers without a network. */
function clientThatNotes(options: BreakerOptions = {}) {
  const raw = new AmplifyClient({ region: "us-east-1" });
  const send = vi.fn((..._args: unknown[]): unknown => Promise.resolve({ apps: [] }));
  Object.assign(raw, { send });
  return { raw, send, client: withBreakers(raw, options) };
}

describe("the client's own send", () => {
  test("gets the command itself, the options in a copy, and a signal of ours", async () => {
    const { client, send } = clientThatNotes();
    const command = new ListAppsCommand({});
    const options = { requestTimeout: 7, abortSignal: new AbortController().signal };
    await client.send(command, options);
    const [given = []] = send.mock.calls;
    expect(given).toHaveLength(2);
    expect(given[0]).toBe(command);
    const { abortSignal, ...others } = given[1] as typeof options;
    expect(others).toEqual({ requestTimeout: 7 });
    expect(abortSignal).toBeInstanceOf(AbortSignal);
    expect(abortSignal).not.toBe(options.abortSignal);
  });

  test("gets no callback: the promise is what tells how the call went", async () => {
    const { client, send } = clientThatNotes();
    const output = await new Promise((resolve) => {
      client.send(new ListAppsCommand({}), {}, (_error, answer) => resolve(answer));
    });
    expect(output).toEqual({ apps: [] });
    expect(send.mock.calls[0]).toHaveLength(2);
  });

  test("gets no callback for options", async () => {
    const { client, send } = clientThatNotes({ enabled: false });
    const command = new ListAppsCommand({});
    await new Promise<void>((resolve) => {
      client.send(command, () => resolve());
    });
    expect(send.mock.calls).toEqual([[command]]);
  });

  test.each([
    ["a callback", (callback: unknown) => [callback]],
    ["options and a callback", (callback: unknown) => [{}, callback]],
  ])("answers through %s, once, and gives nothing back", async (_what, rest) => {
    const { client, send } = clientThatNotes();
    const error = new Error("down");
    send.mockRejectedValueOnce(error);
    const call = Reflect.get(client, "send") as (...args: unknown[]) => unknown;
    const told: unknown[][] = [];
    for (let calls = 0; calls < 2; calls++) {
      await new Promise<void>((resolve) => {
        const callback = (...args: unknown[]): never => {
          told.push(args);
          resolve();
          throw new Error("bug in a callback");
        };
        expect(call(new ListAppsCommand({}), ...rest(callback))).toBeUndefined();
      });
    }
    expect(told).toEqual([[error], [null, { apps: [] }]]);
  });

  test.each([undefined, null, "ListApps", {}])("gets what is no command as it came: %o", (command) => {
    const { client, send } = clientThatNotes();
    void client.send(command as never, { requestTimeout: 7 });
    expect(send.mock.calls).toEqual([[command, { requestTimeout: 7 }]]);
  });

  test("is called on the client itself", async () => {
    const { client, raw, send } = clientThatNotes();
    await client.send(new ListAppsCommand({}));
    expect(send.mock.contexts).toEqual([raw]);
    expect(send.mock.contexts[0]).toBe(raw);
  });

  test.each([
    ["a command", [new ListAppsCommand({})]],
    ["a command and options", [new ListAppsCommand({}), Object.freeze({ requestTimeout: 7 })]],
  ])("gets from breakers that only observe just what the caller gave: %s", async (_what, args) => {
    const { client, send } = clientThatNotes({ enabled: false });
    await Reflect.apply(Reflect.get(client, "send") as () => Promise<unknown>, client, args);
    expect(send.mock.calls[0]).toHaveLength(args.length);
    args.forEach((arg, index) => expect(send.mock.calls[0]?.[index]).toBe(arg));
  });

  test("may throw at once, which the caller gets as a rejection", async () => {
    const { client, send } = clientThatNotes();
    send.mockImplementation(() => {
      throw new RangeError("thrown, not rejected");
    });
    await expect(client.send(new ListAppsCommand({}))).rejects.toThrow(
      new RangeError("thrown, not rejected"),
    );
  });
});

test("a call of a command that does not tell its operation is observed and never refused", async () => {
  const { client, send } = clientThatNotes({ consecutiveFailures: 1, failureSpanMs: 0 });
  const events: string[] = [];
  client.breakers.on("failure", ({ operation }) => events.push(operation));
  send.mockRejectedValue(Object.assign(new Error("down"), { name: "InternalFailureException" }));
  for (const command of [{ input: {} }, Object.assign(Object.create(null) as object, { input: {} })]) {
    for (let call = 0; call < 3; call++) await expect(client.send(command as never)).rejects.toThrow("down");
  }
  expect(events).toEqual(Array(6).fill("Unknown"));
  expect(send).toHaveBeenCalledTimes(6);
});

describe("AsyncLocalStorage, which makes every promise of a process dearer", () => {
  const answered = () => ({ status: 200, body: { apps: [] } });

  test.each<[string, boolean, BreakerOptions, number]>([
    ["is left alone by a call", false, {}, 0],
    ["is left alone by a call where the SDK keeps pipelines for calls without options", true, {}, 0],
    ["is left alone by a call that is only observed", false, { enabled: false }, 0],
    ["is used where the SDK may send the call through a pipeline it kept", true, { enabled: false }, 1],
  ])("%s", async (_title, cacheMiddleware, options, times) => {
    const client = withBreakers(rawClient(answered, { cacheMiddleware }), options);
    await client.breakers.whenAvailable("ListApps");
    const run = vi.spyOn(AsyncLocalStorage.prototype, "run");
    await client.send(new ListAppsCommand({}));
    expect(run).toHaveBeenCalledTimes(times);
  });

  test("is used where somebody's own send may await something first", async () => {
    const { client } = clientThatNotes();
    await client.breakers.whenAvailable("ListApps");
    const run = vi.spyOn(AsyncLocalStorage.prototype, "run");
    await client.send(new ListAppsCommand({}));
    expect(run).toHaveBeenCalledOnce();
  });
});
