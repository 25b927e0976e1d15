import { describe, expect, test, vi } from "vitest";
import { illness, says } from "../circuit/a-circuit.ts";
import { HandMadeSend, serviceError, someCalls, ticks, type MadeCall, type TestCalls } from "./a-call.ts";

const output = { apps: [], $metadata: { requestId: "r-9", attempts: 1 } };

const anAnswer = (): never => ({ apps: [] }) as never;

type Then = (use: (value: unknown) => void) => void;

/** What other promise libraries, and hostile ones, return. */
function thenable(getThen: () => Then): object {
  const [method] = ["then"] as const;
  return Object.defineProperty({}, method, { get: getThen });
}

async function rejection({ result }: MadeCall): Promise<unknown> {
  return result.then(
    () => {
      throw new Error("resolved");
    },
    (error: unknown) => error,
  );
}

describe("a call", () => {
  test("is sent once, and its caller gets the very output of the service", async () => {
    const calls = someCalls();
    const call = calls.make();
    await call.sdk.succeed(output);
    expect(await call.result).toBe(output);
    expect(call.sdk.sends).toBe(1);
    expect(calls.heard.types).toEqual(["attempt", "success"]);
    expect(calls.heard.of("success")).toMatchObject([
      { operation: "ListApps", circuit: "ListApps", region: "eu-west-1", attempts: 1, requestId: "r-9" },
    ]);
    expect(calls.heard.of("success")[0]).not.toHaveProperty("error");
  });

  test("that is answered without a request id has none in its event", async () => {
    const calls = someCalls();
    await calls.make().sdk.succeed({ apps: [] });
    expect(calls.heard.of("success")[0]).not.toHaveProperty("requestId");
  });

  test("that fails leaves the circuit its error", async () => {
    const calls = someCalls();
    await calls.makeFailing(illness);
    expect(calls.core.lastFailure?.error.message).toBe(illness.message);
  });

  test.each(["closed", "open"])(
    "whose caller gave up before it was clear where to is cancelled, and not sent: %s",
    async (state) => {
      const calls = someCalls();
      if (state === "open") calls.trip();
      const call = calls.make({ isAbandoned: true });
      expect(await rejection(call)).toMatchObject({ name: "AbortError" });
      expect(call.sdk.sends).toBe(0);
      expect(calls.heard.types.at(-1)).toBe("cancelled");
      expect([calls.core.stats().inFlight, calls.clock.pendingTimers]).toEqual([0, state === "open" ? 1 : 0]);
    },
  );

  test.each([
    { type: "failure", error: () => serviceError("InternalFailureException", 500) },
    { type: "throttled", error: () => serviceError("LimitExceededException", 429) },
    { type: "ignored", error: () => serviceError("NotFoundException", 404) },
    { type: "cancelled", error: () => Object.assign(new Error("aborted"), { name: "AbortError" }) },
  ] as const)(
    "that ends as $type gives its caller the very error, and emits that one event",
    async (made) => {
      const calls = someCalls();
      const error = made.error();
      const call = await calls.makeFailing(error);
      expect(await rejection(call)).toBe(error);
      expect(calls.heard.types).toEqual(["attempt", made.type]);
      expect(calls.heard.of(made.type)).toMatchObject([{ attempts: 1, error: { message: error.message } }]);
    },
  );

  test("carries a number of its own in all its events", async () => {
    const calls = someCalls();
    const [first, second] = [calls.make(), calls.make()];
    await second.sdk.succeed();
    await first.sdk.succeed();
    const ids = (["attempt", "success"] as const).map((type) =>
      calls.heard.of(type).map(({ callId }) => callId),
    );
    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids[0]).size).toBe(2);
  });

  test("says how long it and each attempt took, by the clock and from the caller's call on", async () => {
    const calls = someCalls();
    calls.clock.advance(1_000);
    const call = calls.make({ calledAt: 900 });
    calls.clock.advance(50);
    void call.sdk.attempt();
    calls.clock.advance(30);
    await call.sdk.answerAttempt();
    calls.clock.advance(5);
    call.sdk.answer(output);
    await ticks();
    expect(calls.heard.of("attempt")).toMatchObject([{ durationMs: 30, attempt: 1, verdict: "success" }]);
    expect(calls.heard.of("success")).toMatchObject([{ durationMs: 185 }]);
  });

  test("counts its attempts, and says of each how it went", async () => {
    const calls = someCalls();
    const call = calls.make();
    await call.sdk.failedAttempt(serviceError("InternalFailureException", 500));
    await call.sdk.failedAttempt(serviceError("ThrottlingException", 400));
    await call.sdk.succeed(output);
    expect(calls.heard.of("attempt")).toMatchObject([
      { attempt: 1, verdict: "failure", error: { name: "InternalFailureException" } },
      { attempt: 2, verdict: "throttled", error: { name: "ThrottlingException" } },
      { attempt: 3, verdict: "success" },
    ]);
    expect(calls.heard.of("success")).toMatchObject([{ attempts: 3 }]);
    expect(calls.core.stats()).toMatchObject({ successes: 1, failures: 0 });
  });

  test("settles once, with whatever comes first", async () => {
    const calls = someCalls({ timeout: 100 });
    const call = calls.make();
    void call.sdk.attempt();
    await calls.clock.advanceAsync(100);
    await call.sdk.answerAttempt(output);
    call.sdk.answer(output);
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CallTimeoutError" } }]);
    expect(calls.heard.types.filter((type) => type !== "attempt")).toEqual(["timeout"]);
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test.each([
    { how: "answers", end: () => output },
    {
      how: "fails",
      end: () => {
        throw illness;
      },
    },
  ])("is not settled again by a send that ignores its signal and $how late", async ({ end }) => {
    const calls = someCalls({ timeout: 100 });
    let release = (): void => {};
    const late = new Promise<void>((resolve) => {
      release = resolve;
    });
    const call = calls.make({ send: () => late.then(end) });
    await calls.clock.advanceAsync(100);
    const before = calls.core.stats();
    release();
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CallTimeoutError" } }]);
    expect(calls.heard.types).toEqual(["timeout"]);
    expect(calls.core.stats()).toEqual(before);
  });

  test("tells observers, then the circuit, then the caller", async () => {
    const calls = someCalls();
    await calls.makeFailing(illness);
    const order: string[] = [];
    calls.hub.on("failure", () => order.push(`event, state ${calls.core.state}`));
    calls.hub.on("open", () => order.push("circuit"));
    for (let failures = 0; failures < 3; failures++) calls.call(says.failure);
    const call = calls.make();
    call.result.catch(() => order.push("caller"));
    await call.sdk.failedAttempt(illness);
    call.sdk.fail(illness);
    await ticks();
    expect(order).toEqual(["event, state closed", "circuit", "caller"]);
  });
});

