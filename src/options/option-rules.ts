import { isPlainObject } from "../errors/is-plain-object.ts";
import { isLastKnownGood } from "../fallback/last-known-good.ts";
import type { CallOptions, CallQueue, ResetBackoff, SlowCall } from "./breaker-options.ts";
import type { defaultBreakerOptions } from "./default-options.ts";
import {
  functionOrOneOf,
  milliseconds,
  numberWithin,
  ofType,
  oneOf,
  orFalse,
  trueOrFalse,
  wholeNumber,
  type OptionRule,
} from "./option-rule.ts";

const isFunction = (value: unknown): boolean => typeof value === "function";

const percentage = numberWithin("a number above 0 and at most 100", (v) => v > 0 && v <= 100);
const mostCalls = 1_000_000;

/** What each option of a call may be. */
export const callOptionRules: Readonly<Record<keyof CallOptions, OptionRule>> = {
  timeout: orFalse(milliseconds(1)),
  consecutiveFailures: orFalse(wholeNumber(1, mostCalls)),
  failureSpanMs: milliseconds(0),
  errorThresholdPercentage: percentage,
  volumeThreshold: wholeNumber(1, mostCalls),
  rollingCountTimeout: milliseconds(1),
  rollingCountBuckets: wholeNumber(1, 1_000),
  slowCall: orFalse(ofType("a plain object with durationMs and thresholdPercentage", isPlainObject)),
  resetTimeout: milliseconds(1),
  resetBackoff: ofType("a plain object with factor, maxMs and jitter", isPlainObject),
  halfOpenProbes: wholeNumber(1, 1_000),
  rampUpMs: milliseconds(0),
  capacity: orFalse(wholeNumber(1, mostCalls)),
  queue: orFalse(ofType("a plain object with size and maxWaitMs", isPlainObject)),
  maxWaitMs: milliseconds(0),
  maxWaiting: wholeNumber(1, mostCalls),
  count: oneOf("calls", "attempts"),
  retryThrottled: trueOrFalse,
  coalesce: trueOrFalse,
  classify: ofType("a function", isFunction),
  fallback: orFalse(
    ofType("a function or lastKnownGood()", (value) => isFunction(value) || isLastKnownGood(value)),
  ),
  fallbackTimeoutMs: milliseconds(1),
  enabled: trueOrFalse,
};

/** What each member of `resetBackoff` may be. */
export const resetBackoffRules: Readonly<Record<keyof ResetBackoff, OptionRule>> = {
  factor: numberWithin("a number from 1 to 100", (v) => v >= 1 && v <= 100),
  maxMs: milliseconds(1),
  jitter: numberWithin("a number from 0 to 1", (v) => v >= 0 && v <= 1),
};

/** What each member of `slowCall` may be. */
export const slowCallRules: Readonly<Record<keyof SlowCall, OptionRule>> = {
  durationMs: milliseconds(1),
  thresholdPercentage: percentage,
};

/** What each member of `queue` may be. */
export const queueRules: Readonly<Record<keyof CallQueue, OptionRule>> = {
  size: wholeNumber(1, mostCalls),
  maxWaitMs: milliseconds(1),
};

/** What each member of an option may be that is an object; such options are merged, member by member. */
export const memberRules: Readonly<Partial<Record<keyof CallOptions, Readonly<Record<string, OptionRule>>>>> =
  { slowCall: slowCallRules, resetBackoff: resetBackoffRules, queue: queueRules };

/** All options of a call. */
export const callOptionNames: readonly (keyof CallOptions)[] = Object.freeze(
  Object.keys(callOptionRules) as (keyof CallOptions)[],
);

/** What the options with a default that are given for all operations only may be. */
export const breakerOptionRules: Readonly<Record<keyof typeof defaultBreakerOptions, OptionRule>> = {
  circuit: functionOrOneOf("operation", "service"),
  maxCircuits: wholeNumber(1, mostCalls),
  serviceThreshold: orFalse(wholeNumber(1, 1_000)),
  incidents: wholeNumber(0, 1_000),
};
