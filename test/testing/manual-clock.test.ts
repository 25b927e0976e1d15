import { describe, expect, test } from "vitest";
import { ManualClock } from "../../src/testing/index.ts";

describe("ManualClock", () => {
  test("stands still until it is told to move", () => {
    const clock = new ManualClock({ nowMs: 5, epochMs: 1_000 });
    expect([clock.now(), clock.epochMs()]).toEqual([5, 1_000]);
    clock.advance(10);
    expect([clock.now(), clock.epochMs()]).toEqual([15, 1_010]);
  });

  test("fires due timers in order of time, and of start where they tie", () => {
    const clock = new ManualClock();
    const fired: string[] = [];
    clock.startTimer(() => fired.push(`late at ${clock.now()}`), 20, true);
    clock.startTimer(() => fired.push(`first at ${clock.now()}`), 10, true);
    clock.startTimer(() => fired.push(`second at ${clock.now()}`), 10, false);
    clock.startTimer(() => fired.push("never"), 21, false);
    clock.advance(20);
    expect(fired).toEqual(["first at 10", "second at 10", "late at 20"]);
    expect(clock.now()).toBe(20);
  });

  test("fires timers that come due while it advances, started by others", () => {
    const clock = new ManualClock();
    const fired: number[] = [];
    const again = () => {
      fired.push(clock.now());
      clock.startTimer(again, 10, true);
    };
    clock.startTimer(again, 10, true);
    clock.advance(35);
    expect(fired).toEqual([10, 20, 30]);
  });

  test("does not fire a cancelled timer, also when another cancels it at the same instant", () => {
    const clock = new ManualClock();
    const fired: string[] = [];
    clock.startTimer(
      () => {
        fired.push("first");
        cancel();
      },
      10,
      true,
    );
    const cancel = clock.startTimer(() => fired.push("second"), 10, true);
    clock.advance(10);
    cancel();
    expect(fired).toEqual(["first"]);
  });

  test("counts the timers that wait, and those that would keep a process running", () => {
    const clock = new ManualClock();
    const cancel = clock.startTimer(() => {}, 1, true);
    clock.startTimer(() => {}, 1, false);
    expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([2, 1]);
    cancel();
    expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  });

  test("jumps like a frozen process: timers fire late, at the next advance", () => {
    const clock = new ManualClock();
    const fired: number[] = [];
    clock.startTimer(() => fired.push(clock.now()), 10, true);
    clock.jump(1_000);
    expect(fired).toEqual([]);
    clock.advance(0);
    expect(fired).toEqual([1_000]);
  });

  test("lets promises settle between timers when it advances asynchronously", async () => {
    const clock = new ManualClock();
    const times: number[] = [];
    const wait = (ms: number) =>
      new Promise<void>((resolve) => {
        clock.startTimer(resolve, ms, true);
      });
    const poll = async () => {
      for (let round = 0; round < 3; round += 1) {
        await wait(10);
        times.push(clock.now());
      }
    };
    const polling = poll();
    await clock.advanceAsync(30);
    await polling;
    expect(times).toEqual([10, 20, 30]);
  });

  test("stands at the callback that threw, and goes on from there", () => {
    const clock = new ManualClock();
    const fired: string[] = [];
    clock.startTimer(
      () => {
        throw new Error("of the callback");
      },
      10,
      true,
    );
    clock.startTimer(() => fired.push("after"), 20, true);
    expect(() => {
      clock.advance(30);
    }).toThrow("of the callback");
    expect(clock.now()).toBe(10);
    clock.advance(10);
    expect(fired).toEqual(["after"]);
  });

  test("counts a delay that is negative or not a number as none, as setTimeout does", () => {
    const clock = new ManualClock();
    let fired = 0;
    clock.startTimer(() => (fired += 1), -5, true);
    clock.startTimer(() => (fired += 1), Number.NaN, true);
    clock.advance(0);
    expect(fired).toBe(2);
  });

  test("ends a timer that restarts itself without delay instead of hanging", () => {
    const clock = new ManualClock();
    const again = () => {
      clock.startTimer(again, 0, true);
    };
    again();
    expect(() => {
      clock.advance(1);
    }).toThrow("restarts itself without a delay");
  });

  test("refuses to go back, or nowhere", async () => {
    const clock = new ManualClock();
    expect(() => {
      clock.advance(-1);
    }).toThrow(new RangeError("ms must be a finite number of at least 0, got -1"));
    expect(() => {
      clock.jump(Infinity);
    }).toThrow(RangeError);
    await expect(clock.advanceAsync(Number.NaN)).rejects.toThrow(RangeError);
    expect(() => new ManualClock({ nowMs: Number.NaN })).toThrow("nowMs must be a finite number, got NaN");
  });
});
