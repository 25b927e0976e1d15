import { describe, expect, test, vi } from "vitest";
import type { Fallback } from "../../src/options/breaker-options.ts";
import { fallbackOf } from "../../src/fallback/fallback-mark.ts";
import { serviceError, someCalls, ticks } from "./a-call.ts";

const failure = (): Error => serviceError("InternalFailureException", 500);

describe("a single call", () => {
  test("may have another deadline than others", async () => {
    const calls = someCalls({ timeout: 100 });
    const [quick, usual, endless] = [
      calls.make({ override: { timeout: 50 } }),
      calls.make(),
      calls.make({ override: { timeout: false } }),
    ];
    const settled = (): number[] => [quick, usual, endless].map(({ outcomes }) => outcomes.length);
    await calls.clock.advanceAsync(50);
    expect(settled()).toEqual([1, 0, 0]);
    await calls.clock.advanceAsync(50);
    expect(settled()).toEqual([1, 1, 0]);
    await calls.clock.advanceAsync(100_000);
    expect(settled()).toEqual([1, 1, 0]);
    expect(quick.outcomes).toMatchObject([{ error: { name: "CallTimeoutError", timeoutMs: 50 } }]);
  });

  test("may have another fallback than others, or none", async () => {
    const calls = someCalls({ fallback: (() => "general") as unknown as Fallback });
    calls.trip();
    const own = calls.make({ override: { fallback: (() => ({ own: true })) as never } });
    expect(await own.result).toEqual({ own: true });
    expect(fallbackOf(await own.result)).toMatchObject({ reason: "open" });
    expect(await calls.make().result).toBe("general");
    await expect(calls.make({ override: { fallback: false } }).result).rejects.toMatchObject({
      name: "CircuitOpenError",
    });
  });

  test("may wait for an open circuit, or not", async () => {
    const calls = someCalls();
    calls.trip();
    const patient = calls.make({ override: { maxWaitMs: 1_000 } });
    const usual = calls.make();
    await ticks();
    expect([patient.outcomes.length, usual.outcomes.length]).toEqual([0, 1]);
    await calls.clock.advanceAsync(100);
    expect(patient.sdk.sends).toBe(1);
  });
});

describe("a call that bypasses its circuit", () => {
  const bypass = { bypass: true };

  test.each(["open", "isolated", "full"])("is sent while that is %s", async (state) => {
    const calls = someCalls({ capacity: 1 });
    if (state === "open") calls.trip();
    else if (state === "isolated") calls.core.isolate("freeze");
    else calls.make();
    const call = calls.make({ override: bypass });
    await call.sdk.succeed("apps");
    expect(call.outcomes).toEqual([{ output: "apps" }]);
    await expect(calls.make().result).rejects.toMatchObject({ outcome: "notSent" });
    expect(calls.heard.types.filter((type) => type === "success")).toHaveLength(1);
  });

  test("takes no slot, and not the turn of a probe", async () => {
    const calls = someCalls({ capacity: 1 });
    calls.make({ override: bypass });
    const usual = calls.make();
    expect(usual.sdk.sends).toBe(1);
    await usual.sdk.succeed();
    calls.trip().halfOpen();
    await calls.make({ override: bypass }).sdk.succeed();
    expect(calls.core.state).toBe("halfOpen");
    expect(calls.make().sdk.sends).toBe(1);
  });

  test("decides nothing, however it ends", async () => {
    const calls = someCalls({ consecutiveFailures: 1, failureSpanMs: 0 });
    const call = calls.make({ override: bypass });
    const error = failure();
    await call.sdk.failedAttempt(error);
    call.sdk.fail(error);
    await ticks();
    expect(call.outcomes).toEqual([{ error }]);
    expect(calls.heard.types).toEqual(["attempt", "failure"]);
    expect(calls.core.stats()).toMatchObject({ failures: 0, successes: 0, inFlight: 0 });
    expect(calls.core.state).toBe("closed");
  });

  test("goes on with its retries, also when the circuit opens or is isolated meanwhile", async () => {
    const calls = someCalls();
    const call = calls.make({ override: bypass });
    await call.sdk.failedAttempt(failure());
    calls.trip();
    calls.core.isolate("freeze");
    expect(call.outcomes).toEqual([]);
    await call.sdk.failedAttempt(failure());
    expect(call.outcomes).toEqual([]);
    await call.sdk.succeed("apps");
    expect(call.sdk.transmitted).toBe(3);
    expect(call.outcomes).toEqual([{ output: "apps" }]);
  });

  test("has neither deadline nor fallback", async () => {
    const fallback = vi.fn(() => "old");
    const calls = someCalls({ timeout: 100, fallback: fallback as never });
    const call = calls.make({ override: bypass });
    await calls.clock.advanceAsync(100_000);
    expect(call.outcomes).toEqual([]);
    const error = failure();
    await call.sdk.failedAttempt(error);
    call.sdk.fail(error);
    await ticks();
    expect(call.outcomes).toEqual([{ error }]);
    expect(fallback).not.toHaveBeenCalled();
  });

  test.each([true, false])(
    "has a deadline and a fallback that it is given (enabled: %s)",
    async (enabled) => {
      const calls = someCalls({ enabled });
      const fallback = (() => ({ old: true })) as never;
      const call = calls.make({ override: { ...bypass, timeout: 100, fallback } });
      expect(call.sdk.signal?.aborted).toBe(false);
      await calls.clock.advanceAsync(100);
      expect(call.outcomes).toEqual([{ output: { old: true } }]);
      expect(call.sdk.signal?.aborted).toBe(true);
      expect(calls.core.stats()).toMatchObject({ failures: 0, inFlight: 0 });
    },
  );

  test("is refused after a shutdown", async () => {
    const calls = someCalls();
    calls.isShutdown = true;
    await expect(calls.make({ override: bypass }).result).rejects.toMatchObject({ name: "ShutdownError" });
  });
});
