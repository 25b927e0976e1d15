import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { aWatcher } from "../circuit/a-caller.ts";
import {
  aborted,
  serviceError,
  someCalls,
  ticks,
  type CallWishes,
  type MadeCall,
  type TestCalls,
} from "./a-call.ts";

const failure = (): Error => serviceError("InternalFailureException", 500);

/** An open circuit, whose calls wait for it. */
function waiting(options: BreakerOptions = {}): TestCalls {
  const calls = someCalls({ maxWaitMs: 1_000, timeout: false, ...options });
  calls.trip();
  return calls;
}

describe("a call that waits for its circuit", () => {
  test("keeps the process running, and is sent when its turn has come", async () => {
    const calls = waiting();
    const call = calls.make();
    expect(calls.core.stats()).toMatchObject({ waiting: 1, inFlight: 0 });
    expect(calls.clock.pendingRefTimers).toBe(1);
    await calls.clock.advanceAsync(100);
    expect(call.sdk.sends).toBe(1);
    await call.sdk.succeed("apps");
    expect(call.outcomes).toEqual([{ output: "apps" }]);
    expect(calls.heard.of("success")).toMatchObject([{ durationMs: 100 }]);
    expect(calls.clock.pendingRefTimers).toBe(0);
  });

  test("leaves the line at its caller's abort, at once", async () => {
    const calls = waiting();
    const caller = new AbortController();
    const call = calls.make({ signal: caller.signal });
    caller.abort();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError", message: "Request aborted" } }]);
    expect(calls.heard.types).toEqual(["open", "cancelled"]);
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
    expect(calls.clock.pendingRefTimers).toBe(0);
    await calls.clock.advanceAsync(1_000);
    expect(call.sdk.sends).toBe(0);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });

  test("gives nobody a turn by leaving the line, while one that was told still has it", async () => {
    const calls = waiting();
    const [told, next] = [aWatcher(calls), aWatcher(calls)];
    const caller = new AbortController();
    const call = calls.make({ signal: caller.signal });
    calls.clock.jump(100);
    expect(calls.core.obstacle()).toBeUndefined();
    expect([told.turns, next.turns]).toEqual([1, 0]);
    caller.abort();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect([told.turns, next.turns]).toEqual([1, 0]);
    calls.clock.advance(0);
    expect([told.turns, next.turns]).toEqual([1, 1]);
  });

  test("does not begin to where its caller had given up before", async () => {
    const calls = waiting();
    const call = calls.make({ signal: AbortSignal.abort() });
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect(calls.heard.types).toEqual(["open", "cancelled"]);
    expect(calls.core.stats()).toMatchObject({ waiting: 0 });
    expect(calls.clock.pendingRefTimers).toBe(0);
  });

  test("leaves the line at its deadline, which says nothing against the service", async () => {
    const calls = waiting({ timeout: 50 });
    const call = calls.make();
    await calls.clock.advanceAsync(50);
    expect(call.outcomes).toMatchObject([
      { error: { name: "CallTimeoutError", outcome: "notSent", $metadata: { attempts: 0 } } },
    ]);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "ignored", attempts: 0 }]);
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
    expect(calls.clock.pendingRefTimers).toBe(0);
    await calls.clock.advanceAsync(1_000);
    expect(call.sdk.sends).toBe(0);
  });

  test("is refused when the wait was in vain", async () => {
    const calls = waiting({ maxWaitMs: 150 });
    const probe = calls.make();
    const call = calls.make();
    await calls.clock.advanceAsync(149);
    expect(call.outcomes).toEqual([]);
    await probe.sdk.failedAttempt(failure());
    await calls.clock.advanceAsync(1);
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError", outcome: "notSent" } }]);
    expect(call.sdk.sends).toBe(0);
  });

  test("is not kept by a shutdown", async () => {
    const calls = waiting();
    const call = calls.make();
    calls.core.shutdown();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "ShutdownError" } }]);
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "shutdown" }]);
    expect(calls.clock.pendingTimers).toBe(0);
  });

  test("is not sent where another that goes before it ends it", async () => {
    const calls = waiting();
    const caller = new AbortController();
    const first = calls.make({
      send: () => {
        caller.abort();
        return Promise.resolve("first");
      },
    });
    const second = calls.make({ signal: caller.signal });
    const third = calls.make();
    // All of them may go at once, for the circuit protects no longer.
    calls.core.configure({ ...calls.core.options, enabled: false });
    await ticks();
    expect(first.outcomes).toEqual([{ output: "first" }]);
    expect(second.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect([second.sdk.sends, third.sdk.sends]).toEqual([0, 1]);
    await third.sdk.succeed();
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
    expect(calls.heard.types.filter((type) => type === "cancelled")).toHaveLength(1);
  });
});

