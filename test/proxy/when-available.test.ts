import { getEventListeners } from "node:events";
import { AmplifyClient, ListAppsCommand, StartJobCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { createBreakers, type BreakerOptions } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { aClient, illness, lateRegion, type HandMadeClient } from "./a-client.ts";

const opensAtOnce = { consecutiveFailures: 1, failureSpanMs: 0 } as const;
const hangingRegion = { region: () => new Promise<string>(() => {}) };

/** A client whose circuit for ListApps has just opened. */
async function inOutage(options: BreakerOptions = {}): Promise<HandMadeClient> {
  const made = aClient({ ...opensAtOnce, ...options });
  made.send.mockRejectedValueOnce(illness());
  await expect(made.client.send(new ListAppsCommand({}))).rejects.toThrow("down");
  expect(made.breakers.circuit("ListApps").state).toBe("open");
  return made;
}

describe("whenAvailable of a client", () => {
  test("resolves at once, also before anything was called", async () => {
    const { breakers, clock } = aClient();
    await breakers.whenAvailable("StartJob");
    await breakers.whenAvailable("StartJob", { timeoutMs: 1_000 });
    expect(clock.pendingTimers).toBe(0);
  });

  test("resolves after the outage, and a call made then is sent", async () => {
    const { client, breakers, clock, send } = await inOutage();
    const waiting = breakers
      .whenAvailable("ListApps", { timeoutMs: 1_000 })
      .then(() => client.send(new ListAppsCommand({})));
    await clock.advanceAsync(99);
    expect(send).toHaveBeenCalledTimes(1);
    await clock.advanceAsync(1);
    expect(await waiting).toEqual({ apps: [] });
    expect(breakers.circuit("ListApps").state).toBe("closed");
    expect(clock.pendingRefTimers).toBe(0);
  });

  test("is of the circuit that a call with that input goes through", async () => {
    const { breakers, clock } = aClient({
      circuit: (_operation, input) => ("maxResults" in (input as object) ? "paged" : "whole"),
    });
    const paged = { input: { maxResults: 5 } };
    breakers.circuit("ListApps", paged).isolate("freeze");
    await breakers.whenAvailable("ListApps", { input: {} });
    const waiting = breakers.whenAvailable("ListApps", { ...paged, timeoutMs: 10 });
    const outcome = expect(waiting).rejects.toMatchObject({ state: "isolated" });
    await clock.advanceAsync(10);
    await outcome;
  });

  test("counts the time until the region is known towards its own", async () => {
    const { region, tell } = lateRegion();
    const { breakers, clock } = aClient({}, { region });
    await clock.advanceAsync(5_000);
    breakers.circuit("StartJob").isolate("freeze");
    const waiting = breakers.whenAvailable("StartJob", { timeoutMs: 100 });
    const outcome = expect(waiting).rejects.toMatchObject({ name: "CircuitOpenError", state: "isolated" });
    await clock.advanceAsync(60);
    tell("eu-west-1");
    await clock.advanceAsync(39);
    expect(clock.pendingRefTimers).toBeGreaterThan(0);
    await clock.advanceAsync(1);
    await outcome;
    expect(clock.pendingRefTimers).toBe(0);
  });

  test("waits for a region that hangs no longer than it is told", async () => {
    const { breakers, clock } = aClient({}, hangingRegion);
    breakers.circuit("StartJob").isolate("freeze");
    const waiting = breakers.whenAvailable("StartJob", { timeoutMs: 100 });
    const outcome = expect(waiting).rejects.toMatchObject({ name: "CircuitOpenError", state: "isolated" });
    await clock.advanceAsync(100);
    await outcome;
    expect(clock.pendingTimers).toBe(0);
  });

  test("rejects with the reason of an abort, also where the region hangs, and leaves nothing behind", async () => {
    const outage = await inOutage();
    for (const { breakers, clock } of [outage, aClient({}, hangingRegion)]) {
      const caller = new AbortController();
      const waiting = breakers.whenAvailable("ListApps", { signal: caller.signal, timeoutMs: 600_000 });
      const outcome = expect(waiting).rejects.toBe("changed my mind");
      await clock.advanceAsync(10);
      caller.abort("changed my mind");
      await outcome;
      expect(clock.pendingRefTimers).toBe(0);
      expect(getEventListeners(caller.signal, "abort")).toEqual([]);
    }
  });

  test("rejects where the signal was aborted before, without asking for the region", async () => {
    const { breakers, clock } = aClient({}, hangingRegion);
    const reason = new Error("too late");
    const waiting = breakers.whenAvailable("ListApps", {
      signal: AbortSignal.abort(reason),
      timeoutMs: 600_000,
    });
    await expect(waiting).rejects.toBe(reason);
    expect(clock.pendingTimers).toBe(0);
    expect([...breakers]).toEqual([]);
  });

  test("leaves nothing on a signal that outlives it", async () => {
    const { breakers } = aClient();
    const { signal } = new AbortController();
    for (let asked = 0; asked < 3; asked++) await breakers.whenAvailable("ListApps", { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("rejects after the shutdown, and where it is waiting then, also for the region", async () => {
    const outage = await inOutage();
    for (const { breakers, clock } of [outage, aClient({}, hangingRegion)]) {
      const waiting = breakers.whenAvailable("ListApps");
      const outcome = expect(waiting).rejects.toMatchObject({ name: "ShutdownError", operation: "ListApps" });
      await clock.advanceAsync(10);
      breakers.shutdown();
      await outcome;
      await expect(breakers.whenAvailable("GetApp")).rejects.toMatchObject({ name: "ShutdownError" });
      expect(clock.pendingTimers).toBe(0);
    }
  });

  test.each<[unknown, unknown, RegExp]>([
    ["StartJobs", {}, /^whenAvailable\(\): .*StartJob/],
    ["StartJob", { timeoutMs: 0 }, /timeoutMs/],
    ["StartJob", { within: 5 }, /within/],
    ["StartJob", { signal: "now" }, /signal/],
  ])("rejects what is wrong: %o, %o", async (operation, options, message) => {
    const { breakers } = aClient();
    await expect(breakers.whenAvailable(operation as "StartJob", options as object)).rejects.toThrow(message);
  });
});

describe("whenAvailable of shared breakers", () => {
  const clientOf = (send: () => Promise<unknown>): AmplifyClient =>
    Object.assign(new AmplifyClient({ region: "eu-west-1" }), { send });

  test("is that of the client it is told", async () => {
    const clock = new ManualClock();
    const breakers = createBreakers({ ...opensAtOnce, random: () => 0.5, clock });
    const client = breakers.protect(
      clientOf(() => Promise.reject(illness())),
      { scope: "ill" },
    );
    const other = breakers.protect(
      clientOf(() => Promise.resolve({})),
      { scope: "well" },
    );
    await expect(
      client.send(new StartJobCommand({ appId: "a", branchName: "b", jobType: "RELEASE" })),
    ).rejects.toThrow("down");
    await breakers.whenAvailable("StartJob", { client: other });
    const waiting = breakers.whenAvailable("StartJob", { client, timeoutMs: 50 });
    const outcome = expect(waiting).rejects.toMatchObject({ name: "CircuitOpenError" });
    await clock.advanceAsync(50);
    await outcome;
  });

  test("rejects where it is told no client of theirs, or what is wrong", async () => {
    const breakers = createBreakers();
    const client = breakers.protect(clientOf(() => Promise.resolve({})));
    const raw = new AmplifyClient({ region: "eu-west-1" });
    const { proxy: unreadable, revoke } = Proxy.revocable({}, {});
    revoke();
    await expect(breakers.whenAvailable("StartJob", { client: raw })).rejects.toThrow(
      /^whenAvailable\(\) must be told a client .* whenAvailable\("StartJob", \{ client \}\)/,
    );
    await expect(breakers.whenAvailable("StartJob", undefined as never)).rejects.toThrow(TypeError);
    await expect(breakers.whenAvailable("StartJob", unreadable as never)).rejects.toThrow(
      /must be told a client/,
    );
    await expect(breakers.whenAvailable("StartJobs" as never, { client })).rejects.toThrow(/StartJob/);
    await expect(breakers.whenAvailable("StartJob", { client, timeoutMs: 0 })).rejects.toThrow(RangeError);
  });

  test("ends with the one client, and not for the others", async () => {
    const clock = new ManualClock();
    const breakers = createBreakers({ clock });
    const [one, other] = [0, 1].map(() => breakers.protect(clientOf(() => Promise.resolve({}))).breakers);
    if (one === undefined || other === undefined) throw new Error("no clients");
    await other.whenAvailable("GetApp");
    other.circuit("GetApp").isolate("freeze");
    const [mine, theirs] = [one.whenAvailable("GetApp"), other.whenAvailable("GetApp")];
    const outcome = expect(mine).rejects.toMatchObject({ name: "ShutdownError", operation: "GetApp" });
    await clock.advanceAsync(10);
    one.shutdown();
    await outcome;
    await expect(one.whenAvailable("ListApps")).rejects.toMatchObject({ name: "ShutdownError" });
    other.circuit("GetApp").release();
    await theirs;
  });

  test("ends with all of them", async () => {
    const breakers = createBreakers();
    const client = breakers.protect(clientOf(() => Promise.resolve({})));
    breakers.shutdown();
    await expect(breakers.whenAvailable("GetApp", { client })).rejects.toMatchObject({
      name: "ShutdownError",
    });
  });
});
