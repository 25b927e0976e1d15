import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { askFallback, type FallbackAnswer } from "../../src/call/ask-fallback.ts";
import type { CallerSignal } from "../../src/call/stop-signal.ts";
import type { Fallback, FallbackContext } from "../../src/options/breaker-options.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { ticks } from "./a-call.ts";

const question = {
  operation: "ListApps",
  input: { maxResults: 5 },
  error: new Error("ill"),
  reason: "open",
} as const;

interface Asked {
  readonly clock: ManualClock;
  /** Nothing while there is no answer yet. */
  readonly answers: FallbackAnswer[];
  readonly answer: Promise<FallbackAnswer>;
}

function ask(fallback: (context: FallbackContext) => unknown, callerSignal?: CallerSignal): Asked {
  const clock = new ManualClock();
  const answers: FallbackAnswer[] = [];
  const answer = askFallback({
    fallback: fallback as Fallback,
    context: question,
    timeoutMs: 1_000,
    callerSignal,
    clock,
  });
  void answer.then((given) => answers.push(given));
  return { clock, answers, answer };
}

function hang(): Promise<never> {
  return new Promise(() => {});
}

describe("a fallback", () => {
  test("is asked with the call's operation, input, error and reason, and a signal that is not aborted", async () => {
    const fallback = vi.fn(() => ({ apps: [] }));
    await ask(fallback).answer;
    expect(fallback).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(question));
  });

  test.each([
    { how: "at once", fallback: () => ({ apps: [] }) },
    { how: "later", fallback: async () => ({ apps: [] }) },
  ])("answers $how", async ({ fallback }) => {
    expect(await ask(fallback).answer).toEqual({ output: { apps: [] } });
  });

  test("may answer null, which is an answer, and not undefined, which is none", async () => {
    expect(await ask(() => null).answer).toEqual({ output: null });
    expect(await ask(() => undefined).answer).toEqual({ problem: undefined });
  });

  test.each([
    {
      how: "throws",
      fallback: () => {
        throw new Error("no copy");
      },
    },
    { how: "rejects", fallback: () => Promise.reject(new Error("no copy")) },
  ])("has no answer where it $how", async ({ fallback }) => {
    expect(await ask(fallback).answer).toMatchObject({ problem: { message: "no copy" } });
  });

  test("is given up once its time has passed, its signal aborted", async () => {
    let signal: AbortSignal | undefined;
    const { clock, answers } = ask((context) => {
      ({ signal } = context);
      return hang();
    });
    await clock.advanceAsync(999);
    expect([answers, signal?.aborted]).toEqual([[], false]);
    await clock.advanceAsync(1);
    expect(answers).toMatchObject([{ problem: { message: "the fallback did not answer within 1000 ms" } }]);
    expect(signal?.aborted).toBe(true);
  });

  test("decides nothing any more when it answers or rejects after that", async () => {
    let rejectLate: (error: Error) => void = () => {};
    const late = new Promise((_resolve, reject) => {
      rejectLate = reject;
    });
    const { clock, answers } = ask(() => late);
    await clock.advanceAsync(1_000);
    rejectLate(new Error("too late"));
    await ticks();
    expect(answers).toHaveLength(1);
  });

  test("is given up when the caller gives up", async () => {
    const caller = new AbortController();
    const { answers } = ask(hang, caller.signal);
    await ticks();
    caller.abort(new Error("changed my mind"));
    await ticks();
    expect(answers).toMatchObject([{ problem: { message: "changed my mind" } }]);
  });

  test("is given up at once where the caller had given up before", async () => {
    const { answers, clock } = ask(hang, AbortSignal.abort(new Error("long gone")));
    await ticks();
    expect(clock.pendingTimers).toBe(0);
    expect(answers).toMatchObject([{ problem: { message: "long gone" } }]);
  });

  test("keeps the process alive while it is asked, and leaves neither timer nor listener behind", async () => {
    const caller = new AbortController();
    const asked = ask(async () => ({}), caller.signal);
    expect(asked.clock.pendingRefTimers).toBe(1);
    await asked.answer;
    expect(asked.clock.pendingTimers).toBe(0);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });
});
