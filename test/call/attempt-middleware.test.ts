import { describe, expect, test, vi } from "vitest";
import { observeAttempts, type AttemptObserver, type Handler } from "../../src/call/attempt-middleware.ts";
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
    observeAttempt: (next: Handler, args: unknown) => {
      observer.seen++;
      return next(args);
    },
  };
  return observer;
}

const kinds = [
  ["the SDK's own send", true],
  ["a patched send", false],
] as const;

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

  test("takes the SDK's context for the pipeline", () => {
    const observer = anObserver();
    const context = { clientName: "AmplifyClient" };
    const claim = vi.spyOn(observer, "claimPipeline");
    observeAttempts(observer, () => middleware(vi.fn(), context), true);
    expect(claim.mock.calls[0]?.[0]).toBe(context);
  });

  test.each([undefined, null, "a context"])("makes one up where the SDK gives none but %o", (context) => {
    const observer = anObserver();
    const claim = vi.spyOn(observer, "claimPipeline");
    observeAttempts(observer, () => middleware(vi.fn(), context), true);
    expect(claim.mock.calls).toEqual([[{}]]);
  });

  test.each(kinds)(
    "shows each attempt of a pipeline built within a call, and passes on arguments and result (%s)",
    async (_, buildsAtOnce) => {
      const observer = anObserver();
      const next = vi.fn(async () => "answer");
      const made = observeAttempts(
        observer,
        async () => {
          const handler = middleware(next, {});
          return [await handler({ request: 1 }), await handler({ request: 2 })];
        },
        buildsAtOnce,
      );
      expect(await made).toEqual(["answer", "answer"]);
      expect(observer.seen).toBe(2);
      expect(next.mock.calls).toEqual([[{ request: 1 }], [{ request: 2 }]]);
    },
  );

  test.each(kinds)(
    "takes the first pipeline only: one within it is somebody's middleware's (%s)",
    (_, buildsAtOnce) => {
      const observer = anObserver();
      const next = vi.fn();
      const handlers = observeAttempts(
        observer,
        () => [middleware(next, {}), middleware(next, {})],
        buildsAtOnce,
      );
      expect(handlers[0]).not.toBe(next);
      expect(handlers[1]).toBe(next);
    },
  );

  test("sends others' calls through a pipeline that the SDK kept, each seen by its own call or by none", async () => {
    const [first, second] = [anObserver(), anObserver()];
    const handler = observeAttempts(first, () => middleware(async () => "answer", {}), false);
    await observeAttempts(first, () => handler({}), false);
    await observeAttempts(second, () => handler({}), false);
    expect(await handler({})).toBe("answer");
    expect([first.seen, second.seen]).toEqual([1, 1]);
  });

  test("finds the call where send was patched by somebody who awaits first, also with others in between", async () => {
    const [first, second] = [anObserver(), anObserver()];
    const patchedSend = async (): Promise<unknown> => {
      await Promise.resolve();
      return middleware(async () => "answer", {})({});
    };
    await Promise.all([
      observeAttempts(first, patchedSend, false),
      observeAttempts(second, patchedSend, false),
    ]);
    expect([first.seen, second.seen]).toEqual([1, 1]);
  });

  test("built while another call's is being built belongs to the call that builds it", async () => {
    const [outer, inner] = [anObserver(), anObserver()];
    const handlers = observeAttempts(
      outer,
      () => {
        const innermost = observeAttempts(inner, () => middleware(async () => "inner", {}), true);
        return [middleware(async () => "outer", {}), innermost];
      },
      true,
    );
    expect(await Promise.all(handlers.map(async (handler) => handler({})))).toEqual(["outer", "inner"]);
    expect([outer.seen, inner.seen]).toEqual([1, 1]);
  });

  test("of a pipeline that is the call's own needs no context to know the call", async () => {
    const [first, second] = [anObserver(), anObserver()];
    const handler = observeAttempts(first, () => middleware(async () => "answer", {}), true);
    await observeAttempts(second, () => handler({}), false);
    expect([first.seen, second.seen]).toEqual([1, 0]);
  });

  test.each(kinds)("leaves nothing behind for who is called after the call (%s)", (_, buildsAtOnce) => {
    const next = vi.fn();
    observeAttempts(anObserver(), () => {}, buildsAtOnce);
    expect(middleware(next, {})).toBe(next);
  });

  test("leaves nothing behind where the SDK's own send throws before it builds anything", () => {
    const next = vi.fn();
    const throwing = (): never => {
      throw new Error("no such command");
    };
    expect(() => observeAttempts(anObserver(), throwing, true)).toThrow("no such command");
    expect(middleware(next, {})).toBe(next);
  });
});
