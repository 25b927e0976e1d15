import { getEventListeners } from "node:events";
import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { rawClient } from "../outcome/raw-client.ts";
import { withBreakers } from "../../src/index.ts";
import { aClient, lateRegion } from "./a-client.ts";

const listApps = () => new ListAppsCommand({});
const hangingRegion = { region: () => new Promise<string>(() => {}) };

describe("a call that is made before the client's region is known", () => {
  test("is sent when it is, in the order in which calls were made", async () => {
    const { region, tell } = lateRegion();
    const { client, send, clock } = aClient({}, { region });
    const made = [client.send(listApps()), client.send(listApps())];
    await clock.advanceAsync(1_000);
    expect(send).not.toHaveBeenCalled();
    tell("eu-west-1");
    await Promise.all(made);
    expect(send).toHaveBeenCalledTimes(2);
    expect(clock.pendingRefTimers).toBe(0);
  });

  test.each([30_000, false] as const)(
    "is not kept when its caller gives up (timeout: %s)",
    async (timeout) => {
      const raw = rawClient(() => ({ status: 200, body: {} }), hangingRegion);
      const client = withBreakers(raw, { timeout });
      const caller = new AbortController();
      const call = client.send(listApps(), { abortSignal: caller.signal });
      const outcome = expect(call).rejects.toMatchObject({ name: "AbortError", message: "Request aborted" });
      caller.abort();
      await outcome;
      expect(getEventListeners(caller.signal, "abort")).toEqual([]);
    },
  );

  test("and was abandoned is told of as cancelled, once, holds no timer, and is not sent", async () => {
    const { client, breakers, clock, send } = aClient({}, hangingRegion);
    const events: unknown[] = [];
    breakers.on("cancelled", ({ type, attempts, durationMs }) => events.push({ type, attempts, durationMs }));
    const caller = new AbortController();
    const call = client.send(listApps(), { abortSignal: caller.signal });
    const outcome = expect(call).rejects.toMatchObject({ name: "AbortError" });
    await clock.advanceAsync(10);
    caller.abort();
    await outcome;
    expect(events).toEqual([{ type: "cancelled", attempts: 0, durationMs: 10 }]);
    expect(clock.pendingTimers).toBe(0);
    expect(send).not.toHaveBeenCalled();
  });

  test("with a signal that was aborted before is the SDK's to answer for, on the circuits of its place", async () => {
    const { client, breakers, send } = aClient();
    expect(await client.send(listApps(), { abortSignal: AbortSignal.abort() })).toEqual({ apps: [] });
    expect(send).toHaveBeenCalledOnce();
    expect([...breakers].map(({ region }) => region)).toEqual(["eu-west-1"]);
  });

  test("times out without having been sent", async () => {
    const { client, clock, send } = aClient({ timeout: 50 }, hangingRegion);
    const call = client.send(listApps());
    const outcome = expect(call).rejects.toMatchObject({
      name: "CallTimeoutError",
      timeoutMs: 50,
      outcome: "notSent",
    });
    await clock.advanceAsync(50);
    await outcome;
    expect(send).not.toHaveBeenCalled();
    expect(clock.pendingRefTimers).toBe(0);
  });
});
