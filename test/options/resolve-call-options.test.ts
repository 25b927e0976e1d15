import { describe, expect, test } from "vitest";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { Settings } from "../../src/options/settings.ts";
import { messageOf } from "./message-of.ts";

describe("members that belong together", () => {
  test.each<[string, BreakerOptions, object]>([
    [
      "slowCall has a default for its share",
      { slowCall: { durationMs: 5 } },
      { slowCall: { durationMs: 5, thresholdPercentage: 50 } },
    ],
    [
      "slowCall of an operation keeps what it leaves out",
      {
        slowCall: { durationMs: 5, thresholdPercentage: 30 },
        operations: { ListApps: { slowCall: { durationMs: 9, thresholdPercentage: undefined } } },
      },
      { slowCall: { durationMs: 9, thresholdPercentage: 30 } },
    ],
    [
      "slowCall may be off for an operation",
      { slowCall: { durationMs: 5 }, operations: { ListApps: { slowCall: false } } },
      { slowCall: false },
    ],
    [
      "slowCall may be on for an operation only",
      { slowCall: false, operations: { ListApps: { slowCall: { durationMs: 5 } } } },
      { slowCall: { durationMs: 5, thresholdPercentage: 50 } },
    ],
    [
      "a queue may be off for an operation, with its capacity",
      {
        capacity: 2,
        queue: { size: 3, maxWaitMs: 4 },
        operations: { ListApps: { capacity: false, queue: false } },
      },
      { capacity: false, queue: false },
    ],
    [
      "a queue of an operation may use the capacity for all",
      { capacity: 2, operations: { ListApps: { queue: { size: 3, maxWaitMs: 4 } } } },
      { capacity: 2, queue: { size: 3, maxWaitMs: 4 } },
    ],
  ])("%s", (_title, options, expected) => {
    expect(new Settings(options).forOperation("ListApps")).toMatchObject(expected);
  });

  test("merge where an operation gives one of two", () => {
    const options = {
      capacity: 2,
      slowCall: { durationMs: 5 },
      queue: { size: 3, maxWaitMs: 4 },
      operations: { ListApps: { slowCall: { thresholdPercentage: 10 }, queue: { size: 8 } } },
    };

    expect(new Settings(options as BreakerOptions).forOperation("ListApps")).toMatchObject({
      slowCall: { durationMs: 5, thresholdPercentage: 10 },
      queue: { size: 8, maxWaitMs: 4 },
    });
  });

  test("are frozen, and no reference to what was given is kept", () => {
    const slowCall = { durationMs: 5 };
    const queue = { size: 3, maxWaitMs: 4 };
    const { forOperation } = new Settings({ capacity: 2, slowCall, queue });
    Object.assign(slowCall, { durationMs: 99 });
    Object.assign(queue, { size: 99 });

    const resolved = forOperation("ListApps");
    expect(resolved).toMatchObject({ slowCall: { durationMs: 5 }, queue: { size: 3 } });
    expect(Object.isFrozen(resolved.slowCall)).toBe(true);
    expect(Object.isFrozen(resolved.queue)).toBe(true);
  });

  test.each([
    [
      { slowCall: {} },
      "TypeError: option slowCall.durationMs must be a number of milliseconds from 1 to 2147483647; got undefined",
    ],
    [
      { operations: { ListApps: { slowCall: { thresholdPercentage: 3 } } } },
      "TypeError: option operations.ListApps.slowCall.durationMs must be a number of milliseconds from 1 to 2147483647; got undefined",
    ],
    [
      { slowCall: { durationMs: 1, thresholdPercentage: 0 } },
      "RangeError: option slowCall.thresholdPercentage must be a number above 0 and at most 100; got 0",
    ],
    [
      { capacity: 1, queue: { maxWaitMs: 1 } },
      "TypeError: option queue.size must be a whole number from 1 to 1000000; got undefined",
    ],
    [
      { capacity: 1, queue: { size: 1 } },
      "TypeError: option queue.maxWaitMs must be a number of milliseconds from 1 to 2147483647; got undefined",
    ],
    [
      { queue: { size: 1, maxWaitMs: 1 } },
      "TypeError: option queue needs a capacity, over which calls wait in it; capacity is false",
    ],
    [
      { capacity: 1, queue: { size: 1, maxWaitMs: 1 }, operations: { ListApps: { capacity: false } } },
      "TypeError: option operations.ListApps.queue needs a capacity, over which calls wait in it; capacity is false",
    ],
  ])("%o is refused", (options, message) => {
    expect(messageOf(() => new Settings(options as BreakerOptions))).toBe(message);
  });
});
