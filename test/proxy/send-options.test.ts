import { TurnWatch } from "../../src/call/turn-watch.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { AttemptStop } from "../../src/call/attempt-stop.ts";
import { Attempts } from "../../src/call/attempts.ts";
import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { isPlainCall, rawArguments, splitOptions } from "../../src/proxy/send-options.ts";

describe("splitOptions", () => {
  test("takes out what is ours, and leaves the rest in a copy", () => {
    const options = Object.freeze({ requestTimeout: 7, breaker: { timeout: 5 } });
    expect(splitOptions(options)).toEqual({ override: options.breaker, sdkOptions: { requestTimeout: 7 } });
  });

  test.each([{ timeout: 5 }, undefined, null])(
    "gives the SDK no options where there were no others: %o",
    (breaker) => {
      expect(splitOptions({ breaker })).toEqual({ override: breaker, sdkOptions: undefined });
    },
  );

  test.each([undefined, null, "text", {}, { requestTimeout: 7 }])(
    "leaves options without ours as they are: %o",
    (options) => {
      const split = splitOptions(options as never);
      expect(split.override).toBeUndefined();
      expect(split.sdkOptions).toBe(options);
    },
  );
});

describe("rawArguments", () => {
  const command = new ListAppsCommand({});
  const attempts = new Attempts(new TurnWatch(new ManualClock()));
  const stop = new AttemptStop(attempts);
  const { signal } = stop;

  test("are just what the caller gave where there is no signal of ours", () => {
    const options = { requestTimeout: 7 };
    expect(rawArguments(command, undefined, undefined, true)).toEqual([command]);
    expect(rawArguments(command, options, undefined, true)[1]).toBe(options);
  });

  test("carry our signal in the place of the caller's", () => {
    const options = Object.freeze({ requestTimeout: 7, abortSignal: AbortSignal.abort() });
    const [given, sdkOptions] = rawArguments(command, options, stop, true);
    expect(given).toBe(command);
    expect(sdkOptions).toEqual({ requestTimeout: 7, abortSignal: signal });
  });

  test("show our signal during attempts only, to a caller who gave no options", () => {
    const [, sdkOptions] = rawArguments(command, undefined, stop, true);
    expect(sdkOptions).toHaveProperty("abortSignal", undefined);
    attempts.start(0, 0);
    expect(sdkOptions).toHaveProperty("abortSignal", signal);
    expect({ ...(sdkOptions as object) }).toEqual({ abortSignal: signal });
    expect(new Proxy(sdkOptions as object, {})).toHaveProperty("abortSignal", signal);
  });

  test("carry our signal from the beginning where somebody else's send gets them", () => {
    expect(rawArguments(command, undefined, stop, false)[1]).toEqual({ abortSignal: signal });
  });
});

describe("a call is plain", () => {
  test("with or without a signal", () => {
    for (const options of [undefined, {}, { abortSignal: AbortSignal.abort() }]) {
      expect(isPlainCall(new ListAppsCommand({}), options)).toBe(true);
    }
  });

  test("where the command has no middleware stack, as a mock may not", () => {
    expect(isPlainCall({ input: {} }, undefined)).toBe(true);
  });

  test("not with other options", () => {
    expect(isPlainCall(new ListAppsCommand({}), { requestTimeout: 7 })).toBe(false);
  });

  test("not with middleware of the command's own", () => {
    const command = new ListAppsCommand({});
    command.middlewareStack.add((next) => next, { step: "build", name: "ours" });
    expect(isPlainCall(command, undefined)).toBe(false);
  });

  test.each([null, {}, "stack", { identify: () => undefined }, { identify: 7 }])(
    "not with a stack that cannot be looked into: %o",
    (middlewareStack) => {
      expect(isPlainCall({ input: {}, middlewareStack }, undefined)).toBe(false);
    },
  );
});
