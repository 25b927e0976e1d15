import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { ManualClock, type Fault } from "../../../src/testing/index.ts";
import { ActiveFault } from "../../../src/testing/faults/active-fault.ts";
import { createRandom } from "../../../src/testing/random.ts";
import { clientOf, started } from "../started-simulator.ts";

const outage: Fault = { kind: "error", error: "InternalFailureException" };

async function withClock() {
  const clock = new ManualClock();
  const simulator = await started({ clock });
  const statusOf = async (path = "/apps", method = "GET", body?: string) =>
    (await fetch(simulator.endpoint + path, { method, ...(body !== undefined && { body }) })).status;
  return { clock, simulator, statusOf };
}

describe("faults", () => {
  test("strike the operations they name, by name, list or glob", async () => {
    const { simulator, statusOf } = await withClock();
    const fault = simulator.faults.inject({ ...outage, operations: "List*" });
    expect([await statusOf("/apps"), await statusOf("/apps/none")]).toEqual([500, 404]);
    fault.change({ operations: ["GetApp", "StartJob"] });
    expect([await statusOf("/apps"), await statusOf("/apps/none")]).toEqual([200, 500]);
    fault.change({ operations: "*" });
    expect([await statusOf("/apps"), await statusOf("/apps/none"), await statusOf("/nothing")]).toEqual([
      500, 500, 500,
    ]);
    expect(fault.hits).toBe(5);
    fault.remove();
    expect(await statusOf("/apps")).toBe(200);
    expect(simulator.faults.active).toEqual([]);
  });

  test("strike a number of requests, and are spent", async () => {
    const { simulator, statusOf } = await withClock();
    simulator.faults.inject({ ...outage, times: 2 });
    expect([await statusOf(), await statusOf(), await statusOf()]).toEqual([500, 500, 200]);
    expect(simulator.faults.active).toEqual([]);
  });

  test("come into force and go with the clock", async () => {
    const { clock, simulator, statusOf } = await withClock();
    simulator.faults.inject({ ...outage, afterMs: 100, durationMs: 100 });
    expect(await statusOf()).toBe(200);
    clock.advance(100);
    expect(await statusOf()).toBe(500);
    clock.jump(100);
    expect(await statusOf()).toBe(200);
    expect(clock.pendingTimers).toBe(0);
  });

  test("strike their share of requests, the same ones for the same seed", async () => {
    const struck = async (seed: number) => {
      const simulator = await started({ seed });
      simulator.faults.inject({ ...outage, rate: 0.4 });
      for (let count = 0; count < 200; count += 1) await (await fetch(`${simulator.endpoint}/apps`)).text();
      return [...simulator.requests].map(({ status }) => status === 500);
    };
    const first = await struck(7);
    const share = first.filter(Boolean).length / first.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.5);
    expect(await struck(7)).toEqual(first);
    expect(await struck(8)).not.toEqual(first);
  });

  test("leave the state alone, unless they are told that the write took effect", async () => {
    const { simulator, statusOf } = await withClock();
    const fault = simulator.faults.inject(outage);
    expect(await statusOf("/apps", "POST", '{"name":"a"}')).toBe(500);
    expect(simulator.state.apps).toHaveLength(0);
    fault.change({ applied: true });
    expect(await statusOf("/apps", "POST", '{"name":"b"}')).toBe(500);
    expect(simulator.state.apps.map(({ name }) => name)).toEqual(["b"]);
    fault.change({ kind: "malformed" });
    expect(fault.fault).toEqual({ kind: "malformed", applied: true });
    expect(await statusOf("/apps", "POST", '{"name":"c"}')).toBe(200);
    expect(simulator.state.apps).toHaveLength(2);
  });

  test("delay an answer, and carry out nothing when the client has left by then", async () => {
    const { clock, simulator } = await withClock();
    const client = clientOf(simulator);
    const latency = simulator.faults.inject({ kind: "latency", ms: 1_000 });
    const slow = async (abort: boolean) => {
      const controller = new AbortController();
      const arrival = simulator.requests.next("CreateApp");
      const call = client.createApp({ name: "a" }, { abortSignal: controller.signal }).catch(() => {});
      const record = await arrival;
      if (abort) {
        controller.abort();
        await record.settled;
      }
      clock.advance(999);
      expect(record.status).toBeUndefined();
      clock.advance(1);
      await call;
    };
    await slow(true);
    expect(simulator.state.apps).toHaveLength(0);
    await slow(false);
    expect(simulator.state.apps).toHaveLength(1);
    latency.change({ applied: true });
    await slow(true);
    expect(simulator.state.apps).toHaveLength(2);
  });

  test("add up where they delay, and the first that answers decides", async () => {
    const { clock, simulator, statusOf } = await withClock();
    simulator.faults.inject({ kind: "latency", ms: 100 });
    simulator.faults.inject({ kind: "error", error: "DependentServiceFailureException", delayMs: 50 });
    simulator.faults.inject(outage);
    simulator.faults.inject({ kind: "latency", ms: 100 });
    const arrival = simulator.requests.next();
    const status = statusOf();
    const record = await arrival;
    clock.advance(249);
    expect(record.status).toBeUndefined();
    clock.advance(1);
    expect(await status).toBe(503);
  });

  test("spread a latency within its bounds", () => {
    const fault: Fault = { kind: "latency", ms: 10, spreadMs: 15, delayMs: 100 };
    const active = new ActiveFault(fault, 0, createRandom(1));
    const drawn = Array.from({ length: 1_000 }, () => active.drawDelayMs());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(95);
    expect(Math.min(...drawn)).toBeLessThan(97);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(125);
    expect(Math.max(...drawn)).toBeGreaterThan(123);
  });

  test.each<[unknown, string]>([
    [undefined, "fault must be an object, got undefined"],
    [{ kind: "explode" }, "fault.kind must be one of error, throttling"],
    [{ kind: "hung" }, 'got "hung"; did you mean "hang"?'],
    [{ kind: "error" }, 'fault.error is required of kind "error"'],
    [{ kind: "error", error: "InternalFailure" }, 'got "InternalFailure"'],
    [{ kind: "error", error: "InternalFailureExeption" }, 'did you mean "InternalFailureException"?'],
    [{ kind: "latency" }, 'fault.ms is required of kind "latency"'],
    [{ kind: "latency", ms: -1 }, "fault.ms must be a finite number of at least 0, got -1"],
    [{ kind: "hang", rate: 1.5 }, "fault.rate must be a number from 0 to 1, got 1.5"],
    [{ kind: "hang", times: 0 }, "fault.times must be an integer of at least 1, got 0"],
    [{ kind: "hang", time: 1 }, 'fault.time is not part of a fault of kind "hang"; did you mean "times"?'],
    [{ kind: "hang", status: 500 }, 'fault.status is not part of a fault of kind "hang"'],
    [{ kind: "refuse", operations: "ListApps" }, 'fault.operations is not part of a fault of kind "refuse"'],
    [
      { kind: "hang", operations: "ListApp" },
      'fault.operations must be an Amplify operation or a glob that fits one, got "ListApp"; did you mean "ListApps"?',
    ],
    [
      { kind: "hang", operations: 1 },
      "fault.operations must be an operation, a glob, or a list of them, got 1",
    ],
    [{ kind: "html", status: 99 }, "fault.status must be an integer from 200 to 599, got 99"],
    [{ kind: "reset", during: "tea" }, 'fault.during must be "headers" or "body", got "tea"'],
    [{ kind: "hang", applied: "no" }, 'fault.applied must be a boolean, got "no"'],
    [{ kind: "response", status: 200, body: 1 }, "fault.body must be a string or an object, got 1"],
    [{ kind: "error", error: "NotFoundException", message: 1 }, "fault.message must be a string, got 1"],
  ])("%j is refused with a reason", async (fault, message) => {
    const { simulator } = await withClock();
    expect(() => simulator.faults.inject(fault as Fault)).toThrow(message);
  });

  test("a change that is refused leaves the fault as it was", async () => {
    const { simulator } = await withClock();
    const handle = simulator.faults.inject(outage);
    expect(() => {
      handle.change({ rate: 2 });
    }).toThrow(RangeError);
    expect(handle.fault).toEqual(outage);
  });
});

