import { describe, expect, test } from "vitest";
import { illness, says } from "../circuit/a-circuit.ts";
import { serviceError, someCalls, staleSocket, ticks } from "./a-call.ts";

const failure = (): Error => serviceError("InternalFailureException", 500);
const throttling = (): Error => serviceError("ThrottlingException", 400);

describe("a circuit that opens in mid-call", () => {
  test("ends a call in backoff at once, with the service's last error as the SDK would have marked it", async () => {
    const calls = someCalls();
    const call = calls.make();
    const error = failure();
    await call.sdk.failedAttempt(failure());
    calls.clock.advance(70);
    await call.sdk.failedAttempt(error);
    calls.trip();
    await ticks();
    expect(call.outcomes).toEqual([{ error }]);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 500, attempts: 2, totalRetryDelay: 70 } });
    expect(calls.heard.of("failure")).toMatchObject([{ attempts: 2 }]);
    expect(call.sdk.signal?.aborted).toBe(true);
    await expect(call.sdk.attempt()).rejects.toMatchObject({ name: "AbortError" });
    expect(call.sdk.transmitted).toBe(2);
  });

  test("lets the attempt under way end, and a failure of it is the last", async () => {
    const calls = someCalls();
    const call = calls.make();
    void call.sdk.attempt();
    calls.trip();
    await ticks();
    expect(call.outcomes).toEqual([]);
    const error = failure();
    await call.sdk.failAttempt(error);
    expect(call.outcomes).toEqual([{ error }]);
  });

  test("lets the attempt under way end, and a success of it is the call's", async () => {
    const calls = someCalls();
    const call = calls.make();
    void call.sdk.attempt();
    calls.trip();
    await call.sdk.answerAttempt("late");
    call.sdk.answer("late");
    expect(await call.result).toBe("late");
    expect(calls.core.state).toBe("open");
  });

  test("as when it is isolated", async () => {
    const calls = someCalls();
    const call = calls.make();
    const error = throttling();
    await call.sdk.failedAttempt(error);
    calls.core.isolate("freeze");
    await ticks();
    expect(call.outcomes).toEqual([{ error }]);
    expect(calls.heard.types).toEqual(["attempt", "isolate", "throttled"]);
  });

  test("ends a call that is in backoff when its turn comes, where nobody told it", async () => {
    const calls = someCalls();
    const call = calls.make();
    const error = failure();
    await call.sdk.failedAttempt(error);
    calls.core.permits = () => false;
    await call.sdk.attempt().catch(() => {});
    await ticks();
    expect(call.outcomes).toEqual([{ error }]);
    expect(call.sdk.transmitted).toBe(1);
  });

  test("does not touch an error that the SDK already ended the call with", async () => {
    const calls = someCalls();
    const error = failure();
    const call = await calls.makeFailing(error);
    calls.trip();
    expect(call.outcomes).toEqual([{ error }]);
    expect(error).not.toHaveProperty("$metadata.attempts");
  });

  test("does not stop a call that has ended, where it was its end that somebody opened it for", async () => {
    const calls = someCalls();
    calls.hub.once("failure", () => calls.core.isolate("freeze"));
    const error = failure();
    const call = await calls.makeFailing(error);
    expect(call.outcomes).toEqual([{ error }]);
    expect(error).not.toHaveProperty("$metadata.attempts");
    expect(call.sdk.signal?.aborted).toBe(false);
  });
});

