import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import type { CallerSignal } from "../../src/call/stop-signal.ts";
import { aborted, someCalls, ticks } from "./a-call.ts";

describe("a caller's abort", () => {
  test("before the call cancels it, and says nothing about the service", async () => {
    const calls = someCalls();
    const call = calls.make({
      signal: AbortSignal.abort(),
      send: (signal) => (signal?.aborted === true ? Promise.reject(aborted()) : undefined),
    });
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect(calls.heard.types).toEqual(["cancelled"]);
    expect(calls.core.stats()).toMatchObject({ failures: 0, inFlight: 0 });
  });

  test("during the call aborts its request with the same reason, and nobody else's", async () => {
    const calls = someCalls();
    const caller = new AbortController();
    const call = calls.make({ signal: caller.signal });
    const other = calls.make();
    void call.sdk.attempt();
    caller.abort("changed my mind");
    await ticks();
    expect(call.sdk.signal?.reason).toBe("changed my mind");
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect(calls.heard.types).toEqual(["attempt", "cancelled"]);
    expect(calls.heard.of("attempt")).toMatchObject([{ verdict: "cancelled" }]);
    expect(other.sdk.signal?.aborted).toBe(false);
    expect(other.outcomes).toEqual([]);
  });

  test("makes of whatever the SDK rejects with a cancellation", async () => {
    const calls = someCalls({ classify: () => "failure" });
    const caller = new AbortController();
    const reset = Object.assign(new Error("reset"), { code: "ECONNRESET" });
    const send = async (): Promise<never> => {
      await ticks();
      throw reset;
    };
    const call = calls.make({ signal: caller.signal, send });
    caller.abort();
    await ticks();
    await ticks();
    expect(call.outcomes).toEqual([{ error: reset }]);
    expect(calls.heard.types).toEqual(["cancelled"]);
  });

  test("reaches the request also by a signal that only has onabort", async () => {
    const calls = someCalls();
    const signal: CallerSignal & { aborted: boolean } = { aborted: false, onabort: null };
    const call = calls.make({ signal });
    signal.aborted = true;
    (signal.onabort as () => void)();
    await ticks();
    expect(call.sdk.signal?.aborted).toBe(true);
    expect(calls.heard.types).toEqual(["cancelled"]);
    expect(signal.onabort).toBeNull();
  });

  test("during a probe passes the turn to the next call", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const caller = new AbortController();
    const probe = calls.make({ signal: caller.signal });
    void probe.sdk.attempt();
    caller.abort();
    await ticks();
    expect(calls.core.state).toBe("halfOpen");
    expect(calls.make().sdk.sends).toBe(1);
  });

  test("after the call changes nothing, and finds no listener left", async () => {
    const calls = someCalls({ timeout: 100 });
    const caller = new AbortController();
    for (let made = 0; made < 50; made++) await calls.make({ signal: caller.signal }).sdk.succeed();
    void calls.make({ signal: caller.signal }).sdk.attempt();
    await calls.clock.advanceAsync(100);
    calls.core.isolate("freeze");
    calls.make({ signal: caller.signal });
    await ticks();
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
    caller.abort();
    expect(calls.heard.of("cancelled")).toEqual([]);
  });
});
