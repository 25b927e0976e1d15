import { describe, expect, test } from "vitest";
import type { BreakerOptions, Fallback } from "../../src/options/breaker-options.ts";
import { aborted, serviceError, someCalls, ticks, type TestCalls } from "./a-call.ts";

const failure = (): Error => serviceError("InternalFailureException", 500);

describe("opossum defect 2: a filter that passes one error only does not heal by", () => {
  const onlyInternalFailure = {
    timeout: 1_000,
    classify: (error) =>
      error instanceof Error && error.name === "InternalFailureException" ? "failure" : "ignored",
  } as const satisfies BreakerOptions;

  function halfOpenCalls(options: BreakerOptions = {}): TestCalls {
    const calls = someCalls({ ...onlyInternalFailure, ...options });
    calls.trip().halfOpen();
    return calls;
  }

  test("a probe that timed out", async () => {
    const calls = halfOpenCalls();
    void calls.make().sdk.attempt();
    await calls.clock.advanceAsync(1_000);
    expect(calls.heard.of("timeout")).toMatchObject([{ verdict: "failure" }]);
    expect(calls.core.state).toBe("open");
  });

  test("a call that found the circuit full", async () => {
    const calls = someCalls(onlyInternalFailure);
    const slow = calls.make();
    calls.trip().halfOpen();
    calls.core.configure({ ...calls.core.options, capacity: 1 });
    const call = calls.make();
    await ticks();
    expect(slow.outcomes).toEqual([]);
    expect(call.outcomes).toMatchObject([{ error: { name: "CapacityError" } }]);
    expect(calls.core.state).toBe("halfOpen");
  });

  test("a probe that its caller aborted", async () => {
    const calls = halfOpenCalls();
    const caller = new AbortController();
    void calls.make({ signal: caller.signal }).sdk.attempt();
    caller.abort();
    await ticks();
    expect(calls.core.state).toBe("halfOpen");
  });

  test("a probe that threw before it was sent", async () => {
    const calls = halfOpenCalls();
    calls.make({
      send: () => {
        throw new TypeError("no such command");
      },
    });
    await ticks();
    expect(calls.core.state).toBe("halfOpen");
  });
});

