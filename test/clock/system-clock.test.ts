import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/clock/system-clock.ts";

const longestMs = 2 ** 31 - 1;

describe("the time of the system clock", () => {
  test("is a monotonic time, and the epoch's for people", () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const [started, at] = [systemClock.now(), systemClock.epochMs()];

    vi.advanceTimersByTime(250);
    vi.setSystemTime(0);

    expect(at).toBe(1_000_000);
    expect(systemClock.epochMs()).toBe(0);
    expect(systemClock.now() - started).toBe(250);
    vi.useRealTimers();
  });

  test("cannot be bent for everybody", () => {
    expect(Object.isFrozen(systemClock)).toBe(true);
  });
});

describe("a timer of the system clock", () => {
  const callback = vi.fn<() => void>();

  beforeEach(() => {
    callback.mockClear();
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test("fires once, when its time has come", () => {
    systemClock.startTimer(callback, 100, true);

    vi.advanceTimersByTime(99);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(callback).toHaveBeenCalledOnce();
  });

  test("does not fire once cancelled, and may be cancelled again, also after it fired", () => {
    const cancel = systemClock.startTimer(callback, 100, true);
    cancel();
    cancel();
    vi.advanceTimersByTime(200);
    expect(callback).not.toHaveBeenCalled();

    const cancelLate = systemClock.startTimer(callback, 100, true);
    vi.advanceTimersByTime(100);
    cancelLate();
    expect(callback).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([longestMs + 1, Infinity])(
    "of %d ms waits as long as a timer can, and does not fire at once",
    (delayMs) => {
      systemClock.startTimer(callback, delayMs, true);

      vi.advanceTimersByTime(longestMs - 1);
      expect(callback).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(callback).toHaveBeenCalledOnce();
    },
  );
});

test.each([true, false])("a timer keeps the process running only where it is told to: %o", (keepsAlive) => {
  const pending = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = pending();

  const cancel = systemClock.startTimer(() => {}, 60_000, keepsAlive);
  const during = pending();
  cancel();

  expect(during - before).toBe(keepsAlive ? 1 : 0);
});
