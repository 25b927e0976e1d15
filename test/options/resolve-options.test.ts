import { describe, expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { BreakerOptions, CallOptions } from "../../src/options/breaker-options.ts";
import { defaultCallOptions, defaultResetBackoff } from "../../src/options/default-options.ts";
import { callOptionRules } from "../../src/options/option-rules.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import type { ResolvedCallOptions } from "../../src/options/resolved-options.ts";
import { hostileValues } from "../errors/hostile-values.ts";

const defaults = { ...defaultCallOptions, resetBackoff: defaultResetBackoff };
const answer = (): undefined => undefined;

/** Another value than the default for every option there is. */
const other = {
  timeout: 1_000,
  consecutiveFailures: 3,
  failureSpanMs: 10,
  errorThresholdPercentage: 75,
  volumeThreshold: 4,
  rollingCountTimeout: 5_000,
  rollingCountBuckets: 5,
  slowCall: { durationMs: 700, thresholdPercentage: 20 },
  resetTimeout: 200,
  resetBackoff: { factor: 3, maxMs: 9_000, jitter: 0 },
  halfOpenProbes: 2,
  rampUpMs: 400,
  capacity: 8,
  queue: { size: 9, maxWaitMs: 60 },
  maxWaitMs: 70,
  maxWaiting: 11,
  count: "attempts",
  retryThrottled: true,
  coalesce: true,
  classify: () => "ignored",
  fallback: answer,
  fallbackTimeoutMs: 500,
  enabled: false,
} as const satisfies Required<CallOptions>;

/** What an option needs beside it, and what is wrong without it. */
const needs: Partial<Record<string, CallOptions>> = { queue: { capacity: other.capacity } };
const neededBy: Partial<Record<string, CallOptions>> = { capacity: { queue: other.queue } };

function forListApps(options: unknown): ResolvedCallOptions {
  return resolveOptions(options as BreakerOptions).forOperation("ListApps");
}

describe("resolveOptions without options", () => {
  test.each([
    undefined,
    {},
    { operations: undefined, clock: undefined, random: undefined },
    { operations: { ListApps: undefined, StartJob: {} } },
  ])("fills in every default for %o", (options) => {
    const resolved = resolveOptions(options);

    for (const operation of operationNames) expect(resolved.forOperation(operation)).toEqual(defaults);
    expect(resolved.clock).toBe(systemClock);
    expect(resolved.random).toBe(Math.random);
  });

  test("has the defaults that the documentation states", () => {
    expect(defaults).toEqual({
      timeout: 30_000,
      consecutiveFailures: 5,
      failureSpanMs: 250,
      errorThresholdPercentage: 50,
      volumeThreshold: 10,
      rollingCountTimeout: 60_000,
      rollingCountBuckets: 12,
      slowCall: false,
      resetTimeout: 100,
      resetBackoff: { factor: 1.5, maxMs: 2_000, jitter: 0.2 },
      halfOpenProbes: 1,
      rampUpMs: 0,
      capacity: false,
      queue: false,
      maxWaitMs: 0,
      maxWaiting: 1_000,
      count: "calls",
      retryThrottled: false,
      coalesce: false,
      classify: undefined,
      fallback: undefined,
      fallbackTimeoutMs: 1_000,
      enabled: true,
    });
  });

  test("takes an operation newer than the table for one without options of its own", () => {
    expect(resolveOptions({ timeout: 7 }).forOperation("ListFutureThings").timeout).toBe(7);
    expect(resolveOptions({ timeout: 7 }).forOperation("__proto__").timeout).toBe(7);
  });
});

describe.each(Object.entries(other))("option %s", (name, value) => {
  const path = name as keyof CallOptions;

  const needed = needs[path];
  const dependent = neededBy[path];

  test("applies to every operation when it is given for all", () => {
    const resolved = resolveOptions({ ...needed, [path]: value });
    const expected = { ...defaults, ...needed, [path]: value };

    expect(resolved.forOperation("ListApps")).toEqual(expected);
    expect(resolved.forOperation("StartJob")).toEqual({ ...expected, coalesce: false });
  });

  test("applies to one operation when it is given for that, over what is given for all", () => {
    const unset = Object.fromEntries(
      Object.keys({ ...dependent, [path]: value }).map((key) => [key, undefined]),
    );
    const resolved = resolveOptions({
      ...other,
      ...unset,
      operations: { ListApps: { ...dependent, [path]: value } },
    });

    expect(resolved.forOperation("ListApps")).toEqual(other);
    expect(resolved.forOperation("StartJob")[path]).toEqual(defaults[path]);
  });

  test("is not set by undefined", () => {
    expect(forListApps({ [path]: undefined })).toEqual(defaults);
    const options = { ...needed, [path]: value, operations: { ListApps: { [path]: undefined } } };
    expect(forListApps(options)[path]).toEqual(value);
  });

  test("is named with its path where it is wrong", () => {
    const wrong = { [path]: Symbol("wrong") };

    expect(() => resolveOptions(wrong as BreakerOptions)).toThrow(
      new TypeError(`option ${name} must be ${callOptionRules[path].allowed}; got a symbol`),
    );
    expect(() => resolveOptions({ operations: { ListApps: wrong } })).toThrow(
      new TypeError(
        `option operations.ListApps.${name} must be ${callOptionRules[path].allowed}; got a symbol`,
      ),
    );
  });
});

test("every option is covered above", () => {
  expect(Object.keys(other)).toEqual(Object.keys(callOptionRules));
});

describe("resetBackoff", () => {
  test.each([
    ["keeps the defaults of what it leaves out", { resetBackoff: { factor: 3 } }, { factor: 3 }],
    ["is not set by undefined", { resetBackoff: { factor: undefined, jitter: undefined } }, {}],
    ["has a maxMs that follows a longer resetTimeout", { resetTimeout: 5_000 }, { maxMs: 5_000 }],
    [
      "of an operation merges over that for all",
      {
        resetBackoff: { factor: 3, maxMs: 9_000 },
        operations: { ListApps: { resetBackoff: { maxMs: 4_000 } } },
      },
      { factor: 3, maxMs: 4_000 },
    ],
    [
      "of an operation keeps what undefined does not set",
      {
        resetBackoff: { factor: 3 },
        operations: { ListApps: { resetBackoff: { factor: undefined, jitter: 1 } } },
      },
      { factor: 3, jitter: 1 },
    ],
    [
      "has a maxMs that follows the operation's own resetTimeout",
      { resetTimeout: 5_000, operations: { ListApps: { resetTimeout: 50 } } },
      {},
    ],
    [
      "may have a maxMs equal to resetTimeout",
      { resetTimeout: 70, resetBackoff: { maxMs: 70 } },
      { maxMs: 70 },
    ],
  ])("%s", (_title, options, expected) => {
    expect(forListApps(options).resetBackoff).toEqual({ ...defaultResetBackoff, ...expected });
  });

  test.each([
    [
      { resetTimeout: 500, resetBackoff: { maxMs: 499 } },
      "option resetBackoff.maxMs must be at least resetTimeout (500); got 499",
    ],
    [
      { resetBackoff: { maxMs: 99 } },
      "option resetBackoff.maxMs must be at least resetTimeout (100); got 99",
    ],
    [
      { resetBackoff: { maxMs: 1_000 }, operations: { ListApps: { resetTimeout: 3_000 } } },
      "option operations.ListApps.resetBackoff.maxMs must be at least resetTimeout (3000); got 1000",
    ],
    [
      { operations: { ListApps: { resetBackoff: { factor: 0.5 } } } },
      "option operations.ListApps.resetBackoff.factor must be a number from 1 to 100; got 0.5",
    ],
  ])("%o is refused", (options, message) => {
    expect(() => resolveOptions(options)).toThrow(new RangeError(message));
    expect(() => resolveOptions(options)).toThrow(RangeError);
  });
});

describe("fallback", () => {
  test("is none where it is false, also for an operation where one is given for all", () => {
    expect(forListApps({ fallback: false }).fallback).toBeUndefined();
    expect(
      forListApps({ fallback: answer, operations: { ListApps: { fallback: false } } }).fallback,
    ).toBeUndefined();
    expect(forListApps({ fallback: answer, operations: { StartJob: { fallback: false } } }).fallback).toBe(
      answer,
    );
  });
});

describe("an operation without a name", () => {
  test.each([{}, { enabled: true }, { ...other, enabled: true }])(
    "is never refused, whatever the options",
    (options) => {
      expect(resolveOptions(options).forOperation("Unknown")).toEqual({
        ...forListApps(options),
        coalesce: false,
        enabled: false,
      });
    },
  );
});

describe("names that do not exist", () => {
  test.each([
    [{ timeOut: 1 }, 'options has no member "timeOut"; did you mean timeout?'],
    [{ operation: {} }, 'options has no member "operation"; did you mean operations?'],
    [
      { operations: { ListApp: {} } },
      'option operations: there is no Amplify operation "ListApp"; did you mean ListApps?',
    ],
    [
      { operations: { ListApps: { capcity: 1 } } },
      'option operations.ListApps has no member "capcity"; did you mean capacity?',
    ],
    [{ slowCall: { duration: 1 } }, 'option slowCall has no member "duration"; did you mean durationMs?'],
    [{ queue: { maxWait: 1 } }, 'option queue has no member "maxWait"; did you mean maxWaitMs?'],
    [{ maxCircuit: 1 }, 'options has no member "maxCircuit"; did you mean maxCircuits?'],
    [{ resetBackoff: { max: 1 } }, 'option resetBackoff has no member "max"; did you mean maxMs?'],
    [
      { operations: { ListApps: { resetBackoff: { factors: 1 } } } },
      'option operations.ListApps.resetBackoff has no member "factors"; did you mean factor?',
    ],
    [
      { operations: { Unknown: { enabled: true } } },
      'option operations: there is no Amplify operation "Unknown"; names are spelled as in ListApps or CreateBranch',
    ],
  ])("%o is refused, with the nearest name", (options, message) => {
    expect(() => resolveOptions(options as BreakerOptions)).toThrow(new TypeError(message));
  });

  test.each(["operations", "circuit", "maxCircuits", "serviceThreshold", "clock", "random"])(
    "%s is no option of a single operation",
    (name) => {
      expect(() => forListApps({ operations: { ListApps: { [name]: undefined } } })).toThrow(
        new RegExp(`^option operations\\.ListApps has no member "${name}"; `),
      );
    },
  );
});

test("a member of an option is read once, so that what was checked is what is used", () => {
  let reads = 0;
  const resetBackoff = Object.defineProperty({}, "factor", { enumerable: true, get: () => ++reads });
  expect(forListApps({ resetBackoff }).resetBackoff.factor).toBe(1);
  expect(reads).toBe(1);
});

describe("values that are no options", () => {
  const noObjects = hostileValues.filter(([, value]) => value === null || typeof value !== "object");
  const set = noObjects.filter(([, value]) => value !== undefined);

  test.each(set)("%s is refused for the options, for operations and for one of them", (_title, value) => {
    expect(() => resolveOptions(value as BreakerOptions)).toThrow(/^options must be a plain object; got /);
    expect(() => forListApps({ operations: value })).toThrow(
      /^option operations must be a plain object; got /,
    );
    expect(() => forListApps({ operations: { ListApps: value } })).toThrow(
      /^option operations\.ListApps must be a plain object; got /,
    );
  });

  const noClocks = [
    ...hostileValues.filter(([, value]) => value !== undefined),
    ["an object", {}],
    ["a clock without timers", { now: () => 0, epochMs: () => 0 }],
    ["a clock without a time of day", { now: () => 0, startTimer: () => () => {} }],
    ["a clock that does not run", { epochMs: () => 0, startTimer: () => () => {} }],
    ["a clock that is data", { now: 0, epochMs: 0, startTimer: 0 }],
  ] as const;

  test("a clock is one by what it can do", () => {
    const clock = { now: () => 0, epochMs: () => 0, startTimer: () => () => {} };

    expect(resolveOptions({ clock }).clock).toBe(clock);
  });

  test.each(noClocks)("%s is refused for a clock", (_title, clock) => {
    expect(() => forListApps({ clock })).toThrow(
      /^option clock must have now\(\), epochMs\(\) and startTimer\(\); got /,
    );
    expect(() => forListApps({ clock })).toThrow(TypeError);
  });

  test.each(set.filter(([, value]) => typeof value !== "function"))(
    "%s is refused for random",
    (_title, random) => {
      expect(() => forListApps({ random })).toThrow(/^option random must be a function; got /);
    },
  );
});

describe("what opossum makes of options", () => {
  test.each([Number.NaN, "50", 0, 101])(
    "opossum defect 12: a threshold of %o is refused",
    (errorThresholdPercentage) => {
      expect(() => forListApps({ errorThresholdPercentage })).toThrow(
        /^option errorThresholdPercentage must be /,
      );
    },
  );

  test.each([Number.NaN, "3", 0])(
    "opossum defect 12: a volumeThreshold of %o is refused",
    (volumeThreshold) => {
      expect(() => forListApps({ volumeThreshold })).toThrow(/^option volumeThreshold must be /);
    },
  );

  const durations = [
    "timeout",
    "failureSpanMs",
    "rollingCountTimeout",
    "resetTimeout",
    "rampUpMs",
    "maxWaitMs",
    "fallbackTimeoutMs",
  ];

  test.each(durations)("opossum defect 17: %s cannot be so long that it overflows", (name) => {
    for (const value of [Infinity, 2 ** 31]) {
      expect(() => forListApps({ [name]: value })).toThrow(new RegExp(`^option ${name} must be `));
    }
  });

  test("opossum defect 23: the options are neither changed nor kept", () => {
    const resetBackoff = { factor: 3, maxMs: 9_000 };
    const ofListApps = { timeout: 5, resetBackoff: { jitter: 1 } };
    const options = { timeout: 9, resetBackoff, operations: { ListApps: ofListApps } };
    const before = structuredClone(options);

    const resolved = resolveOptions(options);
    expect(options).toEqual(before);

    const expected = structuredClone([resolved.forOperation("ListApps"), resolved.forOperation("StartJob")]);
    Object.assign(resetBackoff, { factor: 99 });
    Object.assign(ofListApps.resetBackoff, { jitter: 0.5 });
    Object.assign(ofListApps, { timeout: 99 });
    Object.assign(options, { timeout: 99, operations: {} });

    expect([resolved.forOperation("ListApps"), resolved.forOperation("StartJob")]).toEqual(expected);
  });

  test("opossum defect 23: frozen options will do, and what they become is frozen", () => {
    const operations = Object.freeze({
      ListApps: Object.freeze({ resetBackoff: Object.freeze({ factor: 4 }) }),
    });
    const resolved = resolveOptions(Object.freeze({ operations }));

    expect(Object.isFrozen(resolved)).toBe(true);
    for (const operation of ["ListApps", "StartJob", "Unknown"]) {
      expect(Object.isFrozen(resolved.forOperation(operation))).toBe(true);
      expect(Object.isFrozen(resolved.forOperation(operation).resetBackoff)).toBe(true);
    }
  });
});
