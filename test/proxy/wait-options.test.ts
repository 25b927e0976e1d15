import { describe, expect, test } from "vitest";
import { checkWaitOptions, type WaitForOptions } from "../../src/proxy/wait-options.ts";

describe("the options of whenAvailable()", () => {
  test.each<WaitForOptions>([
    {},
    { input: { appId: "a1" } },
    { timeoutMs: 1, signal: AbortSignal.abort(), input: undefined },
    { timeoutMs: undefined, signal: undefined },
  ])("may be %o", (options) => {
    expect(() => checkWaitOptions(options)).not.toThrow();
  });

  test.each<[unknown, ErrorConstructor, RegExp]>([
    [null, TypeError, /the options of whenAvailable\(\)/],
    [500, TypeError, /the options of whenAvailable\(\)/],
    [{ timeout: 500 }, TypeError, /timeoutMs/],
    [{ timeoutMs: 0 }, RangeError, /option timeoutMs .*; got 0/],
    [{ timeoutMs: Infinity }, RangeError, /option timeoutMs .*; got Infinity/],
    [{ timeoutMs: "1" }, TypeError, /option timeoutMs .*; got "1"/],
    [{ signal: new AbortController() }, TypeError, /option signal must be an AbortSignal; got /],
    [{ signal: null }, TypeError, /option signal must be an AbortSignal; got null/],
  ])("are refused as %o", (options, ErrorType, message) => {
    const check = (): void => checkWaitOptions(options as WaitForOptions);
    expect(check).toThrow(ErrorType);
    expect(check).toThrow(message);
  });
});
