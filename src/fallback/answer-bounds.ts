import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";

/** Bounds of what a {@link LastKnownGood} remembers; `undefined` means unset. */
export interface LastKnownGoodOptions {
  /**
   * Oldest answer that is given, in milliseconds.
   *
   * @default 600_000
   */
  readonly maxAgeMs?: number | undefined;
  /**
   * Most answers that are remembered; those not used for longest go first.
   *
   * @default 1_000
   */
  readonly maxEntries?: number | undefined;
  /**
   * Most bytes that all answers together may take, in serialised form.
   *
   * @default 33_554_432 (32 MiB)
   */
  readonly maxBytes?: number | undefined;
}

/** {@link LastKnownGoodOptions}, checked and complete. */
export type AnswerBounds = { readonly [Name in keyof LastKnownGoodOptions]-?: number };

interface Bound {
  readonly default: number;
  readonly allowed: string;
  readonly isInRange: (value: number) => boolean;
}

const bounds: Readonly<Record<keyof AnswerBounds, Bound>> = {
  maxAgeMs: {
    default: 600_000,
    allowed: "a number of milliseconds from 1 to 2147483647",
    isInRange: (value) => value >= 1 && value < 2 ** 31,
  },
  maxEntries: wholeNumber("a whole number", 1_000, 1_000_000),
  maxBytes: wholeNumber("a whole number of bytes", 2 ** 25, 2 ** 40),
};
const names = Object.keys(bounds);

function wholeNumber(what: string, byDefault: number, most: number): Bound {
  return {
    default: byDefault,
    allowed: `${what} from 1 to ${most}`,
    isInRange: (value) => Number.isInteger(value) && value >= 1 && value <= most,
  };
}

/**
 * @throws TypeError where something is of a wrong type or has a wrong name, RangeError where it is out of range; both
 * say what is allowed and what came
 */
export function resolveBounds(options: LastKnownGoodOptions): AnswerBounds {
  checkMembers("lastKnownGood: options", options, names);
  const resolve = (name: keyof AnswerBounds): number => resolveBound(name, options[name]);
  return {
    maxAgeMs: resolve("maxAgeMs"),
    maxEntries: resolve("maxEntries"),
    maxBytes: resolve("maxBytes"),
  };
}

function resolveBound(name: keyof AnswerBounds, value: unknown): number {
  const bound = bounds[name];
  if (value === undefined) return bound.default;
  const isNumber = typeof value === "number";
  if (isNumber && bound.isInRange(value)) return value;
  const ErrorType = isNumber ? RangeError : TypeError;
  throw new ErrorType(`lastKnownGood: option ${name} must be ${bound.allowed}; got ${describeValue(value)}`);
}
