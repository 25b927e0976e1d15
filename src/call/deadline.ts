import type { CircuitCore } from "../circuit/circuit.ts";
import type { CancelTimer, Clock } from "../clock/clock.ts";
import { CallTimeoutError } from "../errors/call-timeout-error.ts";
import { judgeDeadline, type DeadlinePhase } from "../outcome/judge.ts";
import type { ErrorJudgement } from "../outcome/verdict.ts";
import type { Attempts } from "./attempts.ts";

/** The call that must have settled in time. */
interface DeadlineDetails {
  readonly operation: string;
  readonly calledAt: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly circuit: CircuitCore;
  readonly attempts: Attempts;
}

/** What it means that a call's time is up. */
export interface PassedDeadline {
  readonly error: CallTimeoutError;
  readonly judgement: ErrorJudgement;
  /** Whether the SDK was waiting between two attempts. */
  readonly isInBackoff: boolean;
}

/** Calls back when the call's time is up, at once where it is up already. */
export function startDeadline(
  details: DeadlineDetails,
  onPassed: (passed: PassedDeadline) => void,
): CancelTimer {
  const { calledAt, timeoutMs, clock } = details;
  const pass = (): void => onPassed(passedDeadline(details));
  const dueAt = calledAt + timeoutMs;
  const remainingMs = dueAt - clock.now();
  // A timer of its own: it carries the caller's async context to listeners and fallbacks.
  if (remainingMs > 0) return clock.startTimer(pass, remainingMs, true);
  pass();
  return () => {};
}

function passedDeadline(details: DeadlineDetails): PassedDeadline {
  const { operation, timeoutMs, attempts } = details;
  const deadline = deadlinePhase(details);
  const error = new CallTimeoutError({
    operation,
    timeoutMs,
    attempts: attempts.started,
    cause: attempts.lastFailure?.error,
    outcome: deadline.phase === "beforeFirstAttempt" ? "notSent" : "unknown",
  });
  return { error, judgement: judgeDeadline(deadline), isInBackoff: deadline.phase === "backoff" };
}

/** How long an answer must have had the chance to be heard, so that its absence says something against the service. */
function fairChanceMs(timeoutMs: number): number {
  return Math.min(timeoutMs / 2, 1_000);
}

function deadlinePhase({ calledAt, timeoutMs, clock, circuit, attempts }: DeadlineDetails): DeadlinePhase {
  const latenessMs = clock.now() - (calledAt + timeoutMs);
  return attempts.deadlinePhase(
    circuit.successes,
    (since) => since === undefined || timeoutMs - (since - calledAt) - latenessMs < fairChanceMs(timeoutMs),
  );
}
