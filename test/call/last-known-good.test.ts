import { describe, expect, test } from "vitest";
import { fallbackOf } from "../../src/fallback/fallback-mark.ts";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import {
  aborted,
  serviceError,
  someCalls,
  ticks,
  type CallWishes,
  type MadeCall,
  type TestCalls,
} from "./a-call.ts";

const app = { operation: "GetApp", input: { appId: "a1" } } as const satisfies CallWishes;
const otherApp = { operation: "GetApp", input: { appId: "a2" } } as const satisfies CallWishes;
const update = { operation: "UpdateApp", input: { appId: "a1" } } as const satisfies CallWishes;
const good = { app: { name: "good" } };

const failure = (): Error => serviceError("InternalFailureException", 500);

/** Calls that were answered once, some time ago. */
async function remembering(options: BreakerOptions = {}, output: object = good): Promise<TestCalls> {
  const calls = someCalls({ timeout: 500, ...options, fallback: lastKnownGood() });
  await calls.make(app).sdk.succeed(output);
  await calls.clock.advanceAsync(1_000);
  return calls;
}

async function makeFailing(calls: TestCalls, error: unknown, wishes: CallWishes = app): Promise<MadeCall> {
  const call = calls.make(wishes);
  await call.sdk.failedAttempt(error);
  call.sdk.fail(error);
  await ticks();
  return call;
}

/** How a call comes to each reason. */
const ways: Record<string, (calls: TestCalls) => MadeCall | Promise<MadeCall>> = {
  open: (calls) => {
    calls.trip();
    return calls.make(app);
  },
  isolated: (calls) => {
    calls.core.isolate("freeze");
    return calls.make(app);
  },
  capacity: (calls) => {
    calls.make(otherApp);
    return calls.make(app);
  },
  timeout: async (calls) => {
    const call = calls.make(app);
    await calls.clock.advanceAsync(500);
    return call;
  },
  failure: (calls) => makeFailing(calls, failure()),
  throttled: (calls) => makeFailing(calls, serviceError("LimitExceededException", 429)),
};

describe("the last good answer", () => {
  test.each(Object.entries(ways))("is given instead: %s", async (reason, way) => {
    const calls = await remembering({ capacity: 1, coalesce: false });
    const call = await way(calls);
    const output = await call.result;
    expect(output).toEqual(good);
    const ageMs = reason === "timeout" ? 1_500 : 1_000;
    expect(calls.heard.of("fallback")).toMatchObject([{ operation: "GetApp", reason, ageMs }]);
    const mark = fallbackOf(output);
    expect(mark).toMatchObject({ reason, ageMs });
    expect(mark?.error).toBeInstanceOf(Error);
    const ending = ["open", "isolated", "capacity"].includes(reason) ? "reject" : reason;
    expect(calls.heard.types.filter((type) => type === ending)).toHaveLength(1);
  });

  test.each([
    ["ignored", serviceError("NotFoundException", 404)],
    ["cancelled", aborted()],
  ])("is not given for a call that was %s", async (ending, error) => {
    const calls = await remembering();
    expect((await makeFailing(calls, error)).outcomes).toEqual([{ error }]);
    expect(calls.heard.types.at(-1)).toBe(ending);
  });

  test("is not given after a shutdown", async () => {
    const calls = await remembering();
    calls.isShutdown = true;
    await expect(calls.make(app).result).rejects.toMatchObject({ name: "ShutdownError" });
    expect(calls.heard.types.at(-1)).toBe("reject");
  });

  test("is not given for another question, nor where there is none: the error is the caller's", async () => {
    const calls = await remembering();
    const error = failure();
    expect((await makeFailing(calls, error, otherApp)).outcomes).toEqual([{ error }]);
    expect(calls.heard.of("fallback")).toEqual([]);
    expect(Object.hasOwn(error, "cause")).toBe(false);
  });

  test("is a copy: neither who got the live one nor who gets an old one changes what others get", async () => {
    const live = { app: { name: "good" } };
    const calls = await remembering({}, live);
    live.app.name = "changed";
    calls.trip();
    const first = (await calls.make(app).result) as typeof live;
    first.app.name = "changed too";
    expect(await calls.make(app).result).toEqual(good);
  });

  test("is given to each of those who shared a request, in a copy each", async () => {
    const calls = await remembering({ coalesce: true });
    const made = [calls.make(app), calls.make(app)];
    const error = failure();
    await made[0]?.sdk.failedAttempt(error);
    made[0]?.sdk.fail(error);
    const outputs = await Promise.all(made.map(({ result }) => result));
    expect(outputs).toEqual([good, good]);
    expect(outputs[0]).not.toBe(outputs[1]);
    expect(calls.heard.of("fallback")).toHaveLength(2);
  });

  test("is what the one answer to a shared request left", async () => {
    const calls = someCalls({ coalesce: true, fallback: lastKnownGood() });
    const caller = new AbortController();
    const made = [calls.make({ ...app, signal: caller.signal }), calls.make(app)];
    void made[0]?.sdk.attempt();
    caller.abort();
    await made[0]?.sdk.answerAttempt(good);
    made[0]?.sdk.answer(good);
    await ticks();
    calls.trip();
    expect(await calls.make(app).result).toEqual(good);
  });

  test("may be that of a single call's own memory", async () => {
    const calls = someCalls();
    const override = { fallback: lastKnownGood() };
    await calls.make({ ...app, override }).sdk.succeed(good);
    calls.trip();
    expect(await calls.make({ ...app, override }).result).toEqual(good);
    await expect(calls.make(app).result).rejects.toMatchObject({ name: "CircuitOpenError" });
  });
});

