import { describe, expect, test } from "vitest";
import { serviceError, someCalls, ticks, type MadeCall, type TestCalls } from "./a-call.ts";

const failure = (): Error => serviceError("InternalFailureException", 500);

describe("a call whose middleware makes a second attempt beside the first", () => {
  /** The circuit opened after the first attempt had begun, and the second waits for it. */
  function hedged(count: "calls" | "attempts"): {
    calls: TestCalls;
    call: MadeCall;
    first: Promise<unknown>;
  } {
    const calls = someCalls({ timeout: false, maxWaitMs: 1_000, count });
    const call = calls.make();
    const first = call.sdk.attempt();
    calls.trip();
    void call.sdk.attempt();
    expect(calls.core.stats()).toMatchObject({ waiting: 1, inFlight: 0 });
    return { calls, call, first };
  }

  test.each(["calls", "attempts"] as const)(
    "hears the first's own error while the second waits, with `count: %o`",
    async (count) => {
      const { calls, call, first } = hedged(count);
      const error = failure();
      await call.sdk.failAttempt(error);
      await expect(first).rejects.toBe(error);
      expect(calls.heard.of("attempt")).toMatchObject([{ verdict: "failure" }]);
    },
  );

  test.each(["calls", "attempts"] as const)(
    "hears the first's own answer while the second waits, with `count: %o`",
    async (count) => {
      const { calls, call, first } = hedged(count);
      await call.sdk.answerAttempt("apps");
      expect(await first).toBe("apps");
      expect(calls.core.stats()).toMatchObject({ successes: 0, failures: 5 });
      call.sdk.answer("apps");
      await ticks();
      expect(call.outcomes).toEqual([{ output: "apps" }]);
      expect(calls.core.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
    },
  );
});