describe("capacity and timeouts", () => {
  test("opossum defect 14: a CapacityError is no failure of the service", async () => {
    const calls = someCalls({ capacity: 1, consecutiveFailures: 1 });
    calls.make();
    for (let full = 0; full < 50; full++) calls.make();
    await ticks();
    expect(calls.heard.of("reject")).toHaveLength(50);
    expect([calls.core.state, calls.core.stats().failures]).toEqual(["closed", 0]);
  });

  test("opossum defect 15: a timeout frees the slot of a request that it ends", async () => {
    const calls = someCalls({ capacity: 1, timeout: 100, consecutiveFailures: false });
    const made = [];
    for (let call = 0; call < 6; call++) {
      made.push(calls.make());
      const live = made.filter(({ sdk }) => sdk.sends > 0 && sdk.signal?.aborted === false);
      expect(live).toHaveLength(1);
      await calls.clock.advanceAsync(100);
    }
    expect(made.map(({ sdk }) => sdk.sends)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("opossum defect 16: a timeout aborts its own request, and neither others in flight nor later ones", async () => {
    const calls = someCalls({ timeout: 100 });
    const first = calls.make();
    await calls.clock.advanceAsync(60);
    const second = calls.make();
    await calls.clock.advanceAsync(40);
    const third = calls.make();
    expect([first, second, third].map(({ sdk }) => sdk.signal?.aborted)).toEqual([true, false, false]);
  });

  test("opossum defect 18: a timeout counts once", async () => {
    const calls = someCalls({ timeout: 100 });
    void calls.make().sdk.attempt();
    await calls.clock.advanceAsync(100);
    expect(calls.heard.types).toEqual(["timeout", "attempt"]);
    expect(calls.core.stats()).toMatchObject({ failures: 1, consecutiveFailures: 1 });
  });

  test("opossum defect 19: a call that is over holds no process open", async () => {
    const calls = someCalls();
    await calls.make().sdk.succeed();
    await calls.makeFailing(failure());
    expect(calls.clock.pendingTimers).toBe(0);
  });
});

describe("callers always get their answer", () => {
  test("opossum defect 21: a classifier that throws keeps nobody waiting", async () => {
    const calls = someCalls({
      classify: () => {
        throw new Error("bug");
      },
    });
    const error = failure();
    expect((await calls.makeFailing(error)).outcomes).toEqual([{ error }]);
  });

  test("opossum defect 28: an open circuit refuses also while the same question is in flight", async () => {
    const calls = someCalls();
    const inFlight = calls.make();
    calls.trip();
    const call = calls.make();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError" } }]);
    expect([inFlight.sdk.sends, call.sdk.sends]).toEqual([1, 0]);
  });

  test("opossum defect 30: a late failure after the shutdown brings nothing back", async () => {
    const calls = someCalls({ consecutiveFailures: 1 });
    const call = calls.make();
    calls.isShutdown = true;
    calls.core.shutdown();
    const error = failure();
    await call.sdk.failedAttempt(error);
    call.sdk.fail(error);
    await ticks();
    expect(call.outcomes).toEqual([{ error }]);
    expect(calls.heard.types).toEqual(["attempt", "failure"]);
    await expect(calls.make().result).rejects.toMatchObject({ name: "ShutdownError" });
  });

  test("opossum defect 37: a dry run emits of its calls what others emit", async () => {
    const calls = someCalls({ enabled: false });
    await calls.make().sdk.succeed();
    await calls.makeFailing(failure());
    expect(calls.heard.types).toEqual(["attempt", "success", "attempt", "failure"]);
    expect(calls.core.stats()).toMatchObject({ errorPercentage: 50 });
  });

  test.each([
    { how: "hangs", fallback: () => new Promise(() => {}) },
    { how: "rejects", fallback: () => Promise.reject(new Error("no copy")) },
  ])("opossum defect 38: a fallback that $how leaves the caller the original error", async ({ fallback }) => {
    const calls = someCalls({ fallback: fallback as Fallback });
    const error = failure();
    const call = await calls.makeFailing(error);
    await calls.clock.advanceAsync(1_000);
    expect(call.outcomes).toEqual([{ error }]);
  });

  test.each([true, false])(
    "opossum defect 39: a send that returns nothing answers nothing (enabled: %s)",
    async (enabled) => {
      const call = someCalls({ enabled }).make({ send: () => undefined });
      await ticks();
      expect(call.outcomes).toEqual([{ output: undefined }]);
    },
  );
});

describe("calls that share a request", () => {
  const sharing = (options: BreakerOptions = {}): TestCalls => someCalls({ ...options, coalesce: true });

  test.each([30_000, false] as const)(
    "opossum defect 24: a rejection is replayed to nobody (timeout: %s)",
    async (timeout) => {
      const calls = sharing({ timeout });
      await calls.makeFailing(failure());
      const call = calls.make();
      await call.sdk.succeed("apps");
      expect(call.outcomes).toEqual([{ output: "apps" }]);
    },
  );

  test("opossum defect 25: neither does the rejection of a full circuit stick", async () => {
    const calls = sharing({ capacity: 1 });
    const busy = calls.make({ input: { maxResults: 1 } });
    await expect(calls.make().result).rejects.toMatchObject({ name: "CapacityError" });
    await busy.sdk.succeed();
    const call = calls.make();
    await call.sdk.succeed("apps");
    expect(call.outcomes).toEqual([{ output: "apps" }]);
  });

  test("opossum defect 25: nor that of a send that throws at once", async () => {
    const calls = sharing();
    const send = (): never => {
      throw new TypeError("no such command");
    };
    await expect(calls.make({ send }).result).rejects.toThrow("no such command");
    const call = calls.make();
    await call.sdk.succeed("apps");
    expect(call.outcomes).toEqual([{ output: "apps" }]);
  });

  test.each<[string, object, object]>([
    ["a Map and an object", { tags: new Map([["a", 1]]) }, { tags: {} }],
    ["NaN and null", { maxResults: Number.NaN }, { maxResults: null }],
    ["callbacks", { each: () => 1 }, { each: () => 2 }],
    ["BigInts", { maxResults: 1n }, { maxResults: 1n }],
    ["things that go in a circle", circle(), circle()],
  ])("opossum defect 26: %s neither share nor throw", (_what, ...inputs) => {
    const calls = sharing();
    expect(inputs.map((input) => calls.make({ input }).sdk.sends)).toEqual([1, 1]);
  });

  test("opossum defect 27: one caller's abort is nobody else's, now or later", async () => {
    const calls = sharing();
    const caller = new AbortController();
    const made = [calls.make({ signal: caller.signal }), calls.make()];
    caller.abort();
    const late = calls.make();
    await made[0]?.sdk.succeed("apps");
    expect([...made, late].map(({ outcomes }) => outcomes)).toMatchObject([
      [{ error: { name: "AbortError" } }],
      [{ output: "apps" }],
      [{ output: "apps" }],
    ]);
  });

  test("opossum defect 29: there is no answer before there is one", async () => {
    const calls = sharing();
    const made = [calls.make(), calls.make()];
    await ticks();
    expect(made.map(({ outcomes }) => outcomes)).toEqual([[], []]);
    await made[0]?.sdk.succeed("apps");
    expect(made.map(({ outcomes }) => outcomes)).toEqual([[{ output: "apps" }], [{ output: "apps" }]]);
  });
});

describe("what users' functions meet", () => {
  test("opossum defect 41: a probe's own event comes before close, and each event has one argument", async () => {
    const calls = someCalls();
    const counts: number[] = [];
    calls.hub.on("success", (...args: unknown[]) => counts.push(args.length));
    calls.trip().halfOpen();
    await calls.make().sdk.succeed();
    expect(calls.heard.types).toEqual(["open", "halfOpen", "attempt", "success", "close"]);
    expect(counts).toEqual([1]);
  });

  test("opossum defect 42: nothing of ours is `this` to a classifier or a fallback", async () => {
    const seen: unknown[] = [];
    const calls = someCalls({
      classify(this: unknown) {
        seen.push(this);
        return "failure";
      },
      fallback: function fallback(this: unknown) {
        seen.push(this);
        return undefined;
      } as Fallback,
    });
    await calls.makeFailing(aborted());
    await calls.makeFailing(failure());
    expect(new Set(seen)).toEqual(new Set([undefined]));
  });
});

function circle(): object {
  const input: { self?: object } = {};
  input.self = input;
  return input;
}
