import { describe, expect, test } from "vitest";
import { createBreakers, type BreakerOptions } from "../../src/index.ts";
import { ManualClock, type AmplifySimulator } from "../../src/testing/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { namesOf, quickToOpen } from "./support/outage.ts";
import { settlementOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const once = { maxAttempts: 1 };
const outage = { kind: "error", error: "InternalFailureException" } as const;

/** What rejects a call, by name; `answered` where nothing does. */
async function nameOf(call: () => Promise<unknown>): Promise<string | undefined> {
  return namesOf([await settlementOf(call)])[0];
}

/** Lets the service fail while the calls are made, one after the other. */
async function inOutage(simulator: AmplifySimulator, ...calls: (() => Promise<unknown>)[]): Promise<void> {
  const fault = simulator.faults.inject(outage);
  for (const call of calls) await settlementOf(call);
  fault.remove();
}

const perApp: BreakerOptions = {
  ...quickToOpen,
  circuit: (operation, input) => (input as { appId?: string }).appId ?? operation,
};

describe("circuits for each app", () => {
  test("are shared by the app's operations, and by no other app's", async () => {
    const simulator = await startSimulator();
    const [one, other] = ["one", "other"].map((name) => simulator.state.addApp({ name }).appId ?? "");
    const client = protectedClient(simulator, perApp, once);
    const events = recordEvents(client.breakers);
    await inOutage(
      simulator,
      () => client.getApp({ appId: one }),
      () => client.listBranches({ appId: one }),
    );
    const before = simulator.requests.total;
    expect(await nameOf(() => client.updateApp({ appId: one, name: "shop" }))).toBe("CircuitOpenError");
    expect(simulator.requests.total).toBe(before);
    expect(await nameOf(() => client.getApp({ appId: other }))).toBe("answered");
    expect(await nameOf(() => client.listApps({}))).toBe("answered");
    expect(events.of("open")).toMatchObject([{ circuit: one }]);
    expect(client.breakers.circuit("GetJob", { input: { appId: one } }).state).toBe("open");
    expect([...client.breakers].map(({ name }) => name)).toEqual([one, other, "ListApps"]);
  });

  test("beyond the most there may be share one, where none of the others can be forgotten", async () => {
    const simulator = await startSimulator({ seedApps: 4 });
    const ids = simulator.state.apps.map(({ appId }) => appId ?? "");
    const client = protectedClient(simulator, { ...perApp, maxCircuits: 2 }, once);
    const get = (index: number) => () => client.getApp({ appId: ids[index] });
    await inOutage(simulator, get(0), get(0), get(1), get(1));
    expect(await nameOf(get(2))).toBe("answered");
    expect([...client.breakers].map(({ name }) => name)).toEqual([ids[0], ids[1], "(overflow)"]);
    await inOutage(simulator, get(2), get(3));
    const before = simulator.requests.total;
    expect(await Promise.all([0, 1, 2, 3].map((index) => nameOf(get(index))))).toEqual(
      Array(4).fill("CircuitOpenError"),
    );
    expect(simulator.requests.total).toBe(before);
  });

  test("are forgotten when they are closed and others are needed", async () => {
    const simulator = await startSimulator({ seedApps: 4 });
    const ids = simulator.state.apps.map(({ appId }) => appId ?? "");
    const client = protectedClient(simulator, { ...perApp, maxCircuits: 2 }, once);
    for (const appId of ids) await client.getApp({ appId });
    expect([...client.breakers].map(({ name }) => name)).toEqual(ids.slice(2));
  });
});

describe("three operations that are out", () => {
  const threshold: BreakerOptions = { ...quickToOpen, serviceThreshold: 3 };

  test("open the others too, those that were not called yet as well, without a request", async () => {
    const simulator = await startSimulator({ seedApps: 1 });
    const { appId } = simulator.state.apps[0] ?? {};
    const client = protectedClient(simulator, threshold, once);
    const events = recordEvents(client.breakers);
    await client.createBranch({ appId, branchName: "main" });
    const three = [
      () => client.listApps({}),
      () => client.getApp({ appId }),
      () => client.listBranches({ appId }),
    ];
    const first = [...three, ...three].slice(0, 5);
    await inOutage(simulator, ...first);
    expect(client.breakers.circuit("CreateBranch").state).toBe("closed");
    await inOutage(simulator, ...three.slice(2));

    expect(simulator.requests.total).toBe(1 + 6);
    expect(await nameOf(() => client.createBranch({ appId, branchName: "next" }))).toBe("CircuitOpenError");
    expect(await nameOf(() => client.listWebhooks({ appId }))).toBe("CircuitOpenError");
    expect(simulator.requests.total).toBe(1 + 6);
    expect(events.of("open").map(({ operation, trigger }) => `${operation} ${trigger}`)).toEqual([
      "ListApps consecutive",
      "GetApp consecutive",
      "ListBranches consecutive",
      "CreateBranch service",
      "ListWebhooks service",
    ]);
  });

  test("are found out for one tenant, and each recovers by a probe of its own", async () => {
    const clock = new ManualClock();
    const simulator = await startSimulator({ seedApps: 1 });
    const { appId } = simulator.state.apps[0] ?? {};
    const breakers = createBreakers({ ...threshold, clock });
    const [hit, spared] = ["tenant-1", "tenant-2"].map((scope) =>
      breakers.protect(rawClient(simulator, once), { scope }),
    );
    if (hit === undefined || spared === undefined) throw new Error("no clients");
    const three = [() => hit.listApps({}), () => hit.getApp({ appId }), () => hit.listBranches({ appId })];
    await inOutage(simulator, ...three, ...three);
    expect(await nameOf(() => hit.listWebhooks({ appId }))).toBe("CircuitOpenError");
    expect(await nameOf(() => spared.listWebhooks({ appId }))).toBe("answered");

    clock.advance(100_000);
    expect(await nameOf(() => hit.listWebhooks({ appId }))).toBe("answered");
    expect(hit.breakers.circuit("ListWebhooks").state).toBe("closed");
    expect(hit.breakers.circuit("ListApps").state).toBe("halfOpen");
  });
});
