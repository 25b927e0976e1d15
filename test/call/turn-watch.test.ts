import { expect, test, vi } from "vitest";
import { TurnWatch } from "../../src/call/turn-watch.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

test("tells when the event loop has turned, once, with a timer that holds no process open", () => {
  const clock = new ManualClock();
  const turned = vi.fn();
  new TurnWatch(clock).start({ turned });
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  expect(turned).not.toHaveBeenCalled();
  clock.advance(0);
  clock.advance(10);
  expect(turned.mock.calls).toHaveLength(1);
});

test("tells nothing after it was stopped, and leaves no timer", () => {
  const clock = new ManualClock();
  const turned = vi.fn();
  const watch = new TurnWatch(clock);
  watch.start({ turned });
  watch.start({ turned });
  expect(clock.pendingTimers).toBe(1);
  watch.stop();
  expect(clock.pendingTimers).toBe(0);
  clock.advance(10);
  expect(turned).not.toHaveBeenCalled();
});
