import { describe, expect, test } from "vitest";
import type { BreakerOptions, Fallback } from "../../src/options/breaker-options.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { endingTypes } from "../circuit/a-circuit.ts";
import { aborted, serviceError, someCalls, ticks, type MadeCall, type TestCalls } from "./a-call.ts";

const failure = (): Error => serviceError("InternalFailureException", 500);

/** How the calls ended, in order, with `+` where they shared another's request. */
function endingsOf(calls: TestCalls): string[] {
  return calls.heard.events
    .filter(({ type }) => endingTypes.has(type))
    .map((event) => `${event.type}${"coalesced" in event ? "+" : ""}`);
}

function sharing(options: BreakerOptions = {}): TestCalls {
  return someCalls({ ...options, coalesce: true });
}

describe("listeners that act in the middle of an end", () => {
  test("by ending the next caller, end it once", async () => {
    const calls = sharing();
    const caller = new AbortController();
    calls.hub.once("success", () => caller.abort());
    const made = [calls.make(), calls.make({ signal: caller.signal }), calls.make()];
    await made[0]?.sdk.succeed("apps");
    expect(made.map(({ outcomes }) => outcomes)).toMatchObject([
      [{ output: "apps" }],
      [{ error: { name: "AbortError" } }],
      [{ output: "apps" }],
    ]);
    expect(endingsOf(calls)).toEqual(["success", "cancelled+", "success+"]);
  });

  test("by stopping the request that a caller's deadline leaves, end that caller once", async () => {
    const calls = sharing({ timeout: 100 });
    const first = calls.make();
    const error = failure();
    await first.sdk.failedAttempt(error);
    await calls.clock.advanceAsync(40);
    const second = calls.make();
    calls.hub.once("timeout", () => calls.core.isolate("freeze"));
    await calls.clock.advanceAsync(60);
    expect(first.outcomes).toMatchObject([{ error: { name: "CallTimeoutError" } }]);
    expect(second.outcomes).toEqual([{ error }]);
    expect(endingsOf(calls)).toEqual(["timeout", "failure+"]);
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test("by stopping the request that a caller's abort leaves, end that caller once", async () => {
    const calls = sharing();
    const caller = new AbortController();
    const made = [calls.make({ signal: caller.signal }), calls.make()];
    const error = failure();
    await made[0]?.sdk.failedAttempt(error);
    calls.hub.once("cancelled", () => calls.core.isolate("freeze"));
    caller.abort();
    await ticks();
    expect(made.map(({ outcomes }) => outcomes)).toMatchObject([
      [{ error: { name: "AbortError" } }],
      [{ error }],
    ]);
    expect(endingsOf(calls)).toEqual(["cancelled", "failure+"]);
  });

  test("by a shutdown while the last caller's time is up in line, end it once", async () => {
    const calls = sharing({ timeout: 50, maxWaitMs: 1_000 });
    calls.trip();
    const call = calls.make();
    calls.hub.once("timeout", () => calls.core.shutdown());
    await calls.clock.advanceAsync(50);
    expect(call.outcomes).toMatchObject([{ error: { name: "CallTimeoutError" } }]);
    expect(endingsOf(calls)).toEqual(["timeout"]);
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
  });

  test("by giving up in line as it is let through, has it sent no more", async () => {
    const calls = someCalls({ maxWaitMs: 1_000, timeout: false });
    const caller = new AbortController();
    calls.trip();
    const call = calls.make({ signal: caller.signal });
    calls.clock.jump(100);
    calls.hub.once("halfOpen", () => caller.abort());
    // It has left the line when the circuit finds that it is half-open by now.
    calls.core.configure({ ...calls.core.options, enabled: false });
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect(endingsOf(calls)).toEqual(["cancelled"]);
    expect(call.sdk.sends).toBe(0);
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
  });
});

describe("a call settles once and tells of it once", () => {
  test("where its send settles late, after its deadline", async () => {
    const calls = someCalls({ timeout: 100 });
    const made = [true, false].map((isGood) => {
      let settle = (): void => {};
      const sent = new Promise((resolve, reject) => {
        settle = () => (isGood ? resolve("late") : reject(failure()));
      });
      return { call: calls.make({ send: () => sent }), settle };
    });
    await calls.clock.advanceAsync(100);
    for (const { settle } of made) settle();
    await ticks();
    expect(made.map(({ call }) => call.outcomes)).toMatchObject([
      [{ error: { name: "CallTimeoutError" } }],
      [{ error: { name: "CallTimeoutError" } }],
    ]);
    expect(endingsOf(calls)).toEqual(["timeout", "timeout"]);
    expect(calls.core.stats()).toMatchObject({ failures: 2, successes: 0, inFlight: 0 });
  });

  test("where its send aborts it, and goes on", async () => {
    const calls = someCalls();
    const caller = new AbortController();
    const call = calls.make({
      signal: caller.signal,
      send: () => {
        caller.abort();
        return Promise.resolve("apps");
      },
    });
    await ticks();
    expect(call.outcomes).toEqual([{ output: "apps" }]);
    expect(endingsOf(calls)).toEqual(["success"]);
  });

  test.each([
    ["rejects", () => Promise.reject(failure())],
    [
      "throws",
      () => {
        throw failure();
      },
    ],
  ])("where its send %s", async (_how, send) => {
    const calls = someCalls();
    const call = calls.make({ send });
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "InternalFailureException" } }]);
    expect(endingsOf(calls)).toHaveLength(1);
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test.each(hostileValues)("where what is thrown is %s", async (_what, thrown) => {
    const fallback: Fallback = () => Promise.reject(new Error("no copy"));
    const calls = someCalls({ retryThrottled: true, classify: () => "failure", fallback });
    const { outcomes } = await calls.makeFailing(thrown);
    expect(outcomes).toHaveLength(1);
    expect((outcomes[0] as { error: unknown }).error === thrown || Number.isNaN(thrown)).toBe(true);
    expect(endingsOf(calls)).toHaveLength(1);
  });

  test("where a listener throws at each event, and one makes new calls", async () => {
    const calls = sharing({ timeout: 100, fallback: (() => undefined) as Fallback });
    const more: MadeCall[] = [];
    for (const type of endingTypes) {
      calls.hub.on(type as "success", () => {
        if (more.length < 3) more.push(calls.make());
        throw new Error("bug in a listener");
      });
    }
    calls.hub.on("listenerError", () => {});
    const made = [calls.make(), calls.make()];
    await made[0]?.sdk.failedAttempt(failure());
    made[0]?.sdk.fail(failure());
    await calls.clock.advanceAsync(200);
    expect([...made, ...more].map(({ outcomes }) => outcomes.length)).toEqual([1, 1, 1, 1, 1]);
    expect(endingsOf(calls)).toHaveLength(5);
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test("where a fallback makes the same call again, which it may", async () => {
    const calls = sharing({
      fallback: (async () => {
        const again = calls.make({ override: { fallback: false } });
        await again.sdk.succeed({ apps: ["again"] });
        return again.result;
      }) as Fallback,
    });
    const call = await calls.makeFailing(failure());
    for (let turn = 0; turn < 5; turn++) await ticks();
    expect(call.outcomes).toEqual([{ output: { apps: ["again"] } }]);
    expect(endingsOf(calls)).toEqual(["failure", "success"]);
  });

  test("where its end shuts the circuit down", async () => {
    const calls = sharing();
    calls.hub.once("success", () => calls.core.shutdown());
    const made = [calls.make(), calls.make()];
    await made[0]?.sdk.succeed("apps");
    expect(made.map(({ outcomes }) => outcomes)).toEqual([[{ output: "apps" }], [{ output: "apps" }]]);
    expect(endingsOf(calls)).toEqual(["success", "success+"]);
  });

  test("where its caller gives up as the circuit becomes half-open for it", async () => {
    const calls = someCalls();
    const caller = new AbortController();
    calls.trip();
    calls.clock.jump(100);
    calls.hub.once("halfOpen", () => caller.abort());
    const call = calls.make({
      signal: caller.signal,
      send: (signal) => (signal?.aborted === true ? Promise.reject(aborted()) : undefined),
    });
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect(endingsOf(calls)).toEqual(["cancelled"]);
    expect(calls.core.state).toBe("halfOpen");
    expect(calls.core.stats().inFlight).toBe(0);
  });
});
