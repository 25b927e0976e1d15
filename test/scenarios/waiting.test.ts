import { StartJobCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import type { BreakerOptions } from "../../src/index.ts";
import { ManualClock, type AmplifySimulator } from "../../src/testing/index.ts";
import { bundleProgram, runProgram } from "./support/child-program.ts";
import { recordEvents } from "./support/event-record.ts";
import { eventually } from "./support/eventually.ts";
import { callTogether, namesOf, openByOutage } from "./support/outage.ts";
import { rejectionOf, settlementOf } from "./support/settlement.ts";
import { protectedClient, startSimulator } from "./support/simulated-amplify.ts";

const outage = { kind: "error", error: "InternalFailureException" } as const;
const resets: BreakerOptions = { resetTimeout: 1_000, resetBackoff: { factor: 2, maxMs: 8_000, jitter: 0 } };

/** A client whose circuits open at the second failure, for a second at first; its clock is moved by hand. */
async function startPatientClient(options: BreakerOptions = {}, latencyMs = 0) {
  const clock = new ManualClock();
  const serviceClock = new ManualClock();
  const simulator = await startSimulator({ clock: serviceClock, latencyMs, seedApps: 1 });
  const tripping = { consecutiveFailures: 2, failureSpanMs: 0, ...resets };
  const client = protectedClient(simulator, { ...tripping, ...options, clock }, { maxAttempts: 1 });
  const events = recordEvents(client.breakers);
  return { clock, serviceClock, simulator, client, events, circuit: client.breakers.circuit("ListApps") };
}

function arrived(simulator: AmplifySimulator, total: number): Promise<void> {
  return eventually(`${total} requests`, () => simulator.requests.total === total);
}

describe("calls that wait for an open circuit", () => {
  test("send nothing until it is time for a probe, and are all answered when the service is well again", async () => {
    const { clock, simulator, client, events, circuit } = await startPatientClient({ maxWaitMs: 2_000 });
    await openByOutage(client, simulator);
    const calls = callTogether(client, 20);
    expect(circuit.stats()).toMatchObject({ waiting: 20, inFlight: 0 });
    clock.advance(999);
    expect(circuit.stats().waiting).toBe(20);
    expect(simulator.requests.total).toBe(2);
    clock.advance(1);
    expect(namesOf(await calls)).toEqual(Array(20).fill("answered"));
    expect(simulator.requests.total).toBe(2 + 20);
    expect(events.endings).toEqual(["failure", "failure", ...Array<string>(20).fill("success")]);
    expect(events.story).toEqual(["open", "halfOpen", "close"]);
    expect(circuit.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
  });

  test("are let through by doubling with each answer, and never all at once", async () => {
    const story = await startPatientClient({ maxWaitMs: 2_000 });
    const { clock, serviceClock, simulator, client, circuit } = story;
    await openByOutage(client, simulator);
    simulator.faults.inject({ kind: "latency", ms: 10 });
    const calls = callTogether(client, 20);
    clock.advance(1_000);
    // The probe, one more, two for its answer, and for theirs four and eight.
    let total = 2;
    for (const size of [1, 1, 2, 4 + 8, 4]) {
      total += size;
      await arrived(simulator, total);
      expect(circuit.stats().inFlight).toBe(size);
      serviceClock.advance(10);
    }
    expect(namesOf(await calls)).toEqual(Array(20).fill("answered"));
    expect(simulator.requests.total).toBe(2 + 20);
  });

  test("wait on while a probe fails if the next one is near enough, and are refused if it is not", async () => {
    const { clock, simulator, client, events, circuit } = await startPatientClient({ maxWaitMs: 3_500 });
    const fault = simulator.faults.inject(outage);
    await callTogether(client, 2);
    const calls = callTogether(client, 3);
    clock.advance(1_000);
    await eventually("the first probe's failure", () => events.of("probeFailed").length === 1);
    expect(circuit.stats().waiting).toBe(2);
    clock.advance(2_000);
    await eventually("the second probe's failure", () => events.of("probeFailed").length === 2);
    expect(namesOf(await calls)).toEqual([
      "InternalFailureException",
      "InternalFailureException",
      "CircuitOpenError",
    ]);
    expect(simulator.requests.total).toBe(4);
    fault.remove();
    expect(namesOf(await callTogether(client, 1))).toEqual(["CircuitOpenError"]);
    expect(circuit.stats().waiting).toBe(0);
  });

  test("end at once when their caller gives up or their deadline passes, and never reach the service", async () => {
    const { clock, simulator, client, events, circuit } = await startPatientClient({
      maxWaitMs: 2_000,
      timeout: 500,
    });
    await openByOutage(client, simulator);
    const controller = new AbortController();
    const givenUp = rejectionOf(client.listApps({}, { abortSignal: controller.signal }));
    const late = rejectionOf(client.listApps({}));
    controller.abort();
    expect((await givenUp).name).toBe("AbortError");
    clock.advance(500);
    expect(await late).toMatchObject({ name: "CallTimeoutError", outcome: "notSent" });
    expect(events.endings.slice(2)).toEqual(["cancelled", "timeout"]);
    expect(circuit.stats().waiting).toBe(0);
    expect(simulator.requests.total).toBe(2);
  });
});

describe("calls over the capacity", () => {
  const queueing: BreakerOptions = { capacity: 2, queue: { size: 3, maxWaitMs: 1_000 } };

  test("wait in a queue, one more is refused, and no more than allowed are ever in flight", async () => {
    const { serviceClock, simulator, client, events, circuit } = await startPatientClient(queueing, 20);
    const calls = callTogether(client, 6);
    await eventually("a full queue", () => circuit.stats().queued === 3);
    for (const total of [2, 4, 5]) {
      await arrived(simulator, total);
      expect(circuit.stats()).toMatchObject({ inFlight: total === 5 ? 1 : 2, queued: 5 - total });
      serviceClock.advance(20);
    }
    const names = namesOf(await calls);
    expect(names.slice(0, 5)).toEqual(Array(5).fill("answered"));
    expect(names[5]).toBe("CapacityError");
    expect(simulator.requests.total).toBe(5);
    expect(events.of("reject")).toMatchObject([{ reason: "capacity" }]);
    expect(events.story).toEqual([]);
  });

  test("leave the queue when they have waited long enough", async () => {
    const { clock, serviceClock, simulator, client } = await startPatientClient(queueing, 20);
    const calls = callTogether(client, 3);
    await eventually("two in flight", () => simulator.requests.inFlight === 2);
    clock.advance(1_000);
    serviceClock.advance(20);
    expect(namesOf(await calls)).toEqual(["answered", "answered", "CapacityError"]);
    expect(simulator.requests.total).toBe(2);
  });

  test("are refused when the circuit opens, which the storm itself does not do", async () => {
    const { serviceClock, simulator, client, events } = await startPatientClient(
      { capacity: 2, queue: { size: 5, maxWaitMs: 1_000 } },
      20,
    );
    const storm = callTogether(client, 100);
    await arrived(simulator, 2);
    simulator.faults.inject(outage);
    serviceClock.advance(20);
    await arrived(simulator, 4);
    expect(events.story).toEqual([]);
    serviceClock.advance(20);
    // The first failure makes room for one more, the second one opens the circuit.
    await arrived(simulator, 5);
    serviceClock.advance(20);
    const names = namesOf(await storm);
    expect(names.slice(0, 7)).toEqual([
      ...Array<string>(2).fill("answered"),
      ...Array<string>(3).fill("InternalFailureException"),
      ...Array<string>(2).fill("CircuitOpenError"),
    ]);
    expect(names.slice(7)).toEqual(Array(93).fill("CapacityError"));
    expect(simulator.requests.total).toBe(5);
    expect(events.of("open")).toMatchObject([{ stats: { successes: 2, failures: 2 } }]);
  });
});

describe("a deployer that waits until its job can be started", () => {
  const job = { branchName: "main", jobType: "RELEASE" } as const;

  test("starts it once, when the service is well again", async () => {
    const { clock, simulator, client } = await startPatientClient();
    const { appId = "" } = simulator.state.addApp({ branches: ["main"] });
    const start = () => settlementOf(() => client.send(new StartJobCommand({ appId, ...job })));
    const fault = simulator.faults.inject({ ...outage, operations: "StartJob" });
    expect(namesOf([await start(), await start(), await start()])).toEqual([
      "InternalFailureException",
      "InternalFailureException",
      "CircuitOpenError",
    ]);
    let isAvailable = false;
    const deployed = client.breakers.whenAvailable("StartJob").then(() => {
      isAvailable = true;
      return start();
    });
    clock.advance(999);
    expect(isAvailable).toBe(false);
    fault.remove();
    clock.advance(1);
    expect(namesOf([await deployed])).toEqual(["answered"]);
    expect(simulator.requests.count("StartJob")).toBe(3);
    expect((await client.listJobs({ appId, branchName: "main" })).jobSummaries).toHaveLength(1);
  });

  test("has its turn among others, all of which start theirs", async () => {
    const { clock, serviceClock, simulator, client } = await startPatientClient();
    const names = ["one", "two", "three", "four", "five"];
    const { appId = "" } = simulator.state.addApp({ branches: names });
    const start = (branchName: string) =>
      settlementOf(() => client.startJob({ appId, branchName, jobType: "RELEASE" }));
    const fault = simulator.faults.inject({ ...outage, operations: "StartJob" });
    for (const name of names.slice(0, 2)) await start(name);
    const turns: string[] = [];
    const deployed = Promise.all(
      names.map(async (name) => {
        await client.breakers.whenAvailable("StartJob");
        turns.push(name);
        return start(name);
      }),
    );
    fault.remove();
    simulator.faults.inject({ kind: "latency", ms: 10 });
    await clock.advanceAsync(1_000);
    expect(turns).toEqual(names.slice(0, 1));
    // From here on each answer lets others have their turn.
    serviceClock.advance(10);
    simulator.faults.clear();
    while (turns.length < names.length) await clock.advanceAsync(0);
    expect(turns).toEqual(names);
    expect(namesOf(await deployed)).toEqual(Array(5).fill("answered"));
    expect(simulator.requests.count("StartJob")).toBe(2 + 5);
  });

  test("is told when it has waited long enough, and why", async () => {
    const { clock, simulator, client } = await startPatientClient();
    simulator.faults.inject({ ...outage, operations: "StartJob" });
    const start = () => rejectionOf(client.startJob({ appId: "d1", ...job }));
    await start();
    await start();
    const waiting = rejectionOf(client.breakers.whenAvailable("StartJob", { timeoutMs: 600 }));
    await clock.advanceAsync(600);
    expect(await waiting).toMatchObject({
      name: "CircuitOpenError",
      retryAfterMs: 400,
      cause: { name: "InternalFailureException" },
    });
  });
});

const prelude = `
import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { withBreakers } from "../../../src/index.ts";
const client = new AmplifyClient({
  endpoint: process.argv[2], region: "us-east-1", maxAttempts: 1,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
});
const call = () => amplify.send(new ListAppsCommand({})).then(() => "answered", (error) => error.name);
const options = { consecutiveFailures: 1, failureSpanMs: 0, resetTimeout: 400 };
`;

test.each([
  {
    how: "calls that wait",
    source: `
      const amplify = withBreakers(client, { ...options, timeout: false, maxWaitMs: 5_000 });
      console.log(await call());
      client.destroy();
      console.log((await Promise.all([call(), call(), call()])).join());`,
    prints: "answered,answered,answered",
    requests: 4,
  },
  {
    how: "whenAvailable()",
    source: `
      const amplify = withBreakers(client, options);
      console.log(await call());
      client.destroy();
      await amplify.breakers.whenAvailable("ListApps");
      console.log(await call());`,
    prints: "answered",
    requests: 2,
  },
])(
  "a script with nothing left but $how stays until the outage is over, and exits then (real time)",
  async ({ source, prints, requests }) => {
    const simulator = await startSimulator();
    simulator.faults.inject({ ...outage, times: 1 });
    const path = await bundleProgram(prelude + source);
    const { code, stdout, stderr } = await runProgram(path, [simulator.endpoint]);
    const printed = `InternalFailureException\n${prints}\n`;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: printed, stderr: "" });
    expect(simulator.requests.total).toBe(requests);
  },
);
