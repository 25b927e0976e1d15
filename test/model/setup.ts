import * as fc from "fast-check";
import type { CallOptions } from "../../src/index.ts";

/** The options that the model knows, all of them given. */
export interface Rules {
  readonly timeout: number;
  readonly consecutiveFailures: number | false;
  readonly failureSpanMs: number;
  readonly errorThresholdPercentage: number;
  readonly volumeThreshold: number;
  readonly rollingCountTimeout: number;
  readonly rollingCountBuckets: number;
  readonly slowCall: { readonly durationMs: number; readonly thresholdPercentage: number } | false;
  readonly resetTimeout: number;
  readonly resetBackoff: { readonly factor: number; readonly maxMs: number; readonly jitter: number };
  readonly halfOpenProbes: number;
  readonly rampUpMs: number;
  readonly capacity: number | false;
}

/** What can be changed while a program runs; the window's shape is left alone, whose change has tests of its own. */
export type Change = Partial<Omit<Rules, "rollingCountTimeout" | "rollingCountBuckets" | "slowCall">>;

/** How a run begins. */
export interface Setup {
  readonly rules: Rules;
  /** What chance says, always. */
  readonly chance: number;
  /** What the user's classifier does, none of which changes a verdict. */
  readonly classifier: "none" | "throws" | "answers nonsense";
}

const changeable = {
  timeout: fc.constantFrom(250, 700, 2_000, 20_000),
  consecutiveFailures: fc.constantFrom<number | false>(false, 1, 2, 3, 5),
  failureSpanMs: fc.constantFrom(0, 50, 250),
  errorThresholdPercentage: fc.constantFrom(20, 50, 100),
  volumeThreshold: fc.constantFrom(1, 3, 6),
  resetTimeout: fc.constantFrom(40, 100, 333),
  resetBackoff: fc.record({
    factor: fc.constantFrom(1, 1.5, 3),
    maxMs: fc.constantFrom(333, 1_000),
    jitter: fc.constantFrom(0, 0.2, 1),
  }),
  halfOpenProbes: fc.constantFrom(1, 2, 3),
  rampUpMs: fc.constantFrom(0, 0, 200, 1_000),
  capacity: fc.constantFrom<number | false>(false, false, 1, 3),
};

/** Any rules. */
const rules: fc.Arbitrary<Rules> = fc.record({
  ...changeable,
  rollingCountTimeout: fc.constantFrom(600, 3_000),
  rollingCountBuckets: fc.constantFrom(1, 3, 6),
  slowCall: fc.constantFrom<Rules["slowCall"]>(false, false, { durationMs: 150, thresholdPercentage: 50 }),
});

/** Any change. */
export const changes: fc.Arbitrary<Change> = fc.record(changeable, { requiredKeys: [] });

/** Any beginning. */
export const setups: fc.Arbitrary<Setup> = fc.record({
  rules,
  chance: fc.constantFrom(0, 0.3, 0.5, 0.99),
  classifier: fc.constantFrom("none", "throws", "answers nonsense"),
});

/** The rules as the package takes them. */
export function optionsOf(change: Change): CallOptions {
  return { ...change };
}
