import { expect, test } from "vitest";
import { withDeadline } from "../../src/aws-health/with-deadline.ts";
import { ManualClock } from "../../src/testing/index.ts";

test("gives the task's result, with the timer gone and the signal aborted: nothing of it is left", async () => {
  const clock = new ManualClock();
  let given: AbortSignal | undefined;
  const result = withDeadline(clock, 100, async (signal) => {
    given = signal;
    return signal.aborted;
  });
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  expect(await result).toBe(false);
  expect([clock.pendingTimers, given?.aborted]).toEqual([0, true]);
});

test("fails as the task fails, with nothing left either", async () => {
  const clock = new ManualClock();
  let given: AbortSignal | undefined;
  const result = withDeadline(clock, 100, async (signal) => {
    given = signal;
    throw new RangeError("mine");
  });
  await expect(result).rejects.toThrow(RangeError);
  expect([clock.pendingTimers, given?.aborted]).toEqual([0, true]);
});

test("ends at the deadline, also where the task heeds no signal", async () => {
  const clock = new ManualClock();
  let given: AbortSignal | undefined;
  const result = withDeadline(clock, 100, (signal) => {
    given = signal;
    return new Promise(() => {});
  });
  clock.advance(99);
  expect(given?.aborted).toBe(false);
  clock.advance(1);
  await expect(result).rejects.toThrow("no whole answer came within 100 ms");
  expect(given?.aborted).toBe(true);
});
