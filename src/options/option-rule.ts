import { describeValue } from "../errors/describe-value.ts";

/** Says whether a value is fit for an option, and what would be. */
export interface OptionRule {
  readonly allowed: string;
  readonly isType: (value: unknown) => boolean;
  readonly isInRange: (value: never) => boolean;
}

/** Longest delay that timers know; opossum lets a longer one overflow to 1 ms (defect 17). */
const longestMs = 2 ** 31 - 1;

const isNumber = (value: unknown): boolean => typeof value === "number";

export function milliseconds(least: number): OptionRule {
  return {
    allowed: `a number of milliseconds from ${least} to ${longestMs}`,
    isType: isNumber,
    isInRange: (value: number) => value >= least && value <= longestMs,
  };
}

export function wholeNumber(least: number, most: number): OptionRule {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    isType: isNumber,
    isInRange: (value: number) => Number.isInteger(value) && value >= least && value <= most,
  };
}

export function numberWithin(allowed: string, isInRange: (value: number) => boolean): OptionRule {
  return { allowed, isType: isNumber, isInRange };
}

export function orFalse(rule: OptionRule): OptionRule {
  return {
    allowed: `${rule.allowed}, or false`,
    isType: (value) => value === false || rule.isType(value),
    isInRange: (value) => value === false || rule.isInRange(value),
  };
}

export function oneOf(...allowed: readonly string[]): OptionRule {
  return {
    allowed: allowed.map((word) => JSON.stringify(word)).join(" or "),
    isType: (value) => typeof value === "string",
    isInRange: (value: string) => allowed.includes(value),
  };
}

export function functionOrOneOf(...allowed: readonly string[]): OptionRule {
  const words = oneOf(...allowed);
  return {
    allowed: `${words.allowed}, or a function`,
    isType: (value) => typeof value === "function" || words.isType(value),
    isInRange: (value) => typeof value === "function" || words.isInRange(value),
  };
}

export function ofType(allowed: string, isType: (value: unknown) => boolean): OptionRule {
  return { allowed, isType, isInRange: () => true };
}

export const trueOrFalse: OptionRule = ofType("true or false", (value) => typeof value === "boolean");

/**
 * @param what - as in `option timeout`
 * @throws TypeError where the value is of a wrong type, RangeError where it is out of range; both name the option,
 * what is allowed, and what came
 */
export function checkOption(what: string, value: unknown, rule: OptionRule): void {
  if (!rule.isType(value)) {
    throw new TypeError(`${what} must be ${rule.allowed}; got ${describeValue(value)}`);
  }
  if (!rule.isInRange(value as never)) {
    throw new RangeError(`${what} must be ${rule.allowed}; got ${describeValue(value)}`);
  }
}
