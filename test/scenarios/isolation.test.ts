import { ListAppsCommand, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { createBreakers } from "../../src/index.ts";
import { ManualClock, type Fault } from "../../src/testing/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./support/outage.ts";
import { comparable, rejectionOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const listApps = () => new ListAppsCommand({});
const once: AmplifyClientConfig = { maxAttempts: 1 };

describe("an outage of one", () => {
  test.each([
    { what: "region", other: { region: "eu-west-1" } },
    { what: "endpoint", isElsewhere: true },
    { what: "scope", scope: "tenant-2" },
  ])(
    "$what refuses nobody in another, and nobody there hears of it",
    async ({ other, isElsewhere, scope }) => {
      const simulator = await startSimulator();
      const elsewhere = isElsewhere === true ? await startSimulator() : simulator;
      const breakers = createBreakers(quickToOpen);
      const hit = breakers.protect(rawClient(simulator, once), { scope: "tenant-1" });
      const spared = breakers.protect(rawClient(elsewhere, { ...once, ...other }), {
        scope: scope ?? "tenant-1",
      });
      const [hitEvents, sparedEvents, allEvents] = [hit.breakers, spared.breakers, breakers].map(
        recordEvents,
      );

      await openByOutage(hit, simulator);
      expect(namesOf(await callTogether(hit, 3))).toEqual(Array(3).fill("CircuitOpenError"));
      expect(namesOf(await callTogether(spared, 3))).toEqual(Array(3).fill("answered"));

      expect(spared.breakers.circuit("ListApps").state).toBe("closed");
      expect(hitEvents?.endings).toEqual(["failure", "failure", "reject", "reject", "reject"]);
      expect(hitEvents?.story).toEqual(["open"]);
      expect(sparedEvents?.endings).toEqual(["success", "success", "success"]);
      expect(sparedEvents?.story).toEqual([]);
      expect(allEvents?.endings).toHaveLength(8);
    },
  );
});

test("a hundred short-lived clients on shared breakers learn of an outage together", async () => {
  const simulator = await startSimulator();
  const breakers = createBreakers();
  const events = recordEvents(breakers);
  simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const names: string[] = [];
  for (let request = 0; request < 100; request++) {
    const client = breakers.protect(rawClient(simulator, once));
    names.push(...namesOf(await callTogether(client, 1)));
    client.destroy();
  }
  // Each probe that is due in the meantime may add one more.
  const probes = events.of("probeFailed").length;
  expect(events.of("open")).toHaveLength(1);
  expect(simulator.requests.total).toBe(5 + probes);
  expect(names.slice(0, 5)).toEqual(Array(5).fill("InternalFailureException"));
  expect(names.filter((name) => name === "CircuitOpenError")).toHaveLength(95 - probes);
});

describe("a region", () => {
  test("that takes a while to be known holds up the first call only, and names the circuit", async () => {
    const simulator = await startSimulator();
    let tellRegion = (_region: string) => {};
    const region = new Promise<string>((resolve) => {
      tellRegion = resolve;
    });
    const client = protectedClient(simulator, {}, { region: () => region });
    const events = recordEvents(client.breakers);
    expect(client.breakers.circuit("ListApps").state).toBe("closed");
    const call = client.send(listApps());
    expect(simulator.requests.total).toBe(0);
    tellRegion("eu-central-1");
    await call;
    expect(events.calls).toMatchObject([{ type: "success", region: "eu-central-1" }]);
    expect(client.breakers.circuit("ListApps").region).toBe("eu-central-1");
  });

  test("that cannot be told fails the call as with the raw client, and the next call asks again", async () => {
    const simulator = await startSimulator();
    let isTold = false;
    const region = () => (isTold ? Promise.resolve("eu-west-3") : Promise.reject(new Error("no region yet")));
    const client = protectedClient(simulator, {}, { region });
    const events = recordEvents(client.breakers);
    const error = await rejectionOf(client.send(listApps()));
    const expected = await rejectionOf(rawClient(simulator, { region }).send(listApps()));
    expect(comparable(error)).toEqual(comparable(expected));
    expect(client.breakers.circuit("ListApps").region).toBeUndefined();

    isTold = true;
    await client.send(listApps());
    expect(events.calls.map(({ type, region: told }) => [type, told])).toEqual([
      ["ignored", undefined],
      ["success", "eu-west-3"],
    ]);
    expect(client.breakers.circuit("ListApps").region).toBe("eu-west-3");
  });

  test("that hangs ends the call at its deadline, and the next call asks again (real time)", async () => {
    const simulator = await startSimulator();
    let isHung = true;
    const region = () => (isHung ? new Promise<string>(() => {}) : Promise.resolve("eu-west-3"));
    const client = protectedClient(simulator, { ...quickToOpen, timeout: 40 }, { region });
    const events = recordEvents(client.breakers);
    for (let call = 0; call < 3; call++) {
      const error = await rejectionOf(client.send(listApps()));
      expect(error).toMatchObject({
        name: "CallTimeoutError",
        outcome: "notSent",
        $metadata: { attempts: 0 },
      });
    }
    isHung = false;
    // A busy machine may take longer than that to answer.
    client.breakers.configure("*", { timeout: 10_000 });
    await client.send(listApps());
    expect(events.endings).toEqual(["timeout", "timeout", "timeout", "success"]);
    expect(events.of("timeout").map(({ verdict }) => verdict)).toEqual(["ignored", "ignored", "ignored"]);
    expect(events.story).toEqual([]);
    expect(simulator.requests.total).toBe(1);
  });

  test("that is known only at the second call does not make a listener for one event hear two", async () => {
    const simulator = await startSimulator();
    let isTold = false;
    const region = () => (isTold ? Promise.resolve("eu-west-3") : Promise.reject(new Error("no region yet")));
    const client = protectedClient(simulator, {}, { region, maxAttempts: 1 });
    const heard: string[] = [];
    const never = () => heard.push("removed");
    client.breakers.once("ignored", ({ region: told }) => heard.push(`once in ${told}`));
    client.breakers.on("ignored", ({ region: told }) => heard.push(`always in ${told}`));
    client.breakers.on("ignored", never).off("ignored", never);
    await rejectionOf(client.send(listApps()));
    isTold = true;
    simulator.faults.inject({ kind: "error", error: "NotFoundException" });
    await rejectionOf(client.send(listApps()));
    expect(heard).toEqual(["once in undefined", "always in undefined", "always in eu-west-3"]);
  });

  test("that is not known yet keeps nobody from isolating a circuit", async () => {
    const simulator = await startSimulator();
    let isTold = false;
    const region = () => (isTold ? Promise.resolve("eu-west-3") : Promise.reject(new Error("no region yet")));
    const client = protectedClient(simulator, {}, { region });
    client.breakers.circuit("ListApps").isolate("deploy freeze");
    expect(client.breakers.circuit("ListApps").state).toBe("isolated");
    expect(namesOf(await callTogether(client, 1))).toEqual(["CircuitOpenError"]);
    isTold = true;
    expect(namesOf(await callTogether(client, 1))).toEqual(["CircuitOpenError"]);
    expect(client.breakers.circuit("ListApps").region).toBe("eu-west-3");
    client.breakers.circuit("ListApps").release();
    expect(namesOf(await callTogether(client, 1))).toEqual(["answered"]);
  });
});

test("credentials that hang say nothing against Amplify (real time)", async () => {
  const simulator = await startSimulator();
  const credentials = () => new Promise<never>(() => {});
  const client = protectedClient(simulator, { ...quickToOpen, timeout: 40 }, { credentials });
  const events = recordEvents(client.breakers);
  const settlements = await callTogether(client, 20);
  for (const { error } of settlements) {
    expect(error).toMatchObject({ name: "CallTimeoutError", outcome: "notSent", $metadata: { attempts: 0 } });
  }
  expect(events.of("timeout").map(({ verdict }) => verdict)).toEqual(Array(20).fill("ignored"));
  expect(events.story).toEqual([]);
  expect(simulator.requests.total).toBe(0);
});

test("calls that wait for one of few sockets until their deadline open nothing (real time)", async () => {
  const simulator = await startSimulator({ latencyMs: 40 });
  const requestHandler = { httpAgent: { maxSockets: 5 }, socketAcquisitionWarningTimeout: 60_000 };
  const client = protectedClient(simulator, { timeout: 400 }, { ...once, requestHandler });
  const events = recordEvents(client.breakers);
  const names = namesOf(await callTogether(client, 100));
  expect(new Set(names)).toEqual(new Set(["answered", "CallTimeoutError"]));
  expect(new Set(events.of("timeout").map(({ verdict }) => verdict))).toEqual(new Set(["ignored"]));
  expect(events.story).toEqual([]);
  expect(client.breakers.circuit("ListApps").stats()).toMatchObject({ failures: 0, inFlight: 0 });
});

test("a thousand calls at once, more than the process can make in time, open nothing (real time)", async () => {
  const simulator = await startSimulator({ latencyMs: 50 });
  const requestHandler = { socketAcquisitionWarningTimeout: 60_000 };
  const client = protectedClient(simulator, { timeout: 150 }, { ...once, requestHandler });
  const events = recordEvents(client.breakers);
  const names = namesOf(await callTogether(client, 1_000));
  expect(names).toContain("CallTimeoutError");
  expect(new Set(events.of("timeout").map(({ verdict }) => verdict))).toEqual(new Set(["ignored"]));
  expect(events.story).toEqual([]);
  expect(client.breakers.circuit("ListApps").stats()).toMatchObject({ failures: 0, inFlight: 0 });
});

test.each([
  { how: "frozen for a minute in the middle of a call", frozenMs: 60_000, hears: "ignored" },
  { how: "running all the time while Amplify hangs", frozenMs: 0, hears: "failure" },
])("a process that was $how tells the deadline as $hears", async ({ frozenMs, hears }) => {
  const clock = new ManualClock();
  const simulator = await startSimulator();
  const client = protectedClient(simulator, { clock, timeout: 10_000 });
  const events = recordEvents(client.breakers);
  simulator.faults.inject({ kind: "hang" });
  const call = callTogether(client, 1);
  await simulator.requests.next();
  clock.advance(1);
  clock.jump(frozenMs);
  clock.advance(10_000);
  expect(namesOf(await call)).toEqual(["CallTimeoutError"]);
  expect(events.of("timeout").map(({ verdict }) => verdict)).toEqual([hears]);
});

const storms: readonly { readonly of: string; readonly fault: Fault; readonly hears: string }[] = [
  { of: "throttling, as Amplify says it,", fault: { kind: "throttling" }, hears: "throttled" },
  { of: "429", fault: { kind: "empty", status: 429 }, hears: "throttled" },
  { of: "quota errors", fault: { kind: "error", error: "LimitExceededException" }, hears: "throttled" },
  { of: "404", fault: { kind: "error", error: "NotFoundException" }, hears: "ignored" },
  { of: "expired credentials", fault: { kind: "error", error: "ExpiredTokenException" }, hears: "ignored" },
];

test.each(storms)("a storm of $of opens nothing and refuses nobody", async ({ fault, hears }) => {
  const simulator = await startSimulator();
  const client = protectedClient(simulator, quickToOpen, once);
  const events = recordEvents(client.breakers);
  simulator.faults.inject(fault);
  await callTogether(client, 100);
  expect(events.endings).toEqual(Array(100).fill(hears));
  expect(events.story).toEqual([]);
  expect(simulator.requests.total).toBe(100);
  expect(client.breakers.circuit("ListApps").stats()).toMatchObject({ successes: 0, failures: 0 });
});
