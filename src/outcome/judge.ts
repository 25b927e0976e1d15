import { classifyError } from "./classify-error.ts";
import { verdicts, type ErrorJudgement, type Verdict } from "./verdict.ts";

/** What a {@link Classify} function is told beside the error. */
export interface ClassifyContext {
  /** The Amplify operation that was called, as in `ListApps`. */
  readonly operation: string;
  /** SDK attempts started for the call; `undefined` where a patched or mocked `send` hid them. */
  readonly attempts: number | undefined;
}

/**
 * Says what an error means; asked for errors of the service, the network and the SDK only.
 *
 * One that throws, or answers something else than a verdict, is overruled by the default classification.
 */
export type Classify = (error: unknown, context: ClassifyContext) => Verdict;

/** How a call stood when it ended. */
export interface CallFacts extends ClassifyContext {
  /** Whether the caller's own signal was aborted. */
  readonly isCallerGone: boolean;
  /** Whether the SDK's last attempt went well, so that the error is somebody's middleware's. */
  readonly hasSucceeded: boolean;
}

/**
 * What a call's or an attempt's error means: what is known for a fact comes first, then the user's opinion, then the
 * error.
 */
export function judgeError(error: unknown, facts: CallFacts, classify: Classify | undefined): ErrorJudgement {
  if (facts.isCallerGone) return { verdict: "cancelled", answered: false };
  const byDefault = classifyError(error);
  if (byDefault.verdict === "cancelled") return byDefault;
  if (facts.attempts === 0) return { verdict: "ignored", answered: false };
  if (facts.hasSucceeded) return { verdict: "ignored", answered: true };
  const verdict = classify === undefined ? undefined : askSafely(classify, error, facts);
  return verdict === undefined ? byDefault : { verdict, answered: byDefault.answered };
}

function askSafely(
  classify: Classify,
  error: unknown,
  { operation, attempts }: CallFacts,
): Verdict | undefined {
  try {
    const answer = classify(error, { operation, attempts });
    if (verdicts.includes(answer)) return answer;
    // An async function is no classifier, and what it rejects with must not end the process.
    Promise.resolve(answer).catch(() => {});
  } catch {
    // A classifier that fails has said nothing.
  }
  return undefined;
}

/** Where the call stood when its own deadline passed. */
export type DeadlinePhase =
  | { readonly phase: "beforeFirstAttempt" }
  | { readonly phase: "heldUp" }
  | { readonly phase: "answered" }
  | { readonly phase: "attempt"; readonly hasCircuitSucceededSince: boolean }
  | { readonly phase: "backoff"; readonly lastAttempt: ErrorJudgement }
  | { readonly phase: "unseen" };

/**
 * What our own deadline says about the service.
 *
 * A call that never left the machine was held up by something local, as was one whose process was too busy, or frozen,
 * for most of its time and could not have heard an answer. One that was answered hung in somebody's middleware. One that hung in an attempt while others were
 * answered was waiting for one of the SDK's 50 sockets, or is merely slow.
 */
export function judgeDeadline(deadline: DeadlinePhase): ErrorJudgement {
  switch (deadline.phase) {
    case "beforeFirstAttempt":
    case "heldUp":
      return { verdict: "ignored", answered: false };
    case "answered":
      return { verdict: "ignored", answered: true };
    case "backoff":
      return deadline.lastAttempt;
    case "attempt":
      return { verdict: deadline.hasCircuitSucceededSince ? "ignored" : "failure", answered: false };
    case "unseen":
      return { verdict: "failure", answered: false };
  }
}
