import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { ManualClock, startAmplifySimulator, type SimulatorOptions } from "../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "./started-simulator.ts";

const sockets = () => process.getActiveResourcesInfo().filter((name) => name.includes("TCP")).length;

/** The client's own sockets take a few turns of the event loop to go. */
async function socketsAfterAWhile(expected: number): Promise<number> {
  for (let turn = 0; turn < 100 && sockets() > expected; turn += 1) {
    await new Promise(setImmediate);
  }
  return sockets();
}

describe("startAmplifySimulator", () => {
  test("leaves no handle behind when it is closed, whatever was going on", async () => {
    const before = sockets();
    const clock = new ManualClock();
    const simulator = await startAmplifySimulator({ clock });
    const client = clientOf(simulator);
    await client.listApps({});
    const idle = connect(simulator.port, "127.0.0.1").on("error", () => {});
    simulator.faults.inject({ kind: "hang", operations: "GetApp" });
    simulator.faults.inject({ kind: "latency", ms: 60_000, operations: "ListApps" });
    simulator.faults.play("healthy 60 s, outage 60 s");
    simulator.faults.inject({ kind: "refuse", afterMs: 60_000 });
    const arrivals = [simulator.requests.next("GetApp"), simulator.requests.next("ListApps")];
    const calls = [client.getApp({ appId: "none" }), client.listApps({})].map((call) => rejectionOf(call));
    const records = await Promise.all(arrivals);
    await simulator.close();
    await simulator.close();
    await Promise.all([...calls, ...records.map(({ settled }) => settled)]);
    client.destroy();
    idle.destroy();
    expect(await socketsAfterAWhile(before)).toBe(before);
    expect(clock.pendingTimers).toBe(0);
  });

  test("can be closed while it refuses connections", async () => {
    const before = sockets();
    const simulator = await startAmplifySimulator();
    simulator.faults.inject({ kind: "refuse" });
    await simulator.close();
    expect(await socketsAfterAWhile(before)).toBe(before);
  });

  test("is closed by the end of its scope", async () => {
    let endpoint: string;
    {
      await using simulator = await startAmplifySimulator();
      ({ endpoint } = simulator);
      expect((await fetch(`${endpoint}/apps`)).status).toBe(200);
    }
    await expect(fetch(`${endpoint}/apps`)).rejects.toThrow("fetch failed");
  });

  test("says where it listens", async () => {
    const simulator = await started();
    expect(simulator.endpoint).toBe(`http://127.0.0.1:${simulator.port}`);
    const everywhere = await started({ host: "0.0.0.0" });
    expect(everywhere.endpoint).toBe(`http://127.0.0.1:${everywhere.port}`);
    expect((await fetch(`${everywhere.endpoint}/apps`)).status).toBe(200);
  });

  test("fails with EADDRINUSE where the port is taken", async () => {
    const { port } = await started();
    expect(await rejectionOf(startAmplifySimulator({ port }))).toMatchObject({ code: "EADDRINUSE" });
  });

  test("can be found by an SDK through the environment", async () => {
    const simulator = await started({ seedApps: 2 });
    process.env["AWS_ENDPOINT_URL_AMPLIFY"] = simulator.endpoint;
    try {
      const client = clientOf(simulator, { endpoint: undefined as unknown as string });
      expect((await client.listApps({})).apps).toHaveLength(2);
    } finally {
      delete process.env["AWS_ENDPOINT_URL_AMPLIFY"];
    }
  });

  test("takes its time where it is told to", async () => {
    const simulator = await started({ latencyMs: 20 });
    const before = performance.now();
    await fetch(`${simulator.endpoint}/apps`);
    expect(performance.now() - before).toBeGreaterThan(18);
  });

  test("holds what it is seeded with, and nothing after it was cleared", async () => {
    const seedApps = [
      { name: "shop", branches: ["main", { branchName: "next", stage: "BETA" as const }] },
      {},
    ];
    const { state } = await started({ seedApps });
    expect(state.apps.map(({ name }) => name)).toEqual(["shop", "app-2"]);
    const [{ appId = "" } = {}] = state.apps;
    expect(state.addBranch(appId, "third")).toMatchObject({ branchName: "third" });
    expect(state.addJob(appId, "third")).toMatchObject({ jobId: "1", status: "PENDING" });
    expect(() => state.addBranch("none", "main")).toThrow("App none not found.");
    state.clear();
    expect(state.apps).toEqual([]);
  });

  test("gives copies, which nobody can use to change its state", async () => {
    const { state } = await started({ seedApps: 1 });
    Object.assign(state.apps[0] ?? {}, { name: "changed" });
    expect(state.apps[0]?.name).toBe("app-1");
  });

  test.each<[unknown, string]>([
    [{ prot: 1 }, 'prot is not an option; did you mean "port"? Allowed: host, port'],
    [{ port: -1 }, "port must be an integer from 0 to 65535, got -1"],
    [{ port: "80" }, 'port must be an integer from 0 to 65535, got "80"'],
    [{ host: "" }, 'host must be a string that is not empty, got ""'],
    [{ seed: 1.5 }, "seed must be an integer from 0"],
    [{ latencyMs: Number.NaN }, "latencyMs must be a finite number of at least 0, got NaN"],
    [{ jobs: { running: 1 } }, 'jobs.running is not an option; did you mean "runningMs"?'],
    [{ jobs: { pendingMs: -1 } }, "jobs.pendingMs must be a finite number of at least 0, got -1"],
    [{ jobs: { outcome: "OK" } }, 'jobs.outcome must be "SUCCEED" or "FAILED", got "OK"'],
    [{ jobs: 1 }, "jobs must be an object, got 1"],
    [{ quotas: { apps: 1 } }, "quotas.apps is not an option"],
    [{ quotas: { appsPerRegion: -1 } }, "quotas.appsPerRegion must be an integer from 0"],
    [{ recordLimit: Infinity }, "recordLimit must be an integer from 0"],
    [{ clock: {} }, "clock must be a clock with now, epochMs and startTimer, got an object"],
    [{ seedApps: -1 }, "seedApps must be an integer from 0"],
    [null, "options must be an object, got null"],
  ])("refuses %j with a reason", async (options, message) => {
    expect((await rejectionOf(startAmplifySimulator(options as SimulatorOptions))).message).toContain(
      message,
    );
  });

  test("takes undefined for unset, and quotas without end", async () => {
    const options = { port: undefined, quotas: { appsPerRegion: Infinity } } as unknown as SimulatorOptions;
    expect((await started(options)).port).toBeGreaterThan(0);
  });
});
