import { AmplifyClient, GetAppCommand, UpdateAppCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import {
  createBreakers,
  fallbackOf,
  lastKnownGood,
  type BreakerOptions,
  type Breakers,
} from "../../src/index.ts";

const getApp = () => new GetAppCommand({ appId: "a1" });

/** An account's client, each of whose answers says whose it is, and how many there were before. */
function anAccount(breakers: Breakers, owner: string, scope?: string) {
  const raw = new AmplifyClient({ region: "eu-west-1" });
  const account = { isDown: false, requests: 0 };
  const send = async (): Promise<unknown> => {
    account.requests++;
    const { requests } = account;
    await Promise.resolve();
    if (account.isDown) throw Object.assign(new Error("down"), { name: "InternalFailureException" });
    return { app: { name: `${owner} ${requests}` } };
  };
  Object.assign(raw, { send });
  const client = breakers.protect(raw, { scope });
  const nameOfApp = async (): Promise<string | undefined> => (await client.send(getApp())).app?.name;
  return { account, client, nameOfApp };
}

function remembering(options: BreakerOptions = {}): Breakers {
  return createBreakers({ ...options, fallback: lastKnownGood() });
}

describe("old answers", () => {
  test.each<[string, string | undefined, string | undefined]>([
    ["two tenants", "tenant-1", "tenant-2"],
    ["two clients without a scope", undefined, undefined],
    ["a tenant and a client without a scope", "tenant-1", undefined],
  ])("of one are never given to the other: %s", async (_who, scope, otherScope) => {
    const breakers = remembering();
    const [one, other] = [anAccount(breakers, "one", scope), anAccount(breakers, "other", otherScope)];
    expect(await one.nameOfApp()).toBe("one 1");
    other.account.isDown = true;
    await expect(other.nameOfApp()).rejects.toThrow("down");
    one.account.isDown = true;
    expect(await one.nameOfApp()).toBe("one 1");
  });

  test("are shared within an explicit scope, marked, and dropped by the writes of each", async () => {
    const breakers = remembering();
    const [one, same] = [anAccount(breakers, "one", "tenant"), anAccount(breakers, "same", "tenant")];
    await one.nameOfApp();
    same.account.isDown = true;
    const output = await same.client.send(getApp());
    expect(output.app?.name).toBe("one 1");
    expect(fallbackOf(output)).toMatchObject({ reason: "failure", error: { message: "down" } });
    await one.client.send(new UpdateAppCommand({ appId: "a1" }));
    await expect(same.nameOfApp()).rejects.toThrow("down");
  });
});

describe("requests in flight", () => {
  const scopes: readonly (readonly [string | undefined, string | undefined, number])[] = [
    ["tenant-1", "tenant-2", 2],
    [undefined, undefined, 2],
    ["tenant-1", undefined, 2],
    ["tenant", "tenant", 1],
  ];

  test.each(scopes)("of clients with the scopes %s and %s are %i", async (scope, otherScope, requests) => {
    const breakers = createBreakers({ coalesce: true });
    const [one, other] = [anAccount(breakers, "one", scope), anAccount(breakers, "other", otherScope)];
    // From here on both clients know their circuits.
    for (const { client } of [one, other]) await client.breakers.whenAvailable("GetApp");
    const names = await Promise.all([one.nameOfApp(), other.nameOfApp()]);
    expect(one.account.requests + other.account.requests).toBe(requests);
    expect(names).toEqual(["one 1", requests === 1 ? "one 1" : "other 1"]);
  });
});
