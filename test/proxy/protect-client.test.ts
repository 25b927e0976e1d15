import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { createBreakers, withBreakers, type BreakerOptions } from "../../src/index.ts";
import { isProtected } from "../../src/proxy/protect-client.ts";

const amplifyClient = () => new AmplifyClient({ region: "us-east-1" });
const sendOf = (client: object) => Reflect.get(client, "send") as (command: unknown) => Promise<unknown>;

test("knows the substitutes it made from everything else", () => {
  const raw = amplifyClient();
  expect([isProtected(withBreakers(raw)), isProtected(raw), isProtected({})]).toEqual([true, false, false]);
});

test("gives one wrapper for each send that is found, and the same one again when it is found again", () => {
  const raw = amplifyClient();
  const client = withBreakers(raw);
  const patched = { send: () => Promise.resolve({}) };
  const first = sendOf(client);
  Object.assign(raw, patched);
  const second = sendOf(client);
  expect(second).not.toBe(first);
  expect(sendOf(client)).toBe(second);
  Reflect.deleteProperty(raw, "send");
  expect(sendOf(client)).toBe(first);
});

test("shows on its send what a mock keeps on the function below", () => {
  const raw = amplifyClient();
  const client = withBreakers(raw);
  Object.assign(raw, { send: Object.assign(() => {}, { restore: "of a mock", callCount: 3 }) });
  expect(Object.entries(sendOf(client))).toEqual([
    ["restore", "of a mock"],
    ["callCount", 3],
  ]);
});

test("does not wrap its own wrapper, should a mock that is restored put it onto the client", async () => {
  const raw = amplifyClient();
  let sent = 0;
  Object.assign(raw, { send: () => Promise.resolve({ sent: ++sent }) });
  const client = withBreakers(raw);
  const events: string[] = [];
  client.breakers.on("success", ({ type }) => events.push(type));
  const wrapper = sendOf(client);
  Object.assign(client, { send: wrapper });
  expect(sendOf(client)).toBe(wrapper);
  expect(await client.send(new ListAppsCommand({}))).toEqual({ sent: 1 });
  expect(await sendOf(raw).call(raw, new ListAppsCommand({}))).toEqual({ sent: 2 });
  expect(events).toEqual(["success", "success"]);
});

test("leaves a call to the client on which its send is called", async () => {
  const [client, other] = [withBreakers(amplifyClient()), amplifyClient()];
  const events: string[] = [];
  client.breakers.on("success", ({ type }) => events.push(type));
  const contexts: unknown[] = [];
  function send(this: unknown): Promise<object> {
    contexts.push(this);
    return Promise.resolve({});
  }
  Object.assign(client, { send });
  await sendOf(client).call(other, new ListAppsCommand({}));
  expect(contexts).toEqual([other]);
  expect(contexts[0]).toBe(other);
  expect(events).toEqual([]);
});

test("gives a send that is no function as it is", () => {
  const raw = amplifyClient();
  const client = withBreakers(raw);
  Object.assign(raw, { send: undefined });
  expect(sendOf(client)).toBeUndefined();
});

test("lets accessors see the client itself, and keeps breakers as they are", () => {
  class OwnClient extends AmplifyClient {
    readonly #label = "own";

    get label(): string {
      return this.#label;
    }
  }
  const client = withBreakers(new OwnClient({ region: "us-east-1" }));
  expect(client.label).toBe("own");
  expect(client.breakers).toBe(client.breakers);
  expect(Object.getOwnPropertyDescriptor(client, "breakers")).toBeUndefined();
});

test("has breakers beside all that the client has", () => {
  const client = withBreakers(amplifyClient());
  expect(["breakers", "config", "send", "nothing"].map((name) => name in client)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

describe("a client that is destroyed while its request is under way", () => {
  /** What its `destroy` was given, each time; and what a method of its own gives meanwhile. */
  async function destroyedInFlight(options: BreakerOptions, scope?: string) {
    const raw = amplifyClient();
    const destroyed: unknown[][] = [];
    let answer: (output: object) => void = () => {};
    const output = new Promise<object>((resolve) => {
      answer = resolve;
    });
    Object.assign(raw, {
      send: () => output,
      destroy: (...args: unknown[]) => destroyed.push(args),
      label: () => "own",
    });
    const client = createBreakers(options).protect(raw, { scope });
    await client.breakers.whenAvailable("ListApps");
    const call = client.send(new ListAppsCommand({}));
    client.destroy();
    const before = [...destroyed];
    const label: unknown = Reflect.apply(Reflect.get(client, "label") as () => unknown, client, []);
    answer({});
    await call;
    return { before, after: destroyed, label };
  }

  test("is kept until then where clients of its scope may share the request", async () => {
    expect(await destroyedInFlight({ coalesce: true }, "tenant")).toEqual({
      before: [],
      after: [[]],
      label: "own",
    });
  });

  test.each<[string, BreakerOptions, string | undefined]>([
    ["no scope", { coalesce: true }, undefined],
    ["no shared requests", {}, "tenant"],
  ])("is destroyed at once where it has %s", async (_what, options, scope) => {
    expect(await destroyedInFlight(options, scope)).toEqual({ before: [[]], after: [[]], label: "own" });
  });
});

test("gives the client's other methods as they are", () => {
  const raw = amplifyClient();
  expect(Reflect.get(withBreakers(raw), "destroy")).toBe(Reflect.get(raw, "destroy"));
});