describe("refusing connections", () => {
  test("begins at once, cuts what is connected, and recovers on the same port", async () => {
    const { simulator } = await withClock();
    const client = clientOf(simulator);
    simulator.faults.inject({ kind: "hang", times: 1 });
    const arrival = simulator.requests.next();
    const cut = client.listApps({}).catch((error: Error & { code?: string }) => error.code);
    await arrival;
    const refusal = simulator.faults.inject({ kind: "refuse" });
    expect(await cut).toBe("ECONNRESET");
    await simulator.faults.settled();
    expect(await client.listApps({}).catch((error: { code?: string }) => error.code)).toBe("ECONNREFUSED");
    refusal.remove();
    await simulator.faults.settled();
    expect((await client.listApps({})).apps).toEqual([]);
  });

  test("comes and goes with the clock", async () => {
    const { clock, simulator, statusOf } = await withClock();
    simulator.faults.inject({ kind: "refuse", afterMs: 100, durationMs: 100 });
    expect(await statusOf()).toBe(200);
    clock.advance(100);
    await simulator.faults.settled();
    await expect(statusOf()).rejects.toThrow("fetch failed");
    clock.advance(100);
    await simulator.faults.settled();
    expect(await statusOf()).toBe(200);
    expect(clock.pendingTimers).toBe(0);
  });

  test("waits for its port where another holds it for a moment", async () => {
    const { simulator, statusOf } = await withClock();
    const refusal = simulator.faults.inject({ kind: "refuse" });
    await simulator.faults.settled();
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(simulator.port, "127.0.0.1", resolve);
    });
    refusal.remove();
    const settled = simulator.faults.settled();
    squatter.close();
    await settled;
    expect(await statusOf()).toBe(200);
  });

  test("the last of many wishes wins", async () => {
    const { simulator, statusOf } = await withClock();
    for (let count = 0; count < 5; count += 1) simulator.faults.inject({ kind: "refuse" }).remove();
    await simulator.faults.settled();
    expect(await statusOf()).toBe(200);
  });
});
