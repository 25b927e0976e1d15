import { describe, expect, test, vi } from "vitest";
import { observeAttempts, type AttemptObserver } from "../../src/call/attempt-middleware.ts";
import { installedMiddleware } from "./a-call.ts";

const { middleware, options } = installedMiddleware();

/** A call that takes one pipeline and notes which attempts it saw. */
function anObserver(): AttemptObserver & { seen: number } {
  let own: object | undefined;
  const observer = {
    seen: 0,
    claimPipeline: (pipeline: object) => {
      own ??= pipeline;
      return own === pipeline;
    },
    observeAttempt: <Result>(attempt: () => Promise<Result>): Promise<Result> => {
      observer.seen++;
      return attempt();
    },
  };
  return observer;
}

describe("the attempt middleware", () => {
  test("is one named middleware inside the retries, which replaces itself when it is installed again", () => {
    expect(options).toEqual({
      name: "amplifyBreakerAttemptMiddleware",
      step: "deserialize",
      priority: "high",
      override: true,
    });
  });

  test("passes raw calls through: what it returns is the next handler itself", () => {
    const next = vi.fn();
    expect(middleware(next, {})).toBe(next);
  });

  test("shows each attempt of a pipeline built within a call, and passes on arguments and result", async () => {
    const observer = anObserver();
    const next = vi.fn(async () => "answer");
    const made = observeAttempts(observer, async () => {
      const handler = middleware(next, {});
      return [await handler({ request: 1 }), await handler({ request: 2 })];
    });
    expect(await made).toEqual(["answer", "answer"]);
    expect(observer.seen).toBe(2);
    expect(next.mock.calls).toEqual([[{ request: 1 }], [{ request: 2 }]]);
  });

  test("takes the first pipeline only, because one within it belongs to somebody's own middleware", () => {
    const observer = anObserver();
    const next = vi.fn();
    const handlers = observeAttempts(observer, () => [middleware(next, {}), middleware(next, {})]);
    expect(handlers[0]).not.toBe(next);
    expect(handlers[1]).toBe(next);
  });

  test("sends others' calls through a pipeline that the SDK kept, each seen by its own call or by none", async () => {
    const [first, second] = [anObserver(), anObserver()];
    const handler = observeAttempts(first, () => middleware(async () => "answer", {}));
    await observeAttempts(first, () => handler({}));
    await observeAttempts(second, () => handler({}));
    expect(await handler({})).toBe("answer");
    expect([first.seen, second.seen]).toEqual([1, 1]);
  });

  test("finds the call where send was patched by somebody who awaits first, also with others in between", async () => {
    const [first, second] = [anObserver(), anObserver()];
    const patchedSend = async (): Promise<unknown> => {
      await Promise.resolve();
      return middleware(async () => "answer", {})({});
    };
    await Promise.all([observeAttempts(first, patchedSend), observeAttempts(second, patchedSend)]);
    expect([first.seen, second.seen]).toEqual([1, 1]);
  });

  test("leaves nothing behind for who is called after the call", () => {
    const next = vi.fn();
    observeAttempts(anObserver(), () => {});
    expect(middleware(next, {})).toBe(next);
  });
});
