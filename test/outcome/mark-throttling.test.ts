import { describe, expect, test } from "vitest";
import { markThrottling } from "../../src/outcome/mark-throttling.ts";
import { withBreakers, type BreakerOptions } from "../../src/index.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { rawClient, type RawAnswer } from "./raw-client.ts";

const message = "Rate exceeded while calling CreateApp, please slow down";

function named(name: string, text = message): Error {
  return Object.assign(new Error(text), { name });
}

const markOf = (error: object): unknown => Reflect.get(error, "$retryable");

describe("markThrottling", () => {
  test.each([message, "Rate exceeded", "rate exceeded", "Please slow down", "request was throttled"])(
    "marks the BadRequestException that says %o",
    (text) => {
      const error = named("BadRequestException", text);
      markThrottling(error);
      expect(markOf(error)).toEqual({ throttling: true });
    },
  );

  test.each([
    ["another message", named("BadRequestException", "The app name is too long")],
    ["no message", named("BadRequestException", "")],
    ["a message that is no text", { name: "BadRequestException", message: [message] }],
    ["another name", named("NotFoundException")],
    ["a name that begins alike", named("BadRequestExceptions")],
    ["the name of a quota", named("LimitExceededException")],
  ])("leaves an error with %s as it is", (_what, error) => {
    markThrottling(error);
    expect("$retryable" in error).toBe(false);
  });

  test("shows in no list of the error's members", () => {
    const error = named("BadRequestException");
    const members = Object.keys(error);
    markThrottling(error);
    expect(Object.keys(error)).toEqual(members);
    expect(JSON.stringify(error)).not.toContain("throttling");
  });

  test("is done again without harm, and to a frozen error not at all", () => {
    const error = named("BadRequestException");
    for (let attempt = 0; attempt < 2; attempt++) markThrottling(error);
    expect(markOf(error)).toEqual({ throttling: true });
    const frozen = Object.freeze(named("BadRequestException"));
    markThrottling(frozen);
    expect("$retryable" in frozen).toBe(false);
  });

  test.each(hostileValues)("does not fail with %s", (_what, value) => {
    expect(() => markThrottling(value)).not.toThrow();
  });
});

describe("to the SDK's own retry strategy", () => {
  /** What the strategy is told of an error, with a client whose requests are all answered like that. */
  async function errorTypeOf(answer: RawAnswer, options: BreakerOptions): Promise<unknown[]> {
    const told: unknown[] = [];
    const retryStrategy = {
      mode: "standard",
      acquireInitialRetryToken: () => Promise.resolve({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
      refreshRetryTokenForRetry: (_token: unknown, { errorType }: { errorType: unknown }) => {
        told.push(errorType);
        return Promise.reject(new Error("no more retries"));
      },
      recordSuccess: () => {},
    };
    const client = withBreakers(
      rawClient(() => answer, { retryStrategy }),
      options,
    );
    await expect(client.createApp({ name: "shop" })).rejects.toMatchObject({ name: "BadRequestException" });
    return told;
  }

  const answer = (text: string): RawAnswer => ({
    status: 400,
    headers: { "x-amzn-errortype": "BadRequestException" },
    body: { message: text },
  });

  test.each<[string, string, BreakerOptions, string]>([
    ["throttling", message, { retryThrottled: true }, "THROTTLING"],
    [
      "throttling of that operation",
      message,
      { operations: { CreateApp: { retryThrottled: true } } },
      "THROTTLING",
    ],
    ["the caller's fault, unless it is asked for", message, {}, "CLIENT_ERROR"],
    ["the caller's fault where it is", "The app name is too long", { retryThrottled: true }, "CLIENT_ERROR"],
  ])("it is %s", async (_what, text, options, errorType) => {
    expect(await errorTypeOf(answer(text), options)).toEqual([errorType]);
  });
});
