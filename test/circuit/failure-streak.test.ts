import { expect, test } from "vitest";
import { FailureStreak } from "../../src/circuit/failure-streak.ts";

function aStreak(consecutiveFailures: number | false = 3): FailureStreak {
  return new FailureStreak({ consecutiveFailures, failureSpanMs: 250 });
}

test("is long enough at once where nothing ever succeeded", () => {
  const streak = aStreak();
  expect([0, 0, 0, 0].map((now) => streak.recordFailure(now))).toEqual([false, false, true, true]);
});

test("is not long enough until nothing has succeeded for the span", () => {
  const streak = aStreak();
  streak.recordSuccess(1_000);
  expect([1_001, 1_002, 1_003, 1_249, 1_250].map((now) => streak.recordFailure(now))).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});

test("is not long enough however long ago the last success was, while there are too few failures", () => {
  const streak = aStreak();
  streak.recordSuccess(0);
  expect([100_000, 200_000].map((now) => streak.recordFailure(now))).toEqual([false, false]);
  expect(streak.length).toBe(2);
});

test("starts again with each success", () => {
  const streak = aStreak();
  streak.recordFailure(0);
  streak.recordFailure(0);
  streak.recordSuccess(0);
  expect(streak.length).toBe(0);
  expect([300, 300, 300].map((now) => streak.recordFailure(now))).toEqual([false, false, true]);
});

test("counts on where the rule is off, and never says that it is enough", () => {
  const streak = aStreak(false);
  for (let failures = 0; failures < 100; failures++) expect(streak.recordFailure(failures)).toBe(false);
  expect(streak.length).toBe(100);
});
