import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { isCircuitOpenError, type BreakerOptions } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./support/outage.ts";
import { rejectionOf, settlementOf } from "./support/settlement.ts";
import { protectedClient, startSimulator } from "./support/simulated-amplify.ts";

const once = { maxAttempts: 1 };
const outage = { kind: "error", error: "InternalFailureException" } as const;
const listApps = () => new ListAppsCommand({});

/** A client in the middle of an outage: its circuit of ListApps is open, after two requests. */
async function startInOutage(options: BreakerOptions = {}) {
  const clock = new ManualClock();
  const simulator = await startSimulator({ seedApps: 1 });
  const client = protectedClient(simulator, { ...quickToOpen, ...options, clock }, once);
  const events = recordEvents(client.breakers);
  await openByOutage(client, simulator);
  return { clock, simulator, client, events, circuit: client.breakers.circuit("ListApps") };
}

describe("options that change in the middle of an outage", () => {
  test("give refused callers a fallback from then on, and leave the circuit open", async () => {
    const { simulator, client, circuit } = await startInOutage();
    expect(namesOf(await callTogether(client, 1))).toEqual(["CircuitOpenError"]);
    client.breakers.configure("ListApps", { fallback: () => ({ apps: [], $metadata: {} }) });
    expect((await client.listApps({})).apps).toEqual([]);
    expect(circuit.state).toBe("open");
    expect(circuit.stats()).toMatchObject({ failures: 2 });
    expect(simulator.requests.total).toBe(2);
  });

  test("to a dry run let through those who wait, and all who come, until they change back", async () => {
    const { simulator, client, circuit, events } = await startInOutage({ maxWaitMs: 100_000 });
    const waiting = callTogether(client, 5);
    expect(circuit.stats().waiting).toBe(5);
    client.breakers.configure("*", { enabled: false });
    expect(namesOf([...(await waiting), ...(await callTogether(client, 5))])).toEqual(
      Array(10).fill("answered"),
    );
    expect(circuit.state).toBe("disabled");
    expect(simulator.requests.total).toBe(2 + 10);
    const dry = events.of("success");
    expect(dry.map(({ dryRun }) => dryRun)).toEqual(Array(10).fill(true));
    expect(dry.map(({ wouldReject }) => wouldReject)).toEqual(Array(10).fill("open"));

    client.breakers.configure("*", { enabled: true, maxWaitMs: 0 });
    expect(namesOf(await callTogether(client, 5))).toEqual(Array(5).fill("CircuitOpenError"));
    expect(simulator.requests.total).toBe(2 + 10);
  });

  test("of one circuit leave those of others as they are", async () => {
    const { simulator, client } = await startInOutage();
    const { appId } = simulator.state.apps[0] ?? {};
    client.breakers.circuit("GetApp").configure({ consecutiveFailures: 1 });
    simulator.faults.inject(outage);
    await rejectionOf(client.getApp({ appId }));
    await rejectionOf(client.listBranches({ appId }));
    expect(client.breakers.circuit("GetApp").state).toBe("open");
    expect(client.breakers.circuit("ListBranches").state).toBe("closed");
  });
});

describe("an isolated circuit", () => {
  test("sends nothing but the calls that bypass it, tells why, and goes on as before when released", async () => {
    const simulator = await startSimulator({ seedApps: 1 });
    const client = protectedClient(simulator, quickToOpen, once);
    const events = recordEvents(client.breakers);
    const circuit = client.breakers.circuit("ListApps");
    circuit.isolate("deploy freeze until 14:00");
    const error = await rejectionOf(client.send(listApps()));
    expect(isCircuitOpenError(error)).toBe(true);
    expect(error.message).toContain("deploy freeze until 14:00");
    expect(error).toMatchObject({ state: "isolated", retryAfterMs: Infinity, outcome: "notSent" });
    expect(simulator.requests.total).toBe(0);

    expect((await client.send(listApps(), { breaker: { bypass: true } })).apps).toHaveLength(1);
    expect(circuit.state).toBe("isolated");
    expect(namesOf(await callTogether(client, 3))).toEqual(Array(3).fill("CircuitOpenError"));
    expect(simulator.requests.total).toBe(1);

    circuit.release();
    expect(namesOf(await callTogether(client, 3))).toEqual(Array(3).fill("answered"));
    const endings = [...Array<string>(4).fill("reject"), ...Array<string>(4).fill("success")];
    expect(events.endings.toSorted()).toEqual(endings);
    expect(events.story).toEqual(["isolate", "release"]);
  });

  test("is neither opened nor closed by calls that bypass it, and gives them the service's own errors", async () => {
    const { clock, simulator, client, circuit, events } = await startInOutage({
      fallback: () => ({ apps: [], $metadata: {} }) as never,
    });
    const bypass = () => settlementOf(() => client.send(listApps(), { breaker: { bypass: true } }));
    simulator.faults.inject({ ...outage, times: 2 });
    const names = namesOf([await bypass(), await bypass(), await bypass()]);
    expect(names).toEqual(["InternalFailureException", "InternalFailureException", "answered"]);
    expect(circuit.state).toBe("open");
    expect(simulator.requests.total).toBe(2 + 3);
    clock.advance(100_000);
    await client.send(listApps());
    expect(events.story).toEqual(["open", "halfOpen", "close"]);
  });
});

test("one call's own fallback and deadline hold for that call only", async () => {
  const { simulator, client } = await startInOutage();
  const own = await client.send(listApps(), { breaker: { fallback: () => ({ apps: [], $metadata: {} }) } });
  expect(own.apps).toEqual([]);
  expect(namesOf(await callTogether(client, 1))).toEqual(["CircuitOpenError"]);
  expect(simulator.requests.total).toBe(2);
});

test("a dry run sends everything in an outage, changes no answer, and tells what it would have refused", async () => {
  const clock = new ManualClock();
  const simulator = await startSimulator();
  simulator.faults.inject(outage);
  const fallback = () => ({ apps: [], $metadata: {} }) as never;
  const client = protectedClient(simulator, { ...quickToOpen, enabled: false, fallback, clock }, once);
  const events = recordEvents(client.breakers);
  const names = [...namesOf(await callTogether(client, 2)), ...namesOf(await callTogether(client, 10))];
  expect(names).toEqual(Array(12).fill("InternalFailureException"));
  expect(simulator.requests.total).toBe(12);
  expect(events.of("open")).toMatchObject([{ dryRun: true, trigger: "consecutive" }]);
  expect(events.calls.map(({ wouldReject }) => wouldReject)).toEqual([
    ...Array<undefined>(2).fill(undefined),
    ...Array<string>(10).fill("open"),
  ]);
  expect(events.of("fallback")).toEqual([]);

  simulator.faults.clear();
  clock.advance(100_000);
  expect(namesOf(await callTogether(client, 1))).toEqual(["answered"]);
  expect(events.story).toEqual(["open", "halfOpen", "close"]);
});
