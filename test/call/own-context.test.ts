import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test } from "vitest";
import type { ListAppsCommandOutput } from "@aws-sdk/client-amplify";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import {
  HandMadeSend,
  serviceError,
  someCalls,
  ticks,
  type CallWishes,
  type MadeCall,
  type TestCalls,
} from "./a-call.ts";

const caller = new AsyncLocalStorage<string>();

/** Calls whose callers can be told apart by the async context in which somebody is told of them. */
class CallsInContext {
  readonly calls: TestCalls;
  /** Who was told what, and in whose context. */
  readonly told: string[] = [];

  constructor(options: BreakerOptions = {}) {
    const fallback = (): ListAppsCommandOutput => {
      this.#tell("fallback");
      return { apps: [], $metadata: {} };
    };
    this.calls = someCalls({ failureSpanMs: 0, ...options, operations: { ListApps: { fallback } } });
    for (const type of ["success", "failure", "reject", "cancelled"] as const)
      this.calls.hub.on(type, () => this.#tell(type));
  }

  /** A call of somebody's, which the SDK is asked for in whose context? */
  make(name: string, wishes: CallWishes = {}): MadeCall {
    return caller.run(name, () => {
      const sdk = new HandMadeSend();
      const send = (signal: AbortSignal | undefined): unknown => {
        this.#tell("send");
        return sdk.send(signal);
      };
      return { ...this.calls.make({ ...wishes, send }), sdk };
    });
  }

  #tell(what: string): void {
    this.told.push(`${what} of ${caller.getStore() ?? "nobody"}`);
  }
}

const failure = (): Error => serviceError("InternalFailureException", 500);

describe("a call is told of, and sent, in the async context of its own caller", () => {
  test("where it waited until another's success let it through", async () => {
    const context = new CallsInContext({ maxWaitMs: 1_000 });
    const { calls } = context;
    calls.trip();
    const [first, second] = [context.make("first"), context.make("second")];
    caller.run("the clock", () => calls.halfOpen());
    await first.sdk.succeed();
    await second.sdk.succeed();
    expect(context.told.filter((what) => !what.endsWith("nobody"))).toEqual([
      "send of first",
      "success of first",
      "send of second",
      "success of second",
    ]);
  });

  test("where it waited in vain", async () => {
    const context = new CallsInContext({ maxWaitMs: 1_000 });
    const { calls } = context;
    calls.trip();
    context.make("first");
    caller.run("the operator", () => calls.core.isolate("deploy freeze"));
    await ticks();
    expect(context.told.slice(-2)).toEqual(["reject of first", "fallback of first"]);
  });

  test("where another's failure took it the right to try again", async () => {
    const context = new CallsInContext({ consecutiveFailures: 1 });
    const retrying = context.make("first");
    await retrying.sdk.failedAttempt(failure());
    const failing = context.make("second");
    await failing.sdk.failedAttempt(failure());
    failing.sdk.fail(failure());
    await ticks();
    expect(context.told).toEqual([
      "send of first",
      "send of second",
      "failure of second",
      "failure of first",
      "fallback of first",
      "fallback of second",
    ]);
  });

  test("where somebody else had it give up, while another shared its request", () => {
    const context = new CallsInContext({ coalesce: true });
    const controller = new AbortController();
    context.make("first", { signal: controller.signal });
    context.make("second");
    caller.run("the operator", () => controller.abort());
    expect(context.told).toEqual(["send of first", "cancelled of first"]);
  });

  test("where it shared another's request", async () => {
    const context = new CallsInContext({ coalesce: true });
    const first = context.make("first");
    context.make("second");
    await first.sdk.failedAttempt(failure());
    first.sdk.fail(failure());
    await ticks();
    expect(context.told).toEqual([
      "send of first",
      "failure of first",
      "failure of second",
      "fallback of first",
      "fallback of second",
    ]);
  });
});
