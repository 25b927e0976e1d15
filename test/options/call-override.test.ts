import { describe, expect, test } from "vitest";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import { applyOverride } from "../../src/options/call-override.ts";
import { Settings } from "../../src/options/settings.ts";
import { hostileValues } from "../errors/hostile-values.ts";

const answer = (): undefined => undefined;
const kept = lastKnownGood();
const options = new Settings({ timeout: 9, fallback: answer }).forOperation("ListApps");

describe("a call that overrides nothing", () => {
  test.each([
    undefined,
    {},
    { bypass: undefined, timeout: undefined, fallback: undefined, maxWaitMs: undefined },
  ])("has the very options: %o", (override) => {
    const applied = applyOverride(options, override, "ListApps");

    expect(applied.options).toBe(options);
    expect(applied.bypass).toBe(false);
  });
});

describe("a call that overrides something", () => {
  test.each([
    [{ timeout: 5 }, { timeout: 5 }],
    [{ timeout: false }, { timeout: false }],
    [{ maxWaitMs: 0, timeout: undefined }, { maxWaitMs: 0 }],
    [{ maxWaitMs: 50, bypass: false }, { maxWaitMs: 50 }],
    [{ fallback: kept }, { fallback: kept }],
    [{ fallback: false }, { fallback: undefined }],
  ])("has other options with %o", (override, changed) => {
    const applied = applyOverride(options, override, "ListApps");

    expect(applied).toEqual({ options: { ...options, ...changed }, bypass: false });
    expect(Object.isFrozen(applied.options)).toBe(true);
  });

  test("can have a function of its own, also where it is a write", () => {
    const own = (): undefined => undefined;

    expect(applyOverride(options, { fallback: own }, "StartJob").options.fallback).toBe(own);
  });

  test("can do without breakers, and with other options", () => {
    const applied = applyOverride(options, { bypass: true }, "ListApps");

    expect(applied.bypass).toBe(true);
    expect(applied.options).toEqual({ ...options, timeout: false, fallback: undefined });
    expect(applyOverride(options, { bypass: true, timeout: 5, fallback: answer }, "ListApps")).toEqual({
      options: { ...options, timeout: 5, fallback: answer },
      bypass: true,
    });
  });
});

describe("a wrong override", () => {
  test.each([
    [{ bypass: 1 }, new TypeError("option breaker.bypass must be true or false; got 1")],
    [
      { timeout: "5" },
      new TypeError(
        'option breaker.timeout must be a number of milliseconds from 1 to 2147483647, or false; got "5"',
      ),
    ],
    [
      { maxWaitMs: -1 },
      new RangeError(
        "option breaker.maxWaitMs must be a number of milliseconds from 0 to 2147483647; got -1",
      ),
    ],
    [
      { fallback: true },
      new TypeError("option breaker.fallback must be a function or lastKnownGood(), or false; got true"),
    ],
    [{ timeOut: 1 }, new TypeError('option breaker has no member "timeOut"; did you mean timeout?')],
  ])("%o is named", (override, error) => {
    expect(() => applyOverride(options, override, "ListApps")).toThrow(error);
    expect(() => applyOverride(options, override, "ListApps")).toThrow(error.constructor);
  });

  test.each([
    ["StartJob", "which is no read: an old answer would pass for a change that was made"],
    ["Unknown", "which is no read: an old answer would pass for a change that was made"],
    ["GetArtifactUrl", "whose answers hold presigned URLs, which are never kept"],
  ])("lastKnownGood() is none for %s", (operation, reason) => {
    expect(() => applyOverride(options, { fallback: kept }, operation)).toThrow(
      new TypeError(`option breaker.fallback must not be lastKnownGood() for ${operation}, ${reason}`),
    );
  });

  const noObjects = hostileValues.filter(
    ([, value]) => value !== undefined && (value === null || typeof value !== "object"),
  );

  test.each(noObjects)("%s is no override", (_title, override) => {
    expect(() => applyOverride(options, override, "ListApps")).toThrow(
      /^option breaker must be a plain object; got /,
    );
  });
});
