import { describeValue } from "../errors/describe-value.ts";
import type { CallOptions, ResetBackoff } from "./breaker-options.ts";

/** Says whether a value is fit for an option, and what would be. */
interface OptionRule {
  readonly allowed: string;
  readonly isType: (value: unknown) => boolean;
  readonly isInRange: (value: never) => boolean;
}

/** Longest delay that timers know; opossum lets a longer one overflow to 1 ms (defect 17). */
const longestMs = 2 ** 31 - 1;

const isNumber = (value: unknown): boolean => typeof value === "number";
const isFunction = (value: unknown): boolean => typeof value === "function";
const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function milliseconds(least: number): OptionRule {
  return {
    allowed: `a number of milliseconds from ${least} to ${longestMs}`,
    isType: isNumber,
    isInRange: (value: number) => value >= least && value <= longestMs,
  };
}

function wholeNumber(least: number, most: number): OptionRule {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    isType: isNumber,
    isInRange: (value: number) => Number.isInteger(value) && value >= least && value <= most,
  };
}

function numberWithin(allowed: string, isInRange: (value: number) => boolean): OptionRule {
  return { allowed, isType: isNumber, isInRange };
}

function orFalse(rule: OptionRule): OptionRule {
  return {
    allowed: `${rule.allowed}, or false`,
    isType: (value) => value === false || rule.isType(value),
    isInRange: (value) => value === false || rule.isInRange(value),
  };
}

function oneOf(...allowed: readonly string[]): OptionRule {
  return {
    allowed: allowed.map((word) => JSON.stringify(word)).join(" or "),
    isType: (value) => typeof value === "string",
    isInRange: (value: string) => allowed.includes(value),
  };
}

function ofType(allowed: string, isType: (value: unknown) => boolean): OptionRule {
  return { allowed, isType, isInRange: () => true };
}

const mostCalls = 1_000_000;

/** What each option of a call may be. */
export const callOptionRules: Readonly<Record<keyof CallOptions, OptionRule>> = {
  timeout: orFalse(milliseconds(1)),
  consecutiveFailures: orFalse(wholeNumber(1, mostCalls)),
  failureSpanMs: milliseconds(0),
  errorThresholdPercentage: numberWithin("a number above 0 and at most 100", (v) => v > 0 && v <= 100),
  volumeThreshold: wholeNumber(1, mostCalls),
  rollingCountTimeout: milliseconds(1),
  rollingCountBuckets: wholeNumber(1, 1_000),
  resetTimeout: milliseconds(1),
  resetBackoff: ofType("an object with factor, maxMs and jitter", isObject),
  capacity: orFalse(wholeNumber(1, mostCalls)),
  count: oneOf("calls", "attempts"),
  classify: ofType("a function", isFunction),
  fallback: orFalse(ofType("a function", isFunction)),
  fallbackTimeoutMs: milliseconds(1),
  enabled: ofType("true or false", (value) => typeof value === "boolean"),
};

/** What each member of `resetBackoff` may be. */
export const resetBackoffRules: Readonly<Record<keyof ResetBackoff, OptionRule>> = {
  factor: numberWithin("a number from 1 to 100", (v) => v >= 1 && v <= 100),
  maxMs: milliseconds(1),
  jitter: numberWithin("a number from 0 to 1", (v) => v >= 0 && v <= 1),
};

/**
 * @throws TypeError where the value is of a wrong type, RangeError where it is out of range; both name the option,
 * what is allowed, and what came
 */
export function checkOption(path: string, value: unknown, rule: OptionRule): void {
  if (!rule.isType(value)) {
    throw new TypeError(`option ${path} must be ${rule.allowed}; got ${describeValue(value)}`);
  }
  if (!rule.isInRange(value as never)) {
    throw new RangeError(`option ${path} must be ${rule.allowed}; got ${describeValue(value)}`);
  }
}
