import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { expect, test } from "vitest";
import { withBreakers } from "../../src/index.ts";
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
  expect(events).toEqual(["success"]);
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
