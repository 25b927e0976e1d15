import { describe, expect, test } from "vitest";
import { checkOption } from "../../src/options/option-rule.ts";
import {
  breakerOptionRules,
  callOptionRules,
  memberRules,
  queueRules,
  resetBackoffRules,
  slowCallRules,
} from "../../src/options/option-rules.ts";
import { isLastKnownGood, lastKnownGood } from "../../src/fallback/last-known-good.ts";

const rules = {
  ...callOptionRules,
  ...breakerOptionRules,
  "slowCall.durationMs": slowCallRules.durationMs,
  "slowCall.thresholdPercentage": slowCallRules.thresholdPercentage,
  "resetBackoff.factor": resetBackoffRules.factor,
  "resetBackoff.maxMs": resetBackoffRules.maxMs,
  "resetBackoff.jitter": resetBackoffRules.jitter,
  "queue.size": queueRules.size,
  "queue.maxWaitMs": queueRules.maxWaitMs,
};

interface Expectation {
  readonly allowed: string;
  readonly good: readonly unknown[];
  /** Of the right type, and out of range. */
  readonly outOfRange: readonly unknown[];
}

const longest = 2 ** 31 - 1;
const noNumbers = [Number.NaN, Infinity, -Infinity, -1];

function milliseconds(least: number): Expectation {
  return {
    allowed: `a number of milliseconds from ${least} to 2147483647`,
    good: [least, least + 0.5, longest],
    outOfRange: [...noNumbers, least - 0.001, 2 ** 31],
  };
}

function wholeNumber(most: number, least = 1): Expectation {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    good: [least, most],
    outOfRange: [...noNumbers, least - 1, 1.5, most + 1],
  };
}

function orFalse({ allowed, good, outOfRange }: Expectation): Expectation {
  return { allowed: `${allowed}, or false`, good: [...good, false], outOfRange };
}

function ofType(allowed: string, ...good: readonly unknown[]): Expectation {
  return { allowed, good, outOfRange: [] };
}

function percentage(): Expectation {
  return {
    allowed: "a number above 0 and at most 100",
    good: [0.1, 50, 100],
    outOfRange: [...noNumbers, 0, 100.1],
  };
}

const trueOrFalse = ofType("true or false", true, false);
const aFunction = ofType("a function", () => "failure");

const expectations: Readonly<Record<keyof typeof rules, Expectation>> = {
  timeout: orFalse(milliseconds(1)),
  consecutiveFailures: orFalse(wholeNumber(1_000_000)),
  failureSpanMs: milliseconds(0),
  errorThresholdPercentage: percentage(),
  volumeThreshold: wholeNumber(1_000_000),
  rollingCountTimeout: milliseconds(1),
  rollingCountBuckets: wholeNumber(1_000),
  slowCall: orFalse(ofType("a plain object with durationMs and thresholdPercentage", {})),
  resetTimeout: milliseconds(1),
  resetBackoff: ofType("a plain object with factor, maxMs and jitter", {}),
  halfOpenProbes: wholeNumber(1_000),
  rampUpMs: milliseconds(0),
  capacity: orFalse(wholeNumber(1_000_000)),
  queue: orFalse(ofType("a plain object with size and maxWaitMs", {})),
  maxWaitMs: milliseconds(0),
  maxWaiting: wholeNumber(1_000_000),
  count: {
    allowed: '"calls" or "attempts"',
    good: ["calls", "attempts"],
    outOfRange: ["", "call", "CALLS"],
  },
  retryThrottled: trueOrFalse,
  coalesce: trueOrFalse,
  classify: aFunction,
  fallback: orFalse(ofType("a function or lastKnownGood()", () => undefined, lastKnownGood())),
  fallbackTimeoutMs: milliseconds(1),
  enabled: trueOrFalse,
  circuit: {
    allowed: '"operation" or "service", or a function',
    good: ["operation", "service", () => "all"],
    outOfRange: ["", "operations", "ListApps"],
  },
  maxCircuits: wholeNumber(1_000_000),
  serviceThreshold: orFalse(wholeNumber(1_000)),
  incidents: wholeNumber(1_000, 0),
  "slowCall.durationMs": milliseconds(1),
  "slowCall.thresholdPercentage": percentage(),
  "resetBackoff.factor": {
    allowed: "a number from 1 to 100",
    good: [1, 1.5, 100],
    outOfRange: [...noNumbers, 0.9, 101],
  },
  "resetBackoff.maxMs": milliseconds(1),
  "resetBackoff.jitter": {
    allowed: "a number from 0 to 1",
    good: [0, 0.5, 1],
    outOfRange: [...noNumbers, 1.1],
  },
  "queue.size": wholeNumber(1_000_000),
  "queue.maxWaitMs": milliseconds(1),
};

/** One value of every type there is, with what an error message calls it. */
const values: readonly (readonly [value: unknown, described: string])[] = [
  [3, "3"],
  ["3", '"3"'],
  [true, "true"],
  [false, "false"],
  [null, "null"],
  [3n, "3n"],
  [Symbol("3"), "a symbol"],
  [() => 3, "a function"],
  [{}, "an object"],
  [new Map(), "an object"],
  [[3], "an array of 1"],
];

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (isLastKnownGood(value)) return "lastKnownGood";
  if (value instanceof Map) return "map";
  return Array.isArray(value) ? "array" : typeof value;
}

describe.each(Object.entries(expectations))("option %s", (name, { allowed, good, outOfRange }) => {
  const rule = rules[name as keyof typeof rules];
  const check = (value: unknown) => () => checkOption(`option ${name}`, value, rule);
  // `false` alone does not make `true` of a right type.
  const goodTypes = new Set(good.filter((value) => value !== false).map(typeOf));
  const wrongTypes = values.filter(([value]) => !goodTypes.has(typeOf(value)) && !good.includes(value));

  test.each(good)("may be %o", (value) => {
    expect(check(value)).not.toThrow();
  });

  test.each(wrongTypes)("is a TypeError as %o", (value, described) => {
    expect(check(value)).toThrow(new TypeError(`option ${name} must be ${allowed}; got ${described}`));
    expect(check(value)).toThrow(TypeError);
  });

  test.each(outOfRange)("is a RangeError as %o", (value) => {
    const described = typeof value === "string" ? JSON.stringify(value) : String(value);

    expect(check(value)).toThrow(new RangeError(`option ${name} must be ${allowed}; got ${described}`));
    expect(check(value)).toThrow(RangeError);
  });
});

test("every rule has its expectations here", () => {
  const ofMembers = Object.entries(memberRules).flatMap(([option, rulesOfMembers]) =>
    Object.keys(rulesOfMembers).map((name) => `${option}.${name}`),
  );

  expect(Object.keys(expectations)).toEqual([
    ...Object.keys(callOptionRules),
    ...Object.keys(breakerOptionRules),
    ...ofMembers,
  ]);
});