describe("a write", () => {
  test("that is sent drops what it makes stale, before it is answered", async () => {
    const calls = await remembering();
    calls.make(update);
    calls.trip();
    await expect(calls.make(app).result).rejects.toMatchObject({ name: "CircuitOpenError" });
  });

  test("keeps out what a read learned that was under way meanwhile, however it ended", async () => {
    const calls = await remembering();
    const before = calls.make(app);
    const write = calls.make(update);
    const meanwhile = calls.make(app);
    const error = failure();
    write.sdk.fail(error);
    await ticks();
    for (const read of [before, meanwhile]) await read.sdk.succeed(good);
    calls.trip();
    expect((await Promise.allSettled([calls.make(app).result]))[0]?.status).toBe("rejected");
  });

  test("leaves what is read after it, and what is of another app", async () => {
    const calls = await remembering();
    await calls.make(otherApp).sdk.succeed("other");
    await calls.make(update).sdk.succeed();
    await calls.make(app).sdk.succeed("new");
    calls.trip();
    expect(await calls.make(app).result).toBe("new");
    expect(await calls.make(otherApp).result).toBe("other");
  });

  test("that was refused, and so never sent, drops nothing", async () => {
    const calls = await remembering();
    calls.trip();
    await expect(calls.make(update).result).rejects.toMatchObject({ outcome: "notSent" });
    expect(await calls.make(app).result).toEqual(good);
  });

  test("whose caller gave up in line drops nothing", async () => {
    const calls = await remembering({ maxWaitMs: 1_000 });
    calls.trip();
    const caller = new AbortController();
    const write = calls.make({ ...update, signal: caller.signal });
    caller.abort();
    await expect(write.result).rejects.toMatchObject({ name: "AbortError" });
    calls.core.isolate("freeze");
    expect(await calls.make(app).result).toEqual(good);
  });

  test("that bypassed an open circuit drops what it made stale", async () => {
    const calls = await remembering();
    calls.trip();
    await calls.make({ ...update, override: { bypass: true } }).sdk.succeed();
    await expect(calls.make(app).result).rejects.toMatchObject({ name: "CircuitOpenError" });
  });
});

