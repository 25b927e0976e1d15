import { describe, expect, test } from "vitest";
import { attachCause } from "../../src/call/attach-cause.ts";

describe("attachCause", () => {
  test("makes the problem the cause of an error that has none, hidden as on every Error", () => {
    const error = new Error("failed");
    const problem = new Error("so did the fallback");
    attachCause(error, problem);
    expect(error.cause).toBe(problem);
    expect(Object.keys(error)).toEqual([]);
  });

  test("leaves the cause as free to be changed as it is on every Error", () => {
    const attached = new Error("failed");
    attachCause(attached, "problem");
    const usual = new Error("failed", { cause: "problem" });
    expect(Object.getOwnPropertyDescriptor(attached, "cause")).toEqual(
      Object.getOwnPropertyDescriptor(usual, "cause"),
    );
  });

  test("keeps the cause there was, beside the problem", () => {
    const root = new Error("root");
    const error = new Error("failed", { cause: root });
    const problem = new Error("so did the fallback");
    attachCause(error, problem);
    expect(error.cause).toBeInstanceOf(AggregateError);
    expect(error.cause).toMatchObject({
      errors: [root, problem],
      message: "the call failed, and so did its fallback",
    });
  });

  test("is done once, whatever else goes wrong for others that got the same error", () => {
    const error = new Error("failed");
    const problem = new Error("so did the fallback");
    for (const each of [problem, new Error("another"), problem]) attachCause(error, each);
    expect(error.cause).toBe(problem);
  });

  test("leaves an error as it is where there was no problem but only no answer", () => {
    const error = new Error("failed");
    attachCause(error, undefined);
    expect(Object.hasOwn(error, "cause")).toBe(false);
  });

  test.each([
    { what: "a frozen error", error: Object.freeze(new Error("frozen")) },
    {
      what: "an error with a fixed cause",
      error: Object.defineProperty(new Error("fixed"), "cause", { value: "root" }),
    },
    {
      what: "an error whose cause cannot be read",
      error: Object.defineProperty(new Error("hostile"), "cause", {
        get: () => {
          throw new Error("no");
        },
      }),
    },
    { what: "no error at all", error: "text" },
    { what: "what cannot even be looked at", error: revoked() },
  ])("does not fail with $what", ({ error }) => {
    expect(() => attachCause(error, new Error("problem"))).not.toThrow();
  });

  test("closes no circle where the fallback threw the call's own error", () => {
    const error = new Error("failed");
    attachCause(error, error);
    expect(error.cause).toBeUndefined();
  });

  test("closes no circle where the fallback's error has the call's error as its cause", () => {
    const error = new Error("failed");
    attachCause(error, new Error("outer", { cause: new Error("inner", { cause: error }) }));
    expect(error.cause).toBeUndefined();
  });

  test("does not hang on a problem whose own causes go in a circle", () => {
    const error = new Error("failed");
    const problem = new Error("circle");
    problem.cause = problem;
    attachCause(error, problem);
    expect(error.cause).toBe(problem);
  });

  test.each([
    [100, true],
    [101, false],
  ])("takes a problem with so many causes, itself included, or leaves it out: %d, %s", (count, isTaken) => {
    const error = new Error("failed");
    let problem = new Error("the first of them");
    for (let made = 1; made < count; made++) problem = new Error("the next", { cause: problem });
    attachCause(error, problem);
    expect(error.cause).toBe(isTaken ? problem : undefined);
  });

  test("leaves out a problem whose causes have no end, as those of a mock that makes up whatever it is asked for", () => {
    const error = new Error("failed");
    let reads = 0;
    const endless = (): object => ({
      get cause(): unknown {
        if (++reads > 10_000) throw new Error("walked on and on");
        return endless();
      },
    });
    attachCause(error, endless());
    expect(error.cause).toBeUndefined();
    expect(reads).toBeLessThan(1_000);
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
