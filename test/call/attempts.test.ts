import { describe, expect, it } from "vitest";
import { Attempts } from "../../src/call/attempts.ts";

const failure = { error: new Error("ill"), judgement: { verdict: "failure", answered: false } } as const;
const notFound = { error: new Error("no"), judgement: { verdict: "ignored", answered: true } } as const;

function claimed(): Attempts {
  const attempts = new Attempts();
  attempts.claimPipeline();
  return attempts;
}

describe("attempts", () => {
  it("belong to the first pipeline only", () => {
    const attempts = new Attempts();
    expect([attempts.claimPipeline(), attempts.claimPipeline()]).toEqual([true, false]);
  });

  it("cannot be counted until a pipeline was seen", () => {
    const attempts = new Attempts();
    expect(attempts.count).toBeUndefined();
    attempts.claimPipeline();
    expect(attempts.count).toBe(0);
    attempts.start(0);
    expect(attempts.count).toBe(1);
  });

  it("leave a failure in backoff from its end to the next attempt's beginning", () => {
    const attempts = claimed();
    attempts.start(0);
    expect(attempts.failureInBackoff).toBeUndefined();
    attempts.failed(failure);
    expect(attempts.failureInBackoff).toBe(failure);
    attempts.start(0);
    expect(attempts.failureInBackoff).toBeUndefined();
    expect(attempts.lastFailure).toBe(failure);
    attempts.succeeded();
    expect(attempts.lastFailure).toBeUndefined();
  });

  it("have answered once the service did, with whatever", () => {
    const attempts = claimed();
    attempts.failed(failure);
    expect(attempts.hasAnswered).toBe(false);
    attempts.failed(notFound);
    attempts.failed(failure);
    expect(attempts.hasAnswered).toBe(true);
  });
});

describe("where a call stands when its deadline passes", () => {
  it("is unseen without a pipeline", () => {
    expect(new Attempts().deadlinePhase(0)).toEqual({ phase: "unseen" });
  });

  it("is before the first attempt while there is none", () => {
    expect(claimed().deadlinePhase(0)).toEqual({ phase: "beforeFirstAttempt" });
  });

  it.each([
    { at: 7, hasCircuitSucceededSince: false },
    { at: 8, hasCircuitSucceededSince: true },
  ])("is in an attempt that began at 7 successes of the circuit, of $at now", ({ at, ...expected }) => {
    const attempts = claimed();
    attempts.start(7);
    expect(attempts.deadlinePhase(at)).toEqual({ phase: "attempt", ...expected });
  });

  it("is in backoff after a failed attempt, with what that one said", () => {
    const attempts = claimed();
    attempts.start(0);
    attempts.failed(notFound);
    expect(attempts.deadlinePhase(0)).toEqual({ phase: "backoff", lastAttempt: notFound.judgement });
  });

  it("is still in an attempt while the SDK reads what the service answered", () => {
    const attempts = claimed();
    attempts.start(0);
    attempts.failed(failure);
    attempts.start(3);
    attempts.succeeded();
    expect(attempts.deadlinePhase(3)).toEqual({ phase: "attempt", hasCircuitSucceededSince: false });
  });
});
