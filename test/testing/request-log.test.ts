import { describe, expect, test } from "vitest";
import { ManualClock } from "../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "./started-simulator.ts";

describe("the request log", () => {
  test("keeps what a request was, when, which attempt, and how it was answered", async () => {
    const clock = new ManualClock({ nowMs: 10, epochMs: 1_000 });
    const simulator = await started({ clock });
    simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 1 });
    const { $metadata } = await clientOf(simulator, { maxAttempts: 3 }).listApps({ maxResults: 5 });
    const [first, second] = simulator.requests;
    expect(first).toMatchObject({
      id: 1,
      operation: "ListApps",
      method: "GET",
      path: "/apps",
      atMs: 10,
      epochMs: 1_000,
      attempt: 1,
      maxAttempts: 3,
      status: 500,
      fault: { kind: "error" },
      isClosedEarly: false,
      settledAtMs: 10,
    });
    expect(second).toMatchObject({
      id: 2,
      attempt: 2,
      status: 200,
      fault: undefined,
      requestId: $metadata.requestId,
    });
    expect(second?.invocationId).toBe(first?.invocationId);
  });

  test("never keeps the Authorization header, a body or a query string", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    const { app } = await client.createApp({ name: "a", accessToken: "hunter2" });
    await client.createBranch({ appId: app?.appId, branchName: "main" });
    const { zipUploadUrl = "" } = await client.createDeployment({ appId: app?.appId, branchName: "main" });
    await fetch(zipUploadUrl, { method: "PUT", body: "hunter2" });
    const kept = JSON.stringify([...simulator.requests].map((record) => ({ ...record })));
    expect(kept).not.toMatch(/hunter2|AKIDEXAMPLE|Signature|authorization/i);
  });

  test("counts and picks by name, glob, list and question", async () => {
    const { endpoint, requests } = await started();
    for (const path of ["/apps", "/apps/none", "/apps/none/branches", "/nothing"])
      await fetch(endpoint + path);
    expect(requests.count()).toBe(4);
    expect([requests.count("ListApps"), requests.count("List*"), requests.count("Unknown")]).toEqual([
      1, 2, 1,
    ]);
    expect(requests.of(["GetApp", "Unknown"]).map(({ path }) => path)).toEqual(["/apps/none", "/nothing"]);
    expect(requests.of(({ status }) => status === 200)).toHaveLength(1);
    expect(() => requests.of("ListApp")).toThrow('did you mean "ListApps"?');
    requests.clear();
    expect([requests.count(), requests.total, requests.last]).toEqual([0, 0, undefined]);
    await fetch(`${endpoint}/apps`);
    expect(requests.last?.id).toBe(5);
  });

  test("is a ring: the newest stay", async () => {
    const { endpoint, requests } = await started({ recordLimit: 3 });
    for (let count = 0; count < 7; count += 1) await fetch(`${endpoint}/apps`);
    expect([...requests].map(({ id }) => id)).toEqual([5, 6, 7]);
    expect([requests.count(), requests.total, requests.last?.id]).toEqual([3, 7, 7]);
  });

  test("can be switched off, and still tells of what arrives", async () => {
    const { endpoint, requests } = await started({ recordLimit: 0 });
    const arrival = requests.next();
    await fetch(`${endpoint}/apps`);
    expect((await arrival).operation).toBe("ListApps");
    expect([requests.count(), requests.total, requests.inFlight]).toEqual([0, 1, 0]);
  });

  test("tells of the next request that fits, after its operation has been carried out where that is due", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    simulator.faults.inject({ kind: "hang", operations: "CreateApp", applied: true });
    const arrival = simulator.requests.next("CreateApp");
    const controller = new AbortController();
    await client.listApps({});
    const call = rejectionOf(client.createApp({ name: "a" }, { abortSignal: controller.signal }));
    const record = await arrival;
    expect(record).toMatchObject({ operation: "CreateApp", settledAtMs: undefined });
    expect(simulator.state.apps).toHaveLength(1);
    controller.abort();
    await call;
    expect(await record.settled).toBe(record);
    expect(record.isClosedEarly).toBe(true);
  });

  test("ends the wait for a request when the simulator is closed", async () => {
    const simulator = await started();
    const arrival = simulator.requests.next("GetApp");
    await simulator.close();
    expect((await rejectionOf(arrival)).message).toContain("was closed before such a request arrived");
  });
});
