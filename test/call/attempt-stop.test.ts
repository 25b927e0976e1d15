import { TurnWatch } from "../../src/call/turn-watch.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { expect, test, vi } from "vitest";
import { AttemptStop } from "../../src/call/attempt-stop.ts";
import { Attempts } from "../../src/call/attempts.ts";

test("aborts the signal that was given out, with the reason", () => {
  const stop = new AttemptStop(new Attempts(new TurnWatch(new ManualClock())));
  const onAbort = vi.fn();
  stop.signal.addEventListener("abort", onAbort);
  expect([stop.isStopped, stop.signal.aborted]).toEqual([false, false]);
  stop.stop("enough");
  expect([stop.isStopped, stop.signal.aborted, stop.signal.reason]).toEqual([true, true, "enough"]);
  stop.stop("again");
  expect(onAbort).toHaveBeenCalledOnce();
  expect(stop.signal.reason).toBe("enough");
});

test("shows who asks for the signal too late one that is aborted", () => {
  const stop = new AttemptStop(new Attempts(new TurnWatch(new ManualClock())));
  stop.stop("enough");
  stop.stop("again");
  expect([stop.signal.aborted, stop.signal.reason]).toEqual([true, "enough"]);
  expect(stop.signal).toBe(stop.signal);
});

test("knows whether there is an attempt to stop", () => {
  const attempts = new Attempts(new TurnWatch(new ManualClock()));
  const stop = new AttemptStop(attempts);
  expect(stop.isAttempting).toBe(false);
  attempts.start(0, 0);
  expect(stop.isAttempting).toBe(true);
  attempts.succeeded(1);
  expect(stop.isAttempting).toBe(false);
});
