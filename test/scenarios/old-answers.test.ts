import { paginateListApps, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { collectPages, createBreakers, fallbackOf, lastKnownGood } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { quickToOpen } from "./support/outage.ts";
import { rejectionOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const once: AmplifyClientConfig = { maxAttempts: 1 };
const listsFail = { kind: "error", error: "InternalFailureException", operations: "List*" } as const;

/** An account with five apps, and a client that keeps old answers. */
async function startAccount() {
  const clock = new ManualClock();
  const simulator = await startSimulator({ seedApps: 5 });
  const options = { ...quickToOpen, fallback: lastKnownGood(), clock };
  return { clock, simulator, options, client: protectedClient(simulator, options, once) };
}

/** Three clients on shared breakers: two of one tenant, and one of another. */
async function startTenants() {
  const { simulator, options } = await startAccount();
  const breakers = createBreakers(options);
  const clientOf = (scope: string) => breakers.protect(rawClient(simulator, once), { scope });
  const [reader, writer, stranger] = [clientOf("tenant-1"), clientOf("tenant-1"), clientOf("tenant-2")];
  return { simulator, reader, writer, stranger, appId: simulator.state.apps[0]?.appId };
}

describe("an old list", () => {
  test("is given in an outage, with its age and the reason, and costs no request once the circuit is open", async () => {
    const { clock, simulator, client } = await startAccount();
    const events = recordEvents(client.breakers);
    const fresh = await client.listApps({});
    simulator.faults.inject(listsFail);
    clock.advance(60_000);
    const stale = [await client.listApps({}), await client.listApps({}), await client.listApps({})];
    expect(stale.map(({ apps }) => apps)).toEqual(Array(3).fill(fresh.apps));
    expect(stale.map(fallbackOf)).toMatchObject([
      { reason: "failure", ageMs: 60_000, error: { name: "InternalFailureException" } },
      { reason: "failure", ageMs: 60_000, error: { name: "InternalFailureException" } },
      { reason: "open", ageMs: 60_000, error: { name: "CircuitOpenError" } },
    ]);
    expect(fallbackOf(fresh)).toBeUndefined();
    expect(simulator.requests.total).toBe(3);
    expect(events.endings).toEqual(["success", "failure", "failure", "reject"]);
    expect(events.of("fallback")).toHaveLength(3);
  });

  test("is each caller's own, whatever others do to theirs", async () => {
    const { simulator, client } = await startAccount();
    const fresh = await client.listApps({});
    fresh.apps?.splice(0);
    simulator.faults.inject(listsFail);
    const first = await client.listApps({});
    first.apps?.pop();
    expect((await client.listApps({})).apps).toHaveLength(5);
  });

  test("is not given when it is older than allowed", async () => {
    const { clock, simulator, client } = await startAccount();
    await client.listApps({});
    simulator.faults.inject(listsFail);
    clock.advance(600_000);
    expect((await client.listApps({})).apps).toHaveLength(5);
    clock.advance(1);
    expect(await rejectionOf(client.listApps({}))).toMatchObject({ name: "InternalFailureException" });
  });

  test("is dropped by an update, also by one of another client of the same scope", async () => {
    const { simulator, reader, writer, appId } = await startTenants();
    await reader.listApps({});
    simulator.faults.inject(listsFail);
    expect((await writer.listApps({})).apps).toHaveLength(5);
    await writer.updateApp({ appId, description: "sells" });
    expect((await rejectionOf(reader.listApps({}))).name).toBe("InternalFailureException");
    expect((await rejectionOf(reader.listApps({}))).name).toBe("CircuitOpenError");
    expect(simulator.requests.count("ListApps")).toBe(3);
  });

  test("is dropped by an update that fails after it may have taken effect, but by none that was refused", async () => {
    const { simulator, reader, writer, appId } = await startTenants();
    await reader.listApps({});
    simulator.faults.inject(listsFail);
    writer.breakers.circuit("UpdateApp").isolate("deploy freeze");
    expect((await rejectionOf(writer.updateApp({ appId, name: "shop" }))).name).toBe("CircuitOpenError");
    expect((await reader.listApps({})).apps).toHaveLength(5);
    writer.breakers.circuit("UpdateApp").release();
    simulator.faults.inject({ kind: "reset", operations: "UpdateApp", applied: true });
    await rejectionOf(writer.updateApp({ appId, name: "shop" }));
    expect(simulator.state.apps[0]?.name).toBe("shop");
    await rejectionOf(reader.listApps({}));
  });

  test("never comes from another tenant, and another tenant's update drops nothing", async () => {
    const { simulator, reader, stranger, appId } = await startTenants();
    await reader.listApps({});
    simulator.faults.inject(listsFail);
    expect((await rejectionOf(stranger.listApps({}))).name).toBe("InternalFailureException");
    await stranger.updateApp({ appId, description: "sells" });
    expect((await reader.listApps({})).apps).toHaveLength(5);
  });
});

describe("an old list of several pages", () => {
  test("is given whole for one request, though the service comes back in the middle", async () => {
    const { clock, simulator, client } = await startAccount();
    const config = { client, pageSize: 2 };
    const fresh = await collectPages(paginateListApps, config, {});
    simulator.faults.inject({ ...listsFail, times: 1 });
    clock.advance(30_000);
    const stale = await collectPages(paginateListApps, config, {});
    expect(stale).toMatchObject({ isComplete: true, isStale: true, ageMs: 30_000 });
    expect(stale.items).toEqual(fresh.items);
    expect(simulator.requests.total).toBe(3 + 1);
    expect((await collectPages(paginateListApps, config, {})).isStale).toBe(false);
  });

  test("does not go on where live pages break off", async () => {
    const { simulator, client } = await startAccount();
    const config = { client, pageSize: 2 };
    await collectPages(paginateListApps, config, {});
    let pages = 0;
    const breakOff = {
      withCommand: () => {
        pages += 1;
        if (pages === 3) simulator.faults.inject(listsFail);
        return undefined;
      },
    };
    const list = await collectPages(paginateListApps, { ...config, ...breakOff }, {});
    expect(list).toMatchObject({ isComplete: false, isStale: false, missing: { afterPages: 2 } });
    expect(list.items).toHaveLength(4);
    expect(list.missing?.error).toMatchObject({ name: "InternalFailureException" });
  });
});