describe("a call that was held up before its first attempt", () => {
  test("asks for admission again, and is refused where the circuit has opened since", async () => {
    const calls = someCalls();
    const call = calls.make();
    calls.trip();
    await call.sdk.attempt().catch(() => {});
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError", outcome: "notSent" } }]);
    expect([call.sdk.transmitted, call.sdk.signal?.aborted]).toEqual([0, true]);
    expect(calls.heard.of("reject")).toMatchObject([{ reason: "open", attempts: 0 }]);
    expect(calls.core.stats().inFlight).toBe(0);
    expect(calls.clock.pendingRefTimers).toBe(0);
  });

  test("goes on where the circuit has closed again meanwhile", async () => {
    const calls = someCalls();
    const call = calls.make();
    calls.trip().halfOpen().call(says.success);
    await call.sdk.succeed("answer");
    expect(await call.result).toBe("answer");
  });

  test("becomes the probe where the circuit waits for one", async () => {
    const calls = someCalls();
    const call = calls.make();
    calls.trip().halfOpen();
    void call.sdk.attempt();
    expect(calls.refusal()).toMatchObject({ state: "halfOpen" });
    await call.sdk.answerAttempt();
    call.sdk.answer({});
    await ticks();
    expect(calls.core.state).toBe("closed");
    expect(calls.core.stats().inFlight).toBe(0);
  });

  test("is refused beside a probe that is under way", async () => {
    const calls = someCalls();
    const call = calls.make();
    calls.trip().halfOpen().admit();
    await call.sdk.attempt().catch(() => {});
    await ticks();
    expect(call.outcomes).toMatchObject([{ error: { name: "CircuitOpenError", state: "halfOpen" } }]);
  });

  test("gives way to whoever took its turn as a probe when that has expired", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const slow = calls.make();
    await calls.clock.advanceAsync(5_000);
    const next = calls.make();
    await slow.sdk.attempt().catch(() => {});
    await ticks();
    expect(slow.outcomes).toMatchObject([{ error: { name: "CircuitOpenError" } }]);
    await next.sdk.succeed();
    expect(calls.core.state).toBe("closed");
  });
});

describe("a probe", () => {
  test("whose first attempt fails opens the circuit again and stops there", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const probe = calls.make();
    const error = failure();
    await probe.sdk.failedAttempt(error);
    expect(probe.outcomes).toEqual([{ error }]);
    expect(calls.core.state).toBe("open");
    expect(calls.heard.of("probeFailed")).toHaveLength(1);
    await probe.sdk.attempt().catch(() => {});
    expect(probe.sdk.transmitted).toBe(1);
  });

  test("that meets a stale socket gets one more attempt, which may close the circuit", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const probe = calls.make();
    await probe.sdk.failedAttempt(staleSocket());
    expect(probe.outcomes).toEqual([]);
    expect(calls.core.state).toBe("halfOpen");
    await probe.sdk.succeed("back");
    expect(await probe.result).toBe("back");
    expect(calls.core.state).toBe("closed");
  });

  test("that meets a second reset has failed", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const probe = calls.make();
    const error = staleSocket();
    await probe.sdk.failedAttempt(staleSocket());
    await probe.sdk.failedAttempt(error);
    expect(probe.outcomes).toEqual([{ error }]);
    expect(calls.core.state).toBe("open");
  });

  test("whose only attempt met a stale socket has failed with the call", async () => {
    const calls = someCalls({ count: "attempts" });
    calls.trip().halfOpen();
    await calls.makeFailing(staleSocket());
    expect(calls.core.state).toBe("open");
  });

  test("that is throttled says nothing, stops there, and passes its turn on", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const probe = calls.make();
    const error = throttling();
    await probe.sdk.failedAttempt(error);
    expect(probe.outcomes).toEqual([{ error }]);
    expect(calls.core.state).toBe("halfOpen");
    expect(calls.heard.of("probeFailed")).toEqual([]);
    expect(calls.make().sdk.sends).toBe(1);
  });

  test("that was answered once closes the circuit, although something local ends it in the next attempt", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const probe = calls.make();
    void probe.sdk.attempt();
    await probe.sdk.answerAttempt();
    void probe.sdk.attempt();
    const error = new Error("the body was too large for the disk");
    probe.sdk.fail(error);
    await ticks();
    expect(probe.outcomes).toEqual([{ error }]);
    expect(calls.core.state).toBe("closed");
  });

  test("that the service answers with a 404 closes the circuit", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    await calls.makeFailing(serviceError("NotFoundException", 404));
    expect(calls.core.state).toBe("closed");
  });

  test("that the service answers with a 404 is one of several that must succeed", async () => {
    const calls = someCalls({ halfOpenProbes: 2 });
    calls.trip().halfOpen();
    await calls.makeFailing(serviceError("NotFoundException", 404));
    expect(calls.core.state).toBe("halfOpen");
    await calls.makeFailing(serviceError("NotFoundException", 404));
    expect(calls.core.state).toBe("closed");
  });

  test("that the service answered before something local went wrong closes the circuit", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const probe = calls.make();
    void probe.sdk.attempt();
    await probe.sdk.answerAttempt();
    probe.sdk.fail(new Error("a middleware of the user's"));
    await ticks();
    expect(calls.core.state).toBe("closed");
    expect(calls.heard.types).toContain("ignored");
  });

  test("that never left the machine passes its turn on", async () => {
    const calls = someCalls();
    calls.trip().halfOpen();
    const probe = calls.make();
    probe.sdk.fail(new Error("no credentials"));
    await ticks();
    expect(calls.core.state).toBe("halfOpen");
    expect(calls.admit().isProbe).toBe(true);
  });

  test("closes the circuit also where each attempt is a verdict, once", async () => {
    const calls = someCalls({ count: "attempts" });
    calls.trip().halfOpen();
    await calls.make().sdk.succeed();
    expect(calls.heard.of("close")).toHaveLength(1);
    expect(calls.core.stats()).toMatchObject({ inFlight: 0, failures: 0 });
  });
});