describe("a call that was admitted before the circuit opened, and sends only now", () => {
  /** The SDK was still getting credentials when the circuit opened. */
  function lateCall(
    options: BreakerOptions = {},
    wishes: CallWishes = {},
  ): { calls: TestCalls; call: MadeCall } {
    const calls = someCalls({ timeout: false, ...options });
    const call = calls.make(wishes);
    calls.trip();
    return { calls, call };
  }

  test("is refused where it may not wait, and transmits nothing", async () => {
    const { calls, call } = lateCall();
    const attempt = call.sdk.attempt();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError", outcome: "notSent" } }]);
    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
    expect(call.sdk.transmitted).toBe(0);
    expect(calls.heard.types).toEqual(["open", "reject"]);
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test("waits where it may, and goes on as the probe", async () => {
    const { calls, call } = lateCall({ maxWaitMs: 1_000 });
    void call.sdk.attempt();
    expect(calls.core.stats()).toMatchObject({ waiting: 1, inFlight: 0 });
    expect(calls.clock.pendingRefTimers).toBe(1);
    await calls.clock.advanceAsync(100);
    expect(call.sdk.transmitted).toBe(1);
    await call.sdk.answerAttempt("apps");
    call.sdk.answer("apps");
    await ticks();
    expect(call.outcomes).toEqual([{ output: "apps" }]);
    expect(calls.core.state).toBe("closed");
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test("goes on at once where the circuit is half-open by now", async () => {
    const { calls, call } = lateCall();
    calls.halfOpen();
    void call.sdk.attempt();
    expect(call.sdk.transmitted).toBe(1);
    await call.sdk.answerAttempt();
    call.sdk.answer("apps");
    await ticks();
    expect(calls.core.state).toBe("closed");
  });

  test("leaves the line at its caller's abort", async () => {
    const caller = new AbortController();
    const { calls, call } = lateCall({ maxWaitMs: 1_000 }, { signal: caller.signal });
    const attempt = call.sdk.attempt();
    caller.abort();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
    expect(calls.heard.types).toEqual(["open", "cancelled"]);
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
    expect(calls.clock.pendingRefTimers).toBe(0);
    expect(call.sdk.transmitted).toBe(0);
  });

  test("leaves the line at its deadline", async () => {
    const { calls, call } = lateCall({ maxWaitMs: 1_000, timeout: 50 });
    const attempt = call.sdk.attempt();
    await calls.clock.advanceAsync(50);
    expect(call.outcomes).toMatchObject([{ error: { name: "CallTimeoutError", outcome: "notSent" } }]);
    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "ignored" }]);
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
  });

  test("is refused when that wait was in vain", async () => {
    const { calls, call } = lateCall({ maxWaitMs: 150 });
    const attempt = call.sdk.attempt();
    calls.core.isolate("freeze");
    await calls.clock.advanceAsync(150);
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError", state: "isolated" } }]);
    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "isolated" }]);
    expect(call.sdk.transmitted).toBe(0);
  });

  test("waits for all who share it, and for those who join it there", async () => {
    const { calls, call } = lateCall({ maxWaitMs: 1_000, coalesce: true });
    void call.sdk.attempt();
    const joined = calls.make();
    await calls.clock.advanceAsync(100);
    await call.sdk.answerAttempt();
    call.sdk.answer("apps");
    await ticks();
    expect([call, joined].map(({ sdk, outcomes }) => [sdk.sends, outcomes])).toEqual([
      [1, [{ output: "apps" }]],
      [0, [{ output: "apps" }]],
    ]);
  });

  test("makes no second attempt beside the one that waits", async () => {
    const { calls, call } = lateCall({ maxWaitMs: 1_000 });
    void call.sdk.attempt();
    await expect(call.sdk.attempt()).rejects.toMatchObject(aborted());
    expect(calls.core.stats()).toMatchObject({ waiting: 1, inFlight: 0 });
    await calls.clock.advanceAsync(100);
    await call.sdk.answerAttempt("apps");
    call.sdk.answer("apps");
    await ticks();
    expect([call.outcomes, call.sdk.transmitted]).toEqual([[{ output: "apps" }], 1]);
  });

  test("makes no attempt any more once it is over", async () => {
    const caller = new AbortController();
    const calls = someCalls();
    const call = calls.make({ signal: caller.signal });
    caller.abort();
    await ticks();
    await expect(call.sdk.attempt()).rejects.toMatchObject(aborted());
    expect(call.sdk.transmitted).toBe(0);
  });
});
