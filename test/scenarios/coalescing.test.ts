import { describe, expect, test } from "vitest";
import { createBreakers, type BreakerOptions } from "../../src/index.ts";
import { ManualClock, type AmplifySimulator } from "../../src/testing/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { eventually } from "./support/eventually.ts";
import { callTogether, namesOf, quickToOpen } from "./support/outage.ts";
import { settlementOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const once = { maxAttempts: 1 };

/** A service that answers when its clock is moved on. */
async function startPatientService(options: BreakerOptions = {}) {
  const clock = new ManualClock();
  const simulator = await startSimulator({ clock, latencyMs: 50, seedApps: 2 });
  const client = protectedClient(simulator, { coalesce: true, ...options }, once);
  const events = recordEvents(client.breakers);
  return { simulator, client, events, answer: () => clock.advance(50) };
}

function arrived(simulator: AmplifySimulator, count: number): Promise<void> {
  return eventually(`${count} requests in flight`, () => simulator.requests.inFlight === count);
}

describe("identical reads", () => {
  test("are one request on the wire, with a copy and an event for each caller", async () => {
    const { simulator, client, events, answer } = await startPatientService();
    const calls = callTogether(client, 20);
    await arrived(simulator, 1);
    answer();
    const outputs = (await calls).map(({ output }) => output as { apps: unknown[] });
    expect(outputs.map(({ apps }) => apps.length)).toEqual(Array(20).fill(2));
    expect(new Set(outputs).size).toBe(20);
    expect(new Set(outputs.map(({ apps }) => apps[0])).size).toBe(20);
    expect(simulator.requests.total).toBe(1);
    expect(events.endings).toEqual(Array(20).fill("success"));
    expect(events.of("success").filter(({ coalesced }) => coalesced === true)).toHaveLength(19);
    expect(client.breakers.circuit("ListApps").stats()).toMatchObject({ successes: 1, inFlight: 0 });
  });

  test("that fail are one failure, and each caller's error is the service's", async () => {
    const { simulator, client, events, answer } = await startPatientService(quickToOpen);
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    const calls = callTogether(client, 20);
    await arrived(simulator, 1);
    answer();
    expect(namesOf(await calls)).toEqual(Array(20).fill("InternalFailureException"));
    expect(client.breakers.circuit("ListApps").stats()).toMatchObject({ failures: 1, inFlight: 0 });
    expect(events.story).toEqual([]);
  });

  test("go on when one caller gives up, and close the connection when the last one does", async () => {
    const { simulator, client, events } = await startPatientService();
    const controllers = [new AbortController(), new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) =>
      settlementOf(() => client.listApps({}, { abortSignal: signal })),
    );
    await arrived(simulator, 1);
    controllers[0]?.abort();
    controllers[2]?.abort();
    await Promise.all([calls[0], calls[2]]);
    expect(simulator.requests.inFlight).toBe(1);
    controllers[1]?.abort();
    expect(namesOf(await Promise.all(calls))).toEqual(Array(3).fill("AbortError"));
    expect((await simulator.requests.last?.settled)?.isClosedEarly).toBe(true);
    expect(simulator.requests.total).toBe(1);
    expect(events.endings).toEqual(Array(3).fill("cancelled"));
  });

  test("are answered though the caller who began has given up", async () => {
    const { simulator, client, answer } = await startPatientService();
    const controller = new AbortController();
    const first = settlementOf(() => client.listApps({}, { abortSignal: controller.signal }));
    const others = callTogether(client, 2);
    await arrived(simulator, 1);
    controller.abort();
    await first;
    answer();
    expect(namesOf([await first, ...(await others)])).toEqual(["AbortError", "answered", "answered"]);
    expect(simulator.requests.last?.isClosedEarly).toBe(false);
    expect(simulator.requests.total).toBe(1);
  });

  test("end at the deadline of each caller, and close the connection at the last one's", async () => {
    const clock = new ManualClock();
    const { simulator, client, events, answer } = await startPatientService({ timeout: 500, clock });
    const first = settlementOf(() => client.listApps({}));
    await arrived(simulator, 1);
    clock.advance(300);
    const second = settlementOf(() => client.listApps({}));
    clock.advance(200);
    expect(namesOf([await first])).toEqual(["CallTimeoutError"]);
    answer();
    expect(namesOf([await second])).toEqual(["answered"]);

    const late = callTogether(client, 2);
    await arrived(simulator, 1);
    clock.advance(500);
    expect(namesOf(await late)).toEqual(Array(2).fill("CallTimeoutError"));
    expect((await simulator.requests.last?.settled)?.isClosedEarly).toBe(true);
    expect([...simulator.requests].map(({ isClosedEarly }) => isClosedEarly)).toEqual([false, true]);
    expect(events.endings).toEqual(["timeout", "success", "timeout", "timeout"]);
  });

  test("are two requests where something was written in between", async () => {
    const { simulator, client, answer } = await startPatientService();
    const { appId } = simulator.state.apps[0] ?? {};
    const before = client.listApps({});
    await arrived(simulator, 1);
    const write = client.updateApp({ appId, name: "shop" });
    await arrived(simulator, 2);
    const after = client.listApps({});
    await arrived(simulator, 3);
    answer();
    await Promise.all([before, write, after]);
    expect(simulator.requests.count("ListApps")).toBe(2);
  });
});

test("writes that look the same are all made", async () => {
  const { simulator, client, answer } = await startPatientService();
  const calls = Promise.all([client.createApp({ name: "shop" }), client.createApp({ name: "shop" })]);
  await arrived(simulator, 2);
  answer();
  const ids = (await calls).map(({ app }) => app?.appId);
  expect(new Set(ids).size).toBe(2);
});

test.each([
  { scopes: ["tenant-1", "tenant-1"], requests: 1, who: "two clients of one scope share a request" },
  { scopes: ["tenant-1", "tenant-2"], requests: 2, who: "two tenants share none" },
  { scopes: [undefined, undefined], requests: 2, who: "two clients without a scope share none" },
])("of identical reads, $who", async ({ scopes, requests }) => {
  const { simulator, answer } = await startPatientService();
  const breakers = createBreakers({ coalesce: true });
  const clients = scopes.map((scope) => breakers.protect(rawClient(simulator), { scope }));
  const calls = Promise.all(clients.map((client) => client.listApps({})));
  await arrived(simulator, requests);
  answer();
  expect((await calls).map(({ apps }) => apps?.length)).toEqual([2, 2]);
  expect(simulator.requests.total).toBe(requests);
});

test("a client that is destroyed after its caller gave up still gets the others their answer", async () => {
  const { simulator, answer } = await startPatientService();
  const breakers = createBreakers({ coalesce: true });
  const [first, second] = [
    breakers.protect(rawClient(simulator), { scope: "tenant-1" }),
    breakers.protect(rawClient(simulator), { scope: "tenant-1" }),
  ];
  const controller = new AbortController();
  const call = settlementOf(() => first.listApps({}, { abortSignal: controller.signal }));
  const shared = settlementOf(() => second.listApps({}));
  await arrived(simulator, 1);
  controller.abort();
  await call;
  first.destroy();
  answer();
  expect(namesOf([await shared])).toEqual(["answered"]);
  expect(simulator.requests.total).toBe(1);
});