describe("where each attempt is a verdict", () => {
  test("a call whose second attempt succeeds counts as one failure and one success", async () => {
    const calls = someCalls({ count: "attempts" });
    const call = calls.make();
    await call.sdk.failedAttempt(failure());
    await call.sdk.succeed();
    expect(calls.core.stats()).toMatchObject({ failures: 1, successes: 1 });
  });

  test("a call that fails for good is not counted on top of its attempts", async () => {
    const calls = someCalls({ count: "attempts" });
    const call = calls.make();
    await call.sdk.failedAttempt(failure());
    await call.sdk.failedAttempt(failure());
    call.sdk.fail(failure());
    await ticks();
    expect(calls.core.stats()).toMatchObject({ failures: 2 });
  });

  test("a call whose own attempt opens the circuit ends with that attempt's error", async () => {
    const calls = someCalls({ count: "attempts", consecutiveFailures: 2 });
    const call = calls.make();
    const error = failure();
    await call.sdk.failedAttempt(failure());
    await call.sdk.failedAttempt(error);
    expect(call.outcomes).toEqual([{ error }]);
    expect(calls.heard.types).toEqual(["attempt", "attempt", "open", "failure"]);
    expect(error).toMatchObject({ $metadata: { attempts: 2 } });
  });

  test("a call whose attempts nobody saw is counted as a whole", async () => {
    const calls = someCalls({ count: "attempts" });
    calls.make({ send: () => Promise.reject(illness) });
    await ticks();
    expect(calls.core.stats()).toMatchObject({ failures: 1 });
  });

  test("an attempt that ends after the deadline is not counted on top of it", async () => {
    const calls = someCalls({ count: "attempts", timeout: 100 });
    const call = calls.make();
    void call.sdk.attempt();
    await calls.clock.advanceAsync(100);
    await call.sdk.failAttempt(failure());
    expect(calls.core.stats()).toMatchObject({ failures: 1 });
  });

  test("an attempt that fails after a middleware of the user's has answered the call is not counted", async () => {
    const calls = someCalls({ count: "attempts" });
    const call = calls.make();
    void call.sdk.attempt();
    call.sdk.answer("from a cache");
    await ticks();
    await call.sdk.failAttempt(failure());
    expect(call.outcomes).toEqual([{ output: "from a cache" }]);
    expect(calls.core.stats()).toMatchObject({ successes: 0, failures: 0, inFlight: 0 });
  });
});

describe("a throttling that the SDK does not know as one", () => {
  test.each([true, false])("is marked for it where that is wanted: %s", async (retryThrottled) => {
    const calls = someCalls({ retryThrottled });
    const error = Object.assign(serviceError("BadRequestException", 400), { message: "Rate exceeded" });
    await calls.make().sdk.failedAttempt(error);
    expect("$retryable" in error).toBe(retryThrottled);
  });
});