describe("a list that was given from memory", () => {
  const first = { operation: "ListApps", input: {} } as const satisfies CallWishes;
  const second = { operation: "ListApps", input: { nextToken: "2" } } as const satisfies CallWishes;

  async function rememberingPages(): Promise<TestCalls> {
    const calls = someCalls({ fallback: lastKnownGood() });
    await calls.make(first).sdk.succeed({ apps: ["1"], nextToken: "2" });
    await calls.make(second).sdk.succeed({ apps: ["2"] });
    return calls;
  }

  test("goes on from memory, also when the service is back: nothing is sent, and an event says why", async () => {
    const calls = await rememberingPages();
    const error = failure();
    expect(await (await makeFailing(calls, error, first)).result).toEqual({ apps: ["1"], nextToken: "2" });
    const next = calls.make(second);
    const output = await next.result;
    expect(output).toEqual({ apps: ["2"] });
    expect(fallbackOf(output)).toMatchObject({ reason: "failure", error });
    expect(next.sdk.sends).toBe(0);
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "staleList", attempts: 0, durationMs: 0 }]);
    expect(calls.heard.types.slice(-2)).toEqual(["reject", "fallback"]);
    expect(calls.clock.pendingRefTimers).toBe(0);
  });

  test("is gone on with for the first page's reason where the circuit has opened since", async () => {
    const calls = await rememberingPages();
    const error = failure();
    await makeFailing(calls, error, first);
    calls.trip();
    const output = await calls.make(second).result;
    expect(fallbackOf(output)).toMatchObject({ reason: "failure", error });
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "staleList" }]);
  });

  test("fails with the first page's error where a write took the next one", async () => {
    const calls = await rememberingPages();
    const error = failure();
    await makeFailing(calls, error, first);
    await calls.make({ operation: "CreateApp", input: { name: "new" } }).sdk.succeed();
    const next = calls.make(second);
    await ticks();
    expect(next.outcomes).toEqual([{ error }]);
    expect(next.sdk.sends).toBe(0);
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "staleList" }]);
  });

  test("begun anew from the service goes on from the service", async () => {
    const calls = await rememberingPages();
    await makeFailing(calls, failure(), first);
    await calls.make(first).sdk.succeed({ apps: ["new"], nextToken: "2" });
    const next = calls.make(second);
    expect(next.sdk.sends).toBe(1);
    await next.sdk.succeed({ apps: ["newer"] });
    expect(await next.result).toEqual({ apps: ["newer"] });
  });

  test("is not gone on with by calls that have no memory", async () => {
    const calls = await rememberingPages();
    await makeFailing(calls, failure(), first);
    expect(calls.make({ ...second, override: { fallback: false } }).sdk.sends).toBe(1);
  });
});

describe("a dry run", () => {
  test("keeps nothing", async () => {
    const calls = someCalls({ enabled: false, fallback: lastKnownGood() });
    const read = calls.make({});
    await read.sdk.succeed(good);
    calls.core.configure({ ...calls.core.options, enabled: true });
    calls.trip();
    await expect(calls.make().result).rejects.toMatchObject({ name: "CircuitOpenError" });
  });

  test("gives nothing", async () => {
    const calls = someCalls({ fallback: lastKnownGood() });
    await calls.make().sdk.succeed(good);
    calls.core.configure({ ...calls.core.options, enabled: false });
    const error = failure();
    expect((await calls.makeFailing(error)).outcomes).toEqual([{ error }]);
    expect(calls.heard.of("fallback")).toEqual([]);
  });

  test("goes on with no old list", async () => {
    const calls = someCalls({ fallback: lastKnownGood() });
    await calls.make({ input: {} }).sdk.succeed({ apps: ["1"], nextToken: "2" });
    await calls.make({ input: { nextToken: "2" } }).sdk.succeed({ apps: ["2"] });
    await makeFailing(calls, failure(), { input: {} });
    calls.core.configure({ ...calls.core.options, enabled: false });
    expect(calls.make({ input: { nextToken: "2" } }).sdk.sends).toBe(1);
  });
});