describe("sending", () => {
  test.each([
    { how: "rejects", send: () => Promise.reject(illness) },
    {
      how: "throws",
      send: () => {
        throw illness;
      },
    },
  ])("that $how without the SDK's pipeline is judged by the error alone", async ({ send }) => {
    const calls = someCalls();
    const call = calls.make({ send });
    expect(await rejection(call)).toBe(illness);
    expect(calls.heard.types).toEqual(["failure"]);
    expect(calls.heard.of("failure")[0]).toMatchObject({ attempts: undefined });
    expect(calls.core.stats()).toMatchObject({ failures: 1, inFlight: 0 });
  });

  test.each([
    { what: "an output", returned: output, expected: output },
    { what: "nothing", returned: undefined, expected: undefined },
    { what: "a foreign thenable", returned: thenable(() => (use) => use("it")), expected: "it" },
  ])("may return $what instead of a promise", async ({ returned, expected }) => {
    const calls = someCalls();
    expect(await calls.make({ send: () => returned }).result).toBe(expected);
    expect(calls.heard.types).toEqual(["success"]);
  });

  test("that returns a hostile thenable fails the call and nothing else", async () => {
    const calls = someCalls();
    const returned = thenable(() => {
      throw illness;
    });
    expect(await rejection(calls.make({ send: () => returned }))).toBe(illness);
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test("is given a signal of the call's own", () => {
    const calls = someCalls();
    const [first, second] = [calls.make(), calls.make()];
    expect(first.sdk.signal).toBeInstanceOf(AbortSignal);
    expect(first.sdk.signal).not.toBe(second.sdk.signal);
  });

  test("is not attempted where credentials are missing, and says nothing about the service", async () => {
    const calls = someCalls({ classify: () => "failure" });
    const call = calls.make();
    call.sdk.fail(Object.assign(new Error("no profile"), { name: "CredentialsProviderError" }));
    await ticks();
    expect(calls.heard.of("ignored")).toMatchObject([{ attempts: 0 }]);
  });

  test("leaves alone what somebody's patched send makes of the raw client after it has answered the call", async () => {
    const calls = someCalls();
    const raw = new HandMadeSend();
    const patchedSend = (): unknown => {
      void ticks().then(() => raw.send(undefined));
      return output;
    };
    await calls.make({ send: patchedSend }).result;
    await ticks();
    const attempt = raw.attempt();
    await raw.answerAttempt("refreshed");
    expect(await attempt).toBe("refreshed");
  });
});

describe("a classifier", () => {
  test("is not asked about what a send that ignores its signal says after the call's end", async () => {
    const classify = vi.fn(() => "failure" as const);
    const calls = someCalls({ classify });
    const sdk = new HandMadeSend();
    let fail: (error: Error) => void = () => {};
    const late = new Promise((_resolve, reject) => {
      fail = reject;
    });
    const send = (): unknown => {
      void sdk.send(undefined);
      return late;
    };
    const call = calls.make({ send });
    await sdk.failedAttempt(illness);
    calls.trip();
    await ticks();
    expect(call.outcomes).toEqual([{ error: illness }]);
    const asked = classify.mock.calls.length;
    fail(illness);
    await ticks();
    expect(classify).toHaveBeenCalledTimes(asked);
  });

  test("decides what an error means", async () => {
    const classify = vi.fn(() => "ignored" as const);
    const calls = someCalls({ classify });
    await calls.makeFailing(illness);
    expect(calls.heard.types).toEqual(["attempt", "ignored"]);
    expect(classify).toHaveBeenCalledWith(illness, { operation: "ListApps", attempts: 1 });
  });

  test.each([
    {
      what: "throws",
      classify: () => {
        throw new Error("bug");
      },
    },
    { what: "answers nonsense", classify: () => "perhaps" as never },
  ])("that $what gives way to the default, and the caller gets the service's error", async ({ classify }) => {
    const calls = someCalls({ classify });
    const call = await calls.makeFailing(illness);
    expect(await rejection(call)).toBe(illness);
    expect(calls.heard.types).toEqual(["attempt", "failure"]);
  });
});

describe("a refused call", () => {
  test("is not sent where the circuit is open, and is told when to come back and why", async () => {
    const calls = someCalls();
    calls.trip();
    calls.clock.advance(40);
    const call = calls.make();
    expect(await rejection(call)).toMatchObject({
      name: "CircuitOpenError",
      state: "open",
      retryAfterMs: 60,
      cause: { message: illness.message },
      outcome: "notSent",
    });
    expect(call.sdk.sends).toBe(0);
    expect(calls.heard.types).toEqual(["open", "reject"]);
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "open", attempts: 0, durationMs: 0 }]);
    expect(calls.heard.of("reject")[0]).not.toHaveProperty("coalesced");
  });

  test.each<[string, (calls: TestCalls) => void]>([
    ["open", (calls) => calls.trip()],
    ["isolated", (calls) => calls.core.isolate("freeze")],
  ])("shows in its error's stack who made it where the circuit is %s", async (_state, refuse) => {
    const calls = someCalls();
    refuse(calls);
    const deployBranch = (): MadeCall => calls.make();
    const { stack = "" } = (await rejection(deployBranch())) as Error;
    const line = stack.split("\n").findIndex((each) => each.includes("deployBranch"));
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThan(7);
  });

  test("is not sent where the circuit is isolated", async () => {
    const calls = someCalls();
    calls.core.isolate("freeze");
    const call = calls.make();
    expect(await rejection(call)).toMatchObject({ state: "isolated", retryAfterMs: Infinity });
    expect(call.sdk.sends).toBe(0);
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "isolated" }]);
  });

  test("is not sent over capacity, which gives a slot to nobody but the next", async () => {
    const calls = someCalls({ capacity: 1 });
    const first = calls.make();
    expect(await rejection(calls.make())).toMatchObject({ name: "CapacityError", capacity: 1 });
    await first.sdk.succeed();
    const next = calls.make();
    expect(next.sdk.sends).toBe(1);
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "capacity" }]);
  });

  test("is not sent after a shutdown, whatever the circuit says", async () => {
    const calls = someCalls({ enabled: false, fallback: anAnswer });
    calls.isShutdown = true;
    const call = calls.make();
    expect(await rejection(call)).toMatchObject({ name: "ShutdownError", outcome: "notSent" });
    expect(call.sdk.sends).toBe(0);
    expect(calls.heard.types).toEqual(["reject"]);
  });

  test("has no timer and no slot", async () => {
    const calls = someCalls();
    calls.core.isolate("freeze");
    await rejection(calls.make());
    expect(calls.clock.pendingTimers).toBe(0);
    expect(calls.core.stats().inFlight).toBe(0);
  });
});

