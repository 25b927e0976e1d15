import { setImmediate as nextTurn } from "node:timers/promises";
import { InternalFailureException, NotFoundException } from "@aws-sdk/client-amplify";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { judgeDeadline, judgeError, type CallFacts, type Classify } from "../../src/outcome/judge.ts";
import type { ErrorJudgement } from "../../src/outcome/verdict.ts";
import { hostileValues } from "../errors/hostile-values.ts";

const facts: CallFacts = { operation: "ListApps", attempts: 1, isCallerGone: false, hasSucceeded: false };
const outage = new InternalFailureException({ message: "out", $metadata: { httpStatusCode: 500 } });
const notFound = new NotFoundException({ message: "no", $metadata: { httpStatusCode: 404 } });
const aborted = Object.assign(new Error("Request aborted"), { name: "AbortError" });
const failure: ErrorJudgement = { verdict: "failure", answered: false };
const cancelled: ErrorJudgement = { verdict: "cancelled", answered: false };
const neverSent: ErrorJudgement = { verdict: "ignored", answered: false };
const theirAnswer: ErrorJudgement = { verdict: "ignored", answered: true };

describe("judgeError", () => {
  test("goes by the error where nothing else is known", () => {
    expect(judgeError(outage, facts, undefined)).toEqual(failure);
    expect(judgeError(notFound, facts, undefined)).toEqual(theirAnswer);
  });

  test.each([
    ["any error once the caller is gone is cancelled", outage, { isCallerGone: true }, cancelled],
    ["an AbortError is cancelled, also where no attempt was made", aborted, { attempts: 0 }, cancelled],
    ["an outage met before the first attempt is not Amplify's", outage, { attempts: 0 }, neverSent],
    ["what fails after an attempt went well is a middleware's", outage, { hasSucceeded: true }, theirAnswer],
  ])("%s, and the user's classifier is not asked", (_title, error, known, expected) => {
    const classify = vi.fn<Classify>(() => "failure");

    expect(judgeError(error, { ...facts, ...known }, classify)).toEqual(expected);
    expect(classify).not.toHaveBeenCalled();
  });

  test("goes by the error where a mock hid the attempts", () => {
    expect(judgeError(outage, { ...facts, attempts: undefined }, undefined)).toEqual(failure);
  });
});

describe("judgeError with a classifier", () => {
  test.each(["failure", "throttled", "ignored", "cancelled"] as const)("takes its word: %s", (verdict) => {
    expect(judgeError(outage, facts, () => verdict)).toEqual({ verdict, answered: false });
    expect(judgeError(notFound, facts, () => verdict)).toEqual({ verdict, answered: true });
  });

  test("shows it the error itself, the operation and the attempts, and nothing else", () => {
    const classify = vi.fn<Classify>(() => "ignored");

    judgeError(outage, facts, classify);

    expect(classify).toHaveBeenCalledExactlyOnceWith(outage, { operation: "ListApps", attempts: 1 });
    expect(classify.mock.calls[0]?.[0]).toBe(outage);
  });

  test("is not moved by what it does to its context", () => {
    const known = { ...facts };

    judgeError(outage, known, (_error, context) => {
      Object.assign(context, { operation: "StartJob", attempts: 0 });
      return "failure";
    });

    expect(known).toEqual(facts);
  });

  test("opossum defect 21: overrules one that throws", () => {
    const classify = vi.fn<Classify>().mockThrow(new Error("bug in the classifier"));

    expect(judgeError(outage, facts, classify)).toEqual(failure);
    expect(classify).toHaveBeenCalledOnce();
  });

  const nonsense = [
    ...hostileValues,
    ["true", true],
    ["success", "success"],
    ["FAILURE", "FAILURE"],
  ] as const;

  test.each(nonsense)("overrules one that answers %s", (_title, answer) => {
    expect(judgeError(outage, facts, () => answer as never)).toEqual(failure);
  });
});

describe("judgeError with an asynchronous classifier, which types forbid", () => {
  const unhandled = vi.fn<(reason: unknown) => void>();

  beforeEach(() => {
    process.on("unhandledRejection", unhandled);
  });

  afterEach(() => {
    process.off("unhandledRejection", unhandled);
  });

  test.each([
    ["rejects", () => Promise.reject(new Error("bug in the classifier"))],
    ["has a verdict", () => Promise.resolve("ignored")],
  ])("overrules one that %s, and leaves no rejection unhandled", async (_title, classify) => {
    expect(judgeError(outage, facts, classify as never)).toEqual(failure);
    await nextTurn();
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("judgeDeadline", () => {
  const lastAttempt: ErrorJudgement = { verdict: "throttled", answered: true };

  test.each([
    ["before the first attempt is ignored", { phase: "beforeFirstAttempt" }, neverSent],
    ["in a process that was held up is ignored", { phase: "heldUp" }, neverSent],
    ["after the answer is ignored, and a sign of life", { phase: "answered" }, theirAnswer],
    ["in an attempt is a failure", { phase: "attempt", hasCircuitSucceededSince: false }, failure],
    [
      "in an attempt while other calls succeed is ignored",
      { phase: "attempt", hasCircuitSucceededSince: true },
      neverSent,
    ],
    ["in backoff is what the last attempt was", { phase: "backoff", lastAttempt }, lastAttempt],
    ["that nobody could see is a failure", { phase: "unseen" }, failure],
  ] as const)("a deadline %s", (_title, phase, expected) => {
    expect(judgeDeadline(phase)).toEqual(expected);
  });
});
