import { TurnWatch } from "../../src/call/turn-watch.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { describe, expect, test } from "vitest";
import { Attempts } from "../../src/call/attempts.ts";

const failure = { error: new Error("ill"), judgement: { verdict: "failure", answered: false } } as const;
const notFound = { error: new Error("no"), judgement: { verdict: "ignored", answered: true } } as const;

const pipeline = {};

function claimed(): Attempts {
  const attempts = new Attempts(new TurnWatch(new ManualClock()));
  attempts.send(0);
  attempts.claimPipeline(pipeline);
  return attempts;
}

describe("attempts", () => {
  test("belong to the first pipeline only", () => {
    const attempts = new Attempts(new TurnWatch(new ManualClock()));
    const offered = [pipeline, {}, pipeline];
    expect(offered.map((one) => attempts.claimPipeline(one))).toEqual([true, false, true]);
  });

  test("know the SDK's context of them, and what was sent last", () => {
    const attempts = claimed();
    expect([attempts.context, attempts.sent]).toEqual([pipeline, undefined]);
    expect(attempts.context).toBe(pipeline);
    const requests = [{ request: 1 }, { request: 2 }];
    for (const request of requests) attempts.start(0, 0, request);
    expect(attempts.sent).toBe(requests[1]);
  });

  test("are none until the call is sent, and cannot be counted then until a pipeline was seen", () => {
    const attempts = new Attempts(new TurnWatch(new ManualClock()));
    expect(attempts.count).toBe(0);
    attempts.send(0);
    expect(attempts.count).toBeUndefined();
    attempts.claimPipeline(pipeline);
    expect(attempts.count).toBe(0);
    attempts.start(0, 0);
    expect(attempts.count).toBe(1);
  });

  test("leave a failure in backoff from its end to the next attempt's beginning", () => {
    const attempts = claimed();
    attempts.start(0, 0);
    expect(attempts.failureInBackoff).toBeUndefined();
    attempts.failed(failure, 0);
    expect(attempts.failureInBackoff).toBe(failure);
    attempts.start(0, 0);
    expect(attempts.failureInBackoff).toBeUndefined();
    expect(attempts.lastFailure).toBe(failure);
    attempts.succeeded(10);
    expect(attempts.lastFailure).toBeUndefined();
  });

  test("have answered once the service did, with whatever", () => {
    const attempts = claimed();
    attempts.failed(failure, 0);
    expect(attempts.hasAnswered).toBe(false);
    attempts.failed(notFound, 0);
    attempts.failed(failure, 0);
    expect(attempts.hasAnswered).toBe(true);
  });

  test("have answered with a success as well, whatever comes after it", () => {
    const attempts = claimed();
    attempts.start(0, 0);
    attempts.succeeded(10);
    attempts.failed(failure, 20);
    expect(attempts.hasAnswered).toBe(true);
  });

  test("have succeeded once one went well, until the next one begins", () => {
    const attempts = claimed();
    attempts.start(0, 0);
    expect(attempts.hasSucceeded).toBe(false);
    attempts.succeeded(10);
    expect(attempts.hasSucceeded).toBe(true);
    attempts.start(0, 20);
    expect(attempts.hasSucceeded).toBe(false);
  });
});

describe("the service's time", () => {
  test("is that of the last attempt, up to now where it is under way", () => {
    const attempts = claimed();
    attempts.start(0, 100);
    expect(attempts.serviceMs(130)).toBe(30);
    attempts.failed(failure, 150);
    expect(attempts.serviceMs(900)).toBe(50);
    attempts.start(0, 1_000);
    expect(attempts.serviceMs(1_020)).toBe(20);
    attempts.succeeded(1_070);
    expect(attempts.serviceMs(2_000)).toBe(70);
  });

  test("is all the time since the call was sent where no attempt was seen, and none before", () => {
    const attempts = new Attempts(new TurnWatch(new ManualClock()));
    expect(attempts.serviceMs(500)).toBe(0);
    attempts.send(500);
    expect(attempts.serviceMs(740)).toBe(240);
  });
});

describe("where a call stands when its deadline passes", () => {
  const notHeldUp = (): boolean => false;
  const heldUp = (): boolean => true;

  test("is before the first attempt where it was not even sent", () => {
    const attempts = new Attempts(new TurnWatch(new ManualClock()));
    expect(attempts.deadlinePhase(0, notHeldUp)).toEqual({ phase: "beforeFirstAttempt" });
    expect(attempts.count).toBe(0);
  });

  test("is unseen without a pipeline", () => {
    const attempts = new Attempts(new TurnWatch(new ManualClock()));
    attempts.send(0);
    expect(attempts.deadlinePhase(0, notHeldUp)).toEqual({ phase: "unseen" });
  });

  test("is before the first attempt while there is none", () => {
    expect(claimed().deadlinePhase(0, notHeldUp)).toEqual({ phase: "beforeFirstAttempt" });
  });

  test.each([
    { at: 7, hasCircuitSucceededSince: false },
    { at: 8, hasCircuitSucceededSince: true },
  ])("is in an attempt that began at 7 successes of the circuit, of $at now", ({ at, ...expected }) => {
    const attempts = claimed();
    attempts.start(7, 0);
    expect(attempts.deadlinePhase(at, notHeldUp)).toEqual({ phase: "attempt", ...expected });
  });

  test("is held up in its first attempt where no answer could have been heard in time", () => {
    const attempts = claimed();
    attempts.start(0, 0);
    expect(attempts.deadlinePhase(0, heldUp)).toEqual({ phase: "heldUp" });
  });

  test("asks since when an answer could have been heard, of the attempt under way only", () => {
    const attempts = claimed();
    const asked: (number | undefined)[] = [];
    const note = (since: number | undefined): boolean => {
      asked.push(since);
      return false;
    };
    attempts.start(0, 0);
    attempts.deadlinePhase(0, note);
    attempts.turned(30);
    attempts.turned(40);
    attempts.deadlinePhase(0, note);
    attempts.failed(failure, 0);
    attempts.start(0, 0);
    attempts.deadlinePhase(0, note);
    expect(asked).toEqual([undefined, 30, undefined]);
  });

  test("is in backoff after a failed attempt, with what that one said", () => {
    const attempts = claimed();
    attempts.start(0, 0);
    attempts.failed(notFound, 0);
    const expected = { phase: "backoff", lastAttempt: notFound.judgement };
    expect(attempts.deadlinePhase(0, notHeldUp)).toEqual(expected);
    attempts.start(0, 0);
    expect(attempts.deadlinePhase(0, heldUp)).toEqual(expected);
  });

  test("has been answered once an attempt went well, until the next one begins", () => {
    const attempts = claimed();
    attempts.start(0, 0);
    attempts.failed(failure, 0);
    attempts.start(3, 0);
    attempts.succeeded(10);
    expect(attempts.deadlinePhase(3, notHeldUp)).toEqual({ phase: "answered" });
    attempts.start(3, 0);
    expect(attempts.deadlinePhase(3, notHeldUp)).toEqual({
      phase: "attempt",
      hasCircuitSucceededSince: false,
    });
  });
});

test("attempts count the time between them, and not the time they took", () => {
  const attempts = claimed();
  attempts.start(0, 100);
  attempts.failed(failure, 400);
  attempts.start(0, 450);
  attempts.failed(failure, 900);
  attempts.start(0, 1_000);
  expect(attempts.retryDelayMs).toBe(150);
});
