import { describe, expect, test } from "vitest";
import { Attempts } from "../../src/call/attempts.ts";
import { startDeadline, type PassedDeadline } from "../../src/call/deadline.ts";
import { TurnWatch } from "../../src/call/turn-watch.ts";
import { illness, says } from "../circuit/a-circuit.ts";
import { serviceError, someCalls, staleSocket, ticks } from "./a-call.ts";

const inTime = { timeout: 1_000, consecutiveFailures: 1 } as const;
const throttling = (): Error => serviceError("ThrottlingException", 400);

describe("a deadline", () => {
  test("counts from the caller's call, whatever the call waited for before", async () => {
    const calls = someCalls(inTime);
    calls.clock.advance(5_000);
    const call = calls.make({ calledAt: 4_400 });
    await calls.clock.advanceAsync(399);
    expect(call.outcomes).toEqual([]);
    await calls.clock.advanceAsync(1);
    expect(call.outcomes).toMatchObject([{ error: { name: "CallTimeoutError", timeoutMs: 1_000 } }]);
    expect(calls.heard.of("timeout")).toMatchObject([{ durationMs: 1_000 }]);
  });

  test("that has passed before the call could be sent holds nothing against the service, and sends nothing", async () => {
    const calls = someCalls(inTime);
    calls.clock.advance(5_000);
    const call = calls.make({ calledAt: 4_000 });
    await ticks();
    expect(call.sdk.sends).toBe(0);
    expect(call.outcomes).toMatchObject([{ error: { outcome: "notSent", $metadata: { attempts: 0 } } }]);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "ignored", attempts: 0 }]);
    expect(calls.core.state).toBe("closed");
    expect([calls.core.stats().inFlight, calls.clock.pendingTimers]).toEqual([0, 0]);
  });

  test("that passes before the first attempt holds nothing against the service", async () => {
    const calls = someCalls(inTime);
    const call = calls.make();
    await calls.clock.advanceAsync(1_000);
    expect(call.outcomes).toMatchObject([{ error: { outcome: "notSent" } }]);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "ignored", attempts: 0 }]);
    expect(call.sdk.signal?.aborted).toBe(true);
    await expect(call.sdk.attempt()).rejects.toMatchObject({ name: "AbortError" });
    expect(call.sdk.transmitted).toBe(0);
  });

  test("that passes in an attempt is the service's failure, and cancels the request", async () => {
    const calls = someCalls(inTime);
    const call = calls.make();
    void call.sdk.attempt();
    await calls.clock.advanceAsync(1_000);
    expect(call.outcomes).toMatchObject([{ error: { outcome: "unknown", $metadata: { attempts: 1 } } }]);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "failure" }]);
    expect(calls.core.state).toBe("open");
    expect(call.sdk.signal?.aborted).toBe(true);
    expect(call.sdk.signal?.reason).toBe((call.outcomes[0] as { error: unknown }).error);
  });

  test("that passes in an attempt is not, where others were answered since the attempt began", async () => {
    const calls = someCalls(inTime);
    const call = calls.make();
    void call.sdk.attempt();
    calls.call(says.success);
    await calls.clock.advanceAsync(1_000);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "ignored" }]);
    expect(calls.core.state).toBe("closed");
    expect(call.outcomes).toMatchObject([{ error: { outcome: "unknown" } }]);
  });

  test("that passes in an attempt is the service's failure also where others were answered before that", async () => {
    const calls = someCalls(inTime);
    const call = calls.make();
    calls.call(says.success);
    void call.sdk.attempt();
    await calls.clock.advanceAsync(1_000);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "failure" }]);
  });

  test.each([
    { after: "a failure", error: illness, verdict: "failure", state: "open" },
    { after: "throttling", error: throttling(), verdict: "throttled", state: "closed" },
  ])("that passes in backoff after $after says what the attempt said", async ({ error, verdict, state }) => {
    const calls = someCalls(inTime);
    const call = calls.make();
    await call.sdk.failedAttempt(error);
    await calls.clock.advanceAsync(1_000);
    expect(call.outcomes).toMatchObject([{ error: { name: "CallTimeoutError", cause: error } }]);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict }]);
    expect(calls.core.state).toBe(state);
  });

  test("that passes where the pipeline was never seen is the service's failure", async () => {
    const calls = someCalls(inTime);
    const call = calls.make({ send: () => new Promise(() => {}) });
    await calls.clock.advanceAsync(1_000);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "failure", attempts: undefined }]);
    expect(call.outcomes).toMatchObject([{ error: { outcome: "unknown", $metadata: { attempts: 0 } } }]);
  });

  test("that a frozen process finds passed holds nothing against the service", async () => {
    const calls = someCalls(inTime);
    const call = calls.make();
    void call.sdk.attempt();
    calls.clock.jump(3_600_000);
    await calls.clock.advanceAsync(0);
    expect(call.outcomes).toMatchObject([{ error: { name: "CallTimeoutError" } }]);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "ignored" }]);
  });

  test("keeps the process alive while the call runs, and no longer", async () => {
    const calls = someCalls(inTime);
    const call = calls.make();
    expect(calls.clock.pendingRefTimers).toBe(1);
    await call.sdk.succeed();
    // One timer is shared by all calls, and is gone when the event loop turns.
    expect(calls.clock.pendingTimers).toBe(0);
  });

  test("settles no call again on a clock whose timers cannot be cancelled", async () => {
    const calls = someCalls(inTime);
    const startTimer = calls.clock.startTimer.bind(calls.clock);
    calls.clock.startTimer = (...args) => {
      startTimer(...args);
      return () => {};
    };
    const call = calls.make();
    await call.sdk.succeed("answer");
    await calls.clock.advanceAsync(1_000);
    expect(call.outcomes).toEqual([{ output: "answer" }]);
    expect(calls.heard.types).toEqual(["attempt", "success"]);
  });

  test("is not kept where there is none", async () => {
    const calls = someCalls({ timeout: false });
    const call = calls.make();
    await calls.clock.advanceAsync(86_400_000);
    expect(call.outcomes).toEqual([]);
    expect(calls.clock.pendingTimers).toBe(0);
  });
});

