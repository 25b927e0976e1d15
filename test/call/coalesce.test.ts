import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import type { OperationName } from "../../src/amplify/operations.ts";
import type { BreakerOptions, Fallback } from "../../src/options/breaker-options.ts";
import { endingTypes } from "../circuit/a-circuit.ts";
import { aborted, serviceError, someCalls, ticks, type MadeCall, type TestCalls } from "./a-call.ts";

const failure = (): Error => serviceError("InternalFailureException", 500);

function sharing(options: BreakerOptions = {}): TestCalls {
  return someCalls({ ...options, coalesce: true });
}

const sends = (calls: readonly MadeCall[]): number[] => calls.map(({ sdk }) => sdk.sends);

/** The SDK ends the call with an error, after one attempt. */
async function fail(call: MadeCall | undefined, error: Error): Promise<void> {
  await call?.sdk.failedAttempt(error);
  call?.sdk.fail(error);
  await ticks();
}

/** The same for each of so many. */
const each = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

/** How the calls ended, in order, with `+` where they shared another's request. */
function endingsOf(calls: TestCalls): string[] {
  return calls.heard.events
    .filter(({ type }) => endingTypes.has(type))
    .map((event) => `${event.type}${"coalesced" in event ? "+" : ""}`);
}

describe("identical reads in flight", () => {
  test("share one request, one verdict, and tell of it once each", async () => {
    const calls = sharing();
    const made = [calls.make(), calls.make(), calls.make()];
    const [first] = made;
    expect(sends(made)).toEqual([1, 0, 0]);
    expect(calls.core.stats().inFlight).toBe(1);
    await first?.sdk.succeed({ apps: [] });
    expect(made.map(({ outcomes }) => outcomes)).toEqual(each(3, [{ output: { apps: [] } }]));
    expect(endingsOf(calls)).toEqual(["success", "success+", "success+"]);
    expect(calls.heard.of("attempt")).toHaveLength(1);
    expect(calls.heard.of("success").map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    expect(new Set(calls.heard.of("success").map(({ callId }) => callId)).size).toBe(3);
    expect(calls.core.stats()).toMatchObject({ successes: 1, inFlight: 0 });
  });

  test("get a copy each", async () => {
    const calls = sharing();
    const made = [calls.make(), calls.make(), calls.make()];
    const output = { apps: [{ createTime: new Date(0) }] };
    await made[0]?.sdk.succeed(output);
    const outputs = await Promise.all(made.map(({ result }) => result));
    expect(outputs).toEqual([output, output, output]);
    expect(outputs[0]).toBe(output);
    expect(new Set(outputs).size).toBe(3);
    expect(new Set(outputs.map((one) => (one as typeof output).apps[0])).size).toBe(3);
  });

  test("share an output that cannot be copied, as a mock may make it", async () => {
    const calls = sharing();
    const [first, second] = [calls.make(), calls.make()];
    const output = { apps: () => [] };
    await first.sdk.succeed(output);
    expect(await second.result).toBe(output);
  });

  test("are told by what is in the input, not by the order in which it is written", () => {
    const calls = sharing();
    const first = calls.make({ operation: "GetBranch", input: { appId: "a1", branchName: "main" } });
    const second = calls.make({ operation: "GetBranch", input: { branchName: "main", appId: "a1" } });
    expect(sends([first, second])).toEqual([1, 0]);
  });

  test("share the error, of which one verdict is made", async () => {
    const calls = sharing({ consecutiveFailures: 2, failureSpanMs: 0 });
    const made = [calls.make(), calls.make(), calls.make()];
    const error = failure();
    await fail(made[0], error);
    expect(made.map(({ outcomes }) => outcomes)).toEqual(each(3, [{ error }]));
    expect(endingsOf(calls)).toEqual(["failure", "failure+", "failure+"]);
    expect(calls.core.stats()).toMatchObject({ failures: 1 });
    expect(calls.core.state).toBe("closed");
  });

  test.each(["calls", "attempts"] as const)("count once with `count: %o`", async (count) => {
    const calls = sharing({ count });
    const [first] = [calls.make(), calls.make()];
    await first.sdk.failedAttempt(failure());
    await first.sdk.succeed();
    expect(calls.core.stats()).toMatchObject({ successes: 1, failures: count === "calls" ? 0 : 1 });
  });

  test("are let go of when their request is over, however it ended", async () => {
    const calls = sharing({ timeout: 100 });
    const [shared, unshared] = [vi.spyOn(calls.answers, "share"), vi.spyOn(calls.answers, "unshare")];
    await calls.make().sdk.succeed();
    await fail(calls.make(), failure());
    calls.make();
    await calls.clock.advanceAsync(100);
    calls.core.isolate("freeze");
    await expect(calls.make().result).rejects.toMatchObject({ outcome: "notSent" });
    expect(shared).toHaveBeenCalledTimes(4);
    expect(unshared.mock.calls).toEqual(shared.mock.calls);
  });

  test("take one slot of the capacity", () => {
    const calls = sharing({ capacity: 1 });
    const made = [calls.make(), calls.make()];
    expect(sends(made)).toEqual([1, 0]);
    expect(endingsOf(calls)).toEqual([]);
  });
});

describe("a call shares nobody's request", () => {
  test.each<[string, { operation?: OperationName; input?: object }]>([
    ["another input", { operation: "GetApp", input: { appId: "a2" } }],
    ["another operation", { operation: "GetBranch", input: { appId: "a1" } }],
    ["an input that cannot be told from others", { operation: "GetApp", input: { appId: () => "a1" } }],
  ])("that has %s", (_what, wishes) => {
    const calls = sharing();
    const first = calls.make({ operation: "GetApp", input: { appId: "a1" } });
    expect(sends([first, calls.make(wishes), calls.make()])).toEqual([1, 1, 1]);
  });

  test("that is a write", () => {
    const calls = sharing();
    const write = { operation: "StartJob", input: { appId: "a1" } } as const;
    expect(sends([calls.make(write), calls.make(write)])).toEqual([1, 1]);
  });

  test("that has middleware of its own", () => {
    const calls = sharing();
    const made = [calls.make(), calls.make({ isPlain: false }), calls.make({ isPlain: false })];
    expect(sends(made)).toEqual([1, 1, 1]);
  });

  test("that bypasses the circuit", () => {
    const calls = sharing();
    expect(sends([calls.make(), calls.make({ override: { bypass: true } })])).toEqual([1, 1]);
  });

  test("where breakers only observe, or are not asked to", () => {
    for (const options of [{ coalesce: true, enabled: false }, {}]) {
      const calls = someCalls(options);
      expect(sends([calls.make(), calls.make()])).toEqual([1, 1]);
    }
  });

  test("whose caller had given up before", async () => {
    const calls = sharing();
    const first = calls.make();
    const late = calls.make({
      signal: AbortSignal.abort(),
      send: (signal) => (signal?.aborted === true ? Promise.reject(aborted()) : undefined),
    });
    await ticks();
    expect(late.outcomes).toMatchObject([{ error: { name: "AbortError" } }]);
    expect(first.outcomes).toEqual([]);
    expect(endingsOf(calls)).toEqual(["cancelled"]);
  });

  test("made after the answer, good or bad: nothing is replayed", async () => {
    const calls = sharing();
    const good = calls.make();
    await good.sdk.succeed();
    const bad = calls.make();
    await fail(bad, failure());
    const last = calls.make();
    expect(sends([good, bad, last])).toEqual([1, 1, 1]);
    expect(last.outcomes).toEqual([]);
  });

  test("made by who hears of the answer", async () => {
    const calls = sharing();
    const more: MadeCall[] = [];
    calls.hub.once("success", () => more.push(calls.make(), calls.make()));
    const first = calls.make();
    await first.sdk.succeed();
    expect(sends(more)).toEqual([1, 0]);
    await more[0]?.sdk.succeed("second");
    expect(more.map(({ outcomes }) => outcomes)).toEqual([[{ output: "second" }], [{ output: "second" }]]);
    expect(sends([calls.make()])).toEqual([1]);
  });
});

describe("a write in between", () => {
  const app = { operation: "GetApp", input: { appId: "a1" } } as const;
  const update = { operation: "UpdateApp", input: { appId: "a1" } } as const;

  test("has later reads ask anew, while it is under way and after it", async () => {
    const calls = sharing();
    const before = [calls.make(app), calls.make(app)];
    const write = calls.make(update);
    const meanwhile = [calls.make(app), calls.make(app)];
    await write.sdk.succeed();
    const after = [calls.make(app), calls.make(app)];
    expect([sends(before), sends(meanwhile), sends(after)]).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    await before[0]?.sdk.succeed("old");
    expect(sends([calls.make(app)])).toEqual([0]);
    await after[0]?.sdk.succeed("new");
    expect(await after[1]?.result).toBe("new");
    expect(await before[1]?.result).toBe("old");
    expect(meanwhile[1]?.outcomes).toEqual([]);
  });

  test("that was never sent leaves reads together", () => {
    const calls = sharing();
    const first = calls.make(app);
    calls.core.isolate("freeze");
    const write = calls.make(update);
    expect(sends([first, write, calls.make(app)])).toEqual([1, 0, 0]);
  });

  test("of something else leaves reads together", () => {
    const calls = sharing();
    const first = calls.make(app);
    calls.make({ ...update, input: { appId: "a2" } });
    expect(sends([first, calls.make(app)])).toEqual([1, 0]);
  });

  test("does not part a read that has not been sent yet", async () => {
    const calls = sharing({ maxWaitMs: 1_000 });
    calls.trip();
    const first = calls.make(app);
    calls.make({ ...update, override: { bypass: true } });
    const second = calls.make(app);
    await calls.clock.advanceAsync(100);
    expect(sends([first, second])).toEqual([1, 0]);
  });
});

describe("one caller's abort", () => {
  test.each([
    [0, ["cancelled", "success+", "success+"]],
    [1, ["cancelled+", "success", "success+"]],
  ])("rejects that one at once and leaves the others: number %i", async (leaving, ended) => {
    const calls = sharing();
    const caller = new AbortController();
    const made = [0, 1, 2].map((nth) => calls.make(nth === leaving ? { signal: caller.signal } : {}));
    void made[0]?.sdk.attempt();
    caller.abort();
    await ticks();
    expect(made.map(({ outcomes }) => outcomes.length)).toEqual(
      [0, 1, 2].map((nth) => (nth === leaving ? 1 : 0)),
    );
    expect(made[leaving]?.outcomes).toMatchObject([
      { error: { name: "AbortError", message: "Request aborted" } },
    ]);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
    await made[0]?.sdk.answerAttempt();
    made[0]?.sdk.answer("apps");
    await ticks();
    expect(made.flatMap(({ outcomes }) => outcomes).filter((one) => "output" in one)).toHaveLength(2);
    expect(endingsOf(calls)).toEqual(ended);
    expect(calls.core.stats()).toMatchObject({ successes: 1, inFlight: 0 });
  });

  test("is the request's when it was the last one, with that caller's reason", async () => {
    const calls = sharing();
    const callers = [new AbortController(), new AbortController()];
    const made = callers.map(({ signal }) => calls.make({ signal }));
    void made[0]?.sdk.attempt();
    callers[0]?.abort("first");
    expect(made[0]?.sdk.signal?.aborted).toBe(false);
    callers[1]?.abort("second");
    expect(made[0]?.sdk.signal?.reason).toBe("second");
    await ticks();
    expect(made.map(({ outcomes }) => outcomes)).toMatchObject(each(2, [{ error: { name: "AbortError" } }]));
    expect(endingsOf(calls)).toEqual(["cancelled", "cancelled+"]);
    expect(calls.core.stats()).toMatchObject({ failures: 0, inFlight: 0 });
  });

  test("that ends the request has no later call join it", async () => {
    const calls = sharing();
    const caller = new AbortController();
    const first = calls.make({ signal: caller.signal });
    caller.abort();
    const second = calls.make();
    expect(sends([first, second])).toEqual([1, 1]);
    await second.sdk.succeed("apps");
    expect(second.outcomes).toEqual([{ output: "apps" }]);
  });

  test("while all wait for the circuit leaves the others in line", async () => {
    const calls = sharing({ maxWaitMs: 1_000 });
    calls.trip();
    const callers = [new AbortController(), new AbortController()];
    const made = [...callers.map(({ signal }) => calls.make({ signal })), calls.make()];
    expect(calls.core.stats().waiting).toBe(1);
    callers[0]?.abort();
    await ticks();
    expect(made.map(({ outcomes }) => outcomes.length)).toEqual([1, 0, 0]);
    expect(calls.core.stats().waiting).toBe(1);
    await calls.clock.advanceAsync(100);
    expect(sends(made)).toEqual([1, 0, 0]);
    await made[0]?.sdk.succeed("apps");
    expect(made.slice(1).map(({ outcomes }) => outcomes)).toEqual(each(2, [{ output: "apps" }]));
    expect(endingsOf(calls)).toEqual(["cancelled", "success+", "success+"]);
  });

  test("of the last one who waits leaves the line", async () => {
    const calls = sharing({ maxWaitMs: 1_000, timeout: false });
    calls.trip();
    const callers = [new AbortController(), new AbortController()];
    const made = callers.map(({ signal }) => calls.make({ signal }));
    for (const caller of callers) caller.abort();
    await ticks();
    expect(made.map(({ outcomes }) => outcomes.length)).toEqual([1, 1]);
    expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
    expect(calls.clock.pendingRefTimers).toBe(0);
    expect(endingsOf(calls)).toEqual(["cancelled", "cancelled+"]);
  });
});

describe("one caller's deadline", () => {
  /** Two callers of one request, the second 40 ms later. */
  async function twoCallers(options: BreakerOptions = {}): Promise<{ calls: TestCalls; made: MadeCall[] }> {
    const calls = sharing({ timeout: 100, ...options });
    const first = calls.make();
    void first.sdk.attempt();
    await calls.clock.advanceAsync(40);
    const made = [first, calls.make()];
    await calls.clock.advanceAsync(60);
    return { calls, made };
  }

  test("leaves the other, and decides nothing when the answer comes after all", async () => {
    const { calls, made } = await twoCallers();
    expect(made[0]?.outcomes).toMatchObject([{ error: { name: "CallTimeoutError" } }]);
    expect(made[1]?.outcomes).toEqual([]);
    expect(made[0]?.sdk.signal?.aborted).toBe(false);
    await made[0]?.sdk.answerAttempt();
    made[0]?.sdk.answer("apps");
    await ticks();
    expect(made[1]?.outcomes).toEqual([{ output: "apps" }]);
    expect(endingsOf(calls)).toEqual(["timeout", "success+"]);
    expect(calls.core.stats()).toMatchObject({ successes: 1, failures: 0, inFlight: 0 });
  });

  test("is the verdict, once, and cancels the request when it was the last one's", async () => {
    const { calls, made } = await twoCallers();
    await calls.clock.advanceAsync(40);
    expect(made.map(({ outcomes }) => outcomes)).toMatchObject(
      each(2, [{ error: { name: "CallTimeoutError" } }]),
    );
    expect(made[0]?.sdk.signal?.aborted).toBe(true);
    expect(endingsOf(calls)).toEqual(["timeout", "timeout+"]);
    expect(calls.core.stats()).toMatchObject({ failures: 1, inFlight: 0 });
    expect(calls.clock.pendingRefTimers).toBe(0);
  });

  test("had passed when it could have joined: it is told so, and the request goes on", async () => {
    const calls = sharing({ timeout: 100 });
    const first = calls.make();
    await calls.clock.advanceAsync(50);
    const late = calls.make({ calledAt: -50 });
    await ticks();
    expect(late.outcomes).toMatchObject([{ error: { name: "CallTimeoutError" } }]);
    expect(first.sdk.signal?.aborted).toBe(false);
    expect(endingsOf(calls)).toEqual(["timeout+"]);
  });

  test("in backoff does not tell again what attempts have told", async () => {
    const calls = sharing({ timeout: 100, count: "attempts" });
    const made = [calls.make(), calls.make()];
    await made[0]?.sdk.failedAttempt(failure());
    await calls.clock.advanceAsync(100);
    expect(endingsOf(calls)).toEqual(["timeout", "timeout+"]);
    expect(calls.core.stats()).toMatchObject({ failures: 1 });
  });
});

describe("a shared request that waits", () => {
  test("and is refused is refused for all", async () => {
    const calls = sharing({ maxWaitMs: 200 });
    calls.trip();
    const made = [calls.make(), calls.make()];
    calls.core.isolate("freeze");
    await calls.clock.advanceAsync(200);
    const errors = await Promise.all(made.map(({ result }) => result.catch((error: unknown) => error)));
    expect(errors).toMatchObject(each(2, { name: "CircuitOpenError", outcome: "notSent" }));
    expect(errors[0]).not.toBe(errors[1]);
    expect(endingsOf(calls)).toEqual(["reject", "reject+"]);
    expect(sends(made)).toEqual([0, 0]);
    expect(sends([calls.make()])).toEqual([0]);
    expect(endingsOf(calls)).toEqual(["reject", "reject+", "reject"]);
  });

  test("for a slot is sent once", async () => {
    const calls = sharing({ capacity: 1, queue: { size: 5, maxWaitMs: 1_000 } });
    const busy = calls.make({ input: { maxResults: 1 } });
    const made = [calls.make(), calls.make()];
    expect(calls.core.stats().queued).toBe(1);
    await busy.sdk.succeed();
    await made[0]?.sdk.succeed("apps");
    expect(made.map(({ outcomes }) => outcomes)).toEqual(each(2, [{ output: "apps" }]));
  });
});

describe("fallbacks of those who shared a request", () => {
  test("are asked for each, and each gets its own", async () => {
    let asked = 0;
    const calls = sharing({ fallback: (() => ({ nth: ++asked })) as unknown as Fallback });
    const made = [calls.make(), calls.make()];
    await fail(made[0], failure());
    expect(made.map(({ outcomes }) => outcomes)).toEqual([
      [{ output: { nth: 1 } }],
      [{ output: { nth: 2 } }],
    ]);
    expect(calls.heard.of("fallback")).toHaveLength(2);
  });

  test("that fail add to the one error once", async () => {
    let asked = 0;
    const fallback = vi.fn(() => {
      throw new Error(`no copy ${++asked}`);
    });
    const calls = sharing({ fallback: fallback as Fallback });
    const made = [calls.make(), calls.make(), calls.make()];
    const error = failure();
    await fail(made[0], error);
    expect(fallback).toHaveBeenCalledTimes(3);
    expect(made.map(({ outcomes }) => outcomes)).toEqual(each(3, [{ error }]));
    expect(error.cause).toEqual(new Error("no copy 1"));
  });
});
