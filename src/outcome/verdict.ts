/**
 * What a failed call says about the service.
 *
 * - `failure`: the service, or the way to it, is broken; counts towards opening the circuit.
 * - `throttled`: the service refuses the caller's pace or quota; neither trips nor heals.
 * - `ignored`: the caller's own business (a 404, a wrong input, missing credentials).
 * - `cancelled`: the caller gave up.
 */
export type Verdict = "failure" | "throttled" | "ignored" | "cancelled";

/** All verdicts a classifier may answer. */
export const verdicts: readonly Verdict[] = Object.freeze(["failure", "throttled", "ignored", "cancelled"]);

/** What one settled call or attempt tells the circuit. */
export interface Judgement {
  readonly verdict: "success" | Verdict;
  /** Whether the service answered at all, which is what a half-open circuit wants to know. */
  readonly answered: boolean;
}

/** What an error tells the circuit. */
export interface ErrorJudgement extends Judgement {
  readonly verdict: Verdict;
}

/** The judgement of everything that went well. */
export const succeeded: Judgement = Object.freeze({ verdict: "success", answered: true });