describe("a deadline of 1 s that passes in an attempt which could have been heard", () => {
  /** Of a call that was made at 4,000 ms; `heardSince` is when the event loop turned in the attempt, if it did. */
  function passed(now: number, heardSince: number | undefined): PassedDeadline[] {
    const { clock, core: circuit } = someCalls();
    clock.advance(now);
    const attempts = new Attempts(new TurnWatch(clock));
    attempts.send(4_000);
    attempts.claimPipeline({});
    attempts.start(circuit.successes, 4_000);
    if (heardSince !== undefined) attempts.turned(heardSince);
    const details = { operation: "ListApps", calledAt: 4_000, timeoutMs: 1_000, clock, circuit, attempts };
    const told: PassedDeadline[] = [];
    startDeadline(details, (each) => told.push(each));
    return told;
  }

  test.each([
    ["not at all, is held up", 5_000, undefined, "ignored"],
    ["for half of its time, is the service's failure", 5_000, 4_500, "failure"],
    ["for less than half, is held up", 5_000, 4_501, "ignored"],
    ["for half of its time, the delay of its own timer taken off", 5_100, 4_400, "failure"],
    ["for less, the delay of its own timer taken off, is held up", 5_100, 4_401, "ignored"],
  ] as const)("%s", (_title, now, heardSince, verdict) => {
    expect(passed(now, heardSince)).toMatchObject([{ judgement: { verdict } }]);
  });
});

describe("a deadline where each attempt is a verdict", () => {
  const perAttempt = { ...inTime, consecutiveFailures: 2, count: "attempts" } as const;

  test("that passes in backoff counts the attempt once", async () => {
    const calls = someCalls(perAttempt);
    const call = calls.make();
    await call.sdk.failedAttempt(illness);
    await calls.clock.advanceAsync(1_000);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "failure" }]);
    expect(calls.core.stats()).toMatchObject({ failures: 1 });
  });

  test("that passes in an attempt counts that attempt", async () => {
    const calls = someCalls(perAttempt);
    const call = calls.make();
    await call.sdk.failedAttempt(illness);
    void call.sdk.attempt();
    calls.clock.advance(0);
    await calls.clock.advanceAsync(1_000);
    expect(calls.core.stats()).toMatchObject({ failures: 2 });
    expect(calls.core.state).toBe("open");
  });

  test("that a probe meets in backoff after a stale socket opens the circuit again", async () => {
    const calls = someCalls(perAttempt);
    calls.trip().halfOpen();
    const probe = calls.make();
    await probe.sdk.failedAttempt(staleSocket());
    await calls.clock.advanceAsync(1_000);
    expect(calls.heard.types.at(-1)).toBe("probeFailed");
  });
});