describe("a call in flight at the shutdown", () => {
  test("ends normally", async () => {
    const calls = someCalls();
    const call = calls.make();
    await call.sdk.failedAttempt(serviceError("InternalFailureException", 500));
    calls.isShutdown = true;
    calls.core.shutdown();
    await call.sdk.succeed(output);
    expect(await call.result).toBe(output);
    expect(calls.clock.pendingTimers).toBe(0);
  });
});

describe("a call of a dry run", () => {
  test("is sent as it is, without a signal or a deadline, and says why it would have been refused", async () => {
    const calls = someCalls({ enabled: false, timeout: 100, fallback: anAnswer });
    calls.trip();
    const call = calls.make();
    expect(call.sdk.signal).toBeUndefined();
    await calls.clock.advanceAsync(10_000);
    const error = serviceError("InternalFailureException", 500);
    await call.sdk.failedAttempt(error);
    call.sdk.fail(error);
    expect(await rejection(call)).toBe(error);
    expect(calls.heard.of("failure")).toMatchObject([{ dryRun: true, wouldReject: "open" }]);
    expect(calls.heard.types).not.toContain("fallback");
  });

  test("keeps all of its attempts while its circuit would have opened", async () => {
    const calls = someCalls({ enabled: false });
    const call = calls.make();
    await call.sdk.failedAttempt(serviceError("InternalFailureException", 500));
    calls.trip();
    await call.sdk.succeed(output);
    expect(await call.result).toBe(output);
    expect(call.sdk.transmitted).toBe(2);
  });
});
