import { expect, test } from "vitest";
import { wait } from "../../src/cli/wait.ts";
import { ManualClock } from "../../src/testing/index.ts";

test("ends when its time has come", async () => {
  const clock = new ManualClock();
  const waiting = wait(50, clock);
  expect(clock.pendingTimers).toBe(1);
  clock.advance(50);
  await expect(waiting).resolves.toBeUndefined();
});

test("ends at once, and leaves no timer, when the signal is aborted", async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const waiting = wait(50, clock, controller.signal);
  controller.abort();
  await waiting;
  await wait(50, clock, controller.signal);
  expect(clock.pendingTimers).toBe(0);
});
