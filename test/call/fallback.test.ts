import { describe, expect, test, vi } from "vitest";
import type { BreakerOptions, Fallback, FallbackContext } from "../../src/options/breaker-options.ts";
import { serviceError, someCalls, ticks, type MadeCall, type TestCalls } from "./a-call.ts";

const old = { apps: [{ name: "old" }] };

function withFallback(
  fallback: (context: FallbackContext) => unknown,
  options: BreakerOptions = {},
): TestCalls {
  return someCalls({ ...options, fallback: fallback as Fallback });
}

const failing = (calls: TestCalls): Promise<MadeCall> =>
  calls.makeFailing(serviceError("InternalFailureException", 500));

/** How a call comes to each reason. */
const ways: Record<string, (calls: TestCalls) => MadeCall | Promise<MadeCall>> = {
  open: (calls) => {
    calls.trip();
    return calls.make();
  },
  isolated: (calls) => {
    calls.core.isolate("freeze");
    return calls.make();
  },
  capacity: (calls) => {
    calls.make();
    return calls.make();
  },
  timeout: async (calls) => {
    calls.make().sdk.answer({});
    await ticks();
    const call = calls.make();
    await calls.clock.advanceAsync(500);
    return call;
  },
  failure: failing,
  throttled: (calls) => calls.makeFailing(serviceError("LimitExceededException", 429)),
};

describe("a fallback", () => {
  test.each(Object.entries(ways))("answers instead: %s", async (reason, way) => {
    const fallback = vi.fn(() => old);
    const calls = withFallback(fallback, { capacity: 1, timeout: 500, consecutiveFailures: 5 });
    const call = await way(calls);
    expect(await call.result).toBe(old);
    const ending = calls.heard.types.at(-2);
    expect(ending).toBe(["open", "isolated", "capacity"].includes(reason) ? "reject" : reason);
    expect(calls.heard.of("fallback")).toMatchObject([{ reason, operation: "ListApps" }]);
    expect(calls.heard.of("fallback")[0]?.callId).toBe(lastCallId(calls));
    expect(fallback).toHaveBeenCalledOnce();
  });

  test.each([
    { ending: "ignored", error: serviceError("NotFoundException", 404) },
    { ending: "cancelled", error: Object.assign(new Error("aborted"), { name: "AbortError" }) },
  ])("is not asked for a call that was $ending", async ({ error }) => {
    const fallback = vi.fn(() => old);
    const call = await withFallback(fallback).makeFailing(error);
    expect(call.outcomes).toEqual([{ error }]);
    expect(fallback).not.toHaveBeenCalled();
  });

  test("is not asked after a shutdown, nor where all is well", async () => {
    const fallback = vi.fn(() => old);
    const calls = withFallback(fallback);
    await calls.make().sdk.succeed();
    calls.isShutdown = true;
    await expect(calls.make().result).rejects.toMatchObject({ name: "ShutdownError" });
    expect(fallback).not.toHaveBeenCalled();
  });

  test("is told operation, input, error and reason", async () => {
    const fallback = vi.fn<(context: FallbackContext) => unknown>(() => old);
    const calls = withFallback(fallback);
    const error = serviceError("InternalFailureException", 500);
    await calls.makeFailing(error);
    expect(fallback.mock.calls[0]?.[0]).toMatchObject({ operation: "ListApps", reason: "failure" });
    expect(fallback.mock.calls[0]?.[0].error).toBe(error);
    expect(fallback.mock.calls[0]?.[0].input).toBe(calls.input);
  });

  test("without an answer leaves the caller the service's error as it was", async () => {
    const calls = withFallback(() => undefined);
    const error = serviceError("InternalFailureException", 500);
    const call = await calls.makeFailing(error);
    expect(call.outcomes).toEqual([{ error }]);
    expect(Object.hasOwn(error, "cause")).toBe(false);
    expect(calls.heard.types).not.toContain("fallback");
  });

  test("that throws leaves the caller the service's error, with the fallback's as its cause", async () => {
    const problem = new Error("no copy");
    const calls = withFallback(() => {
      throw problem;
    });
    const error = serviceError("InternalFailureException", 500);
    const call = await calls.makeFailing(error);
    expect(call.outcomes).toEqual([{ error }]);
    expect(error.cause).toBe(problem);
    expect(calls.heard.types).not.toContain("fallback");
  });

  test("that rejects leaves a refused caller both: why the circuit is open, and what kept the fallback", async () => {
    const problem = new Error("no copy");
    const calls = withFallback(() => Promise.reject(problem));
    calls.trip();
    const call = calls.make();
    await ticks();
    const { error } = call.outcomes[0] as { error: Error };
    expect(error).toMatchObject({ name: "CircuitOpenError", cause: { name: "AggregateError" } });
    expect((error.cause as AggregateError).errors).toMatchObject([
      { name: "InternalFailureException" },
      { message: "no copy" },
    ]);
  });

  test("that hangs is given up after its own time", async () => {
    const calls = withFallback(() => new Promise(() => {}), { fallbackTimeoutMs: 300 });
    const call = await failing(calls);
    await calls.clock.advanceAsync(299);
    expect(call.outcomes).toEqual([]);
    await calls.clock.advanceAsync(1);
    expect(call.outcomes).toMatchObject([
      { error: { name: "InternalFailureException", cause: { message: /within 300 ms/ } } },
    ]);
  });

  test("is given up when the caller gives up, who gets the error the fallback was asked for", async () => {
    const caller = new AbortController();
    const calls = withFallback(() => new Promise(() => {}));
    calls.trip();
    const call = calls.make({ signal: caller.signal });
    await ticks();
    expect(call.outcomes).toEqual([]);
    caller.abort();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError" } }]);
    expect(calls.clock.pendingRefTimers).toBe(0);
  });

  test("cannot keep a caller who had given up before", async () => {
    const calls = withFallback(() => new Promise(() => {}));
    calls.trip();
    const call = calls.make({ signal: AbortSignal.abort() });
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError" } }]);
  });

  test("takes no slot and no part in the verdict while it is asked", async () => {
    const calls = withFallback(() => new Promise(() => {}), { capacity: 1 });
    await failing(calls);
    expect(calls.core.stats()).toMatchObject({ inFlight: 0, failures: 1 });
    expect(calls.heard.of("failure")).toMatchObject([{ durationMs: 0 }]);
  });
});

function lastCallId(calls: TestCalls): number | undefined {
  const ending = calls.heard.events.findLast((event) => "durationMs" in event && event.type !== "attempt");
  return ending !== undefined && "callId" in ending ? ending.callId : undefined;
}
