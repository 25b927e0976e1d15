import { classifyError } from "./classify-error.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What an error says about Amplify, by the rules that are in force where no `classify` is given: is it an outage
 * (`failure`), `throttled`, the caller's own business (`ignored`), or did the caller give up (`cancelled`)?
 *
 * Errors of this package count as what led to them: a `CircuitOpenError` as `failure`, a `CapacityError` as `ignored`.
 *
 * @example
 * ```ts
 * catch (error) {
 *   if (verdictOf(error) === "failure") showOutagePage();
 *   else throw error;
 * }
 * ```
 */
export function verdictOf(error: unknown): Verdict {
  return classifyError(error).verdict;
}
