import { describe, expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import type { BreakerOptions, CallOptions } from "../../src/options/breaker-options.ts";
import { checkPatch, mergePatches, Settings } from "../../src/options/settings.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { messageOf } from "./message-of.ts";

const answer = (): undefined => undefined;
const kept = lastKnownGood();

describe("what is for all operations only", () => {
  test("has defaults", () => {
    expect(new Settings()).toMatchObject({
      clock: systemClock,
      random: Math.random,
      circuit: "operation",
      maxCircuits: 500,
      serviceThreshold: false,
    });
  });

  test("is what was given", () => {
    const given = { circuit: () => "one", maxCircuits: 3, serviceThreshold: 4, random: () => 0 };

    expect(new Settings(given)).toMatchObject(given);
    expect(new Settings({ circuit: "service" }).circuit).toBe("service");
  });

  test.each([
    [
      { circuit: "app" },
      'RangeError: option circuit must be "operation" or "service", or a function; got "app"',
    ],
    [
      { circuit: null },
      'TypeError: option circuit must be "operation" or "service", or a function; got null',
    ],
    [{ maxCircuits: 0 }, "RangeError: option maxCircuits must be a whole number from 1 to 1000000; got 0"],
    [
      { serviceThreshold: true },
      "TypeError: option serviceThreshold must be a whole number from 1 to 1000, or false; got true",
    ],
    [
      { circuit: "service", serviceThreshold: 3 },
      'TypeError: option serviceThreshold counts open circuits, and circuit: "service" makes one only; got 3',
    ],
  ])("%o is refused", (options, message) => {
    expect(messageOf(() => new Settings(options as BreakerOptions))).toBe(message);
  });

  test("a threshold that is off goes with one circuit for the service", () => {
    for (const serviceThreshold of [false, undefined] as const) {
      expect(new Settings({ circuit: "service", serviceThreshold }).serviceThreshold).toBe(false);
    }
  });
});

describe("forOperation", () => {
  test("gives the same frozen object until something changes", () => {
    const settings = new Settings({ operations: { StartJob: { timeout: 1 } } });
    const { forOperation } = settings;

    for (const operation of [...operationNames, "Unknown", "ListFutureThings"]) {
      expect(forOperation(operation)).toBe(settings.forOperation(operation));
      expect(Object.isFrozen(forOperation(operation))).toBe(true);
    }
  });

  test("gives one and the same for all operations that are not in our table", () => {
    const { forOperation } = new Settings();

    expect(forOperation("ListFutureThings")).toBe(forOperation("DeleteFutureThings"));
    expect(forOperation("ListFutureThings")).toMatchObject({ enabled: true, coalesce: false });
  });
});

describe("configure", () => {
  test("changes one operation, and leaves the others the very same", () => {
    const settings = new Settings({ timeout: 9, operations: { StartJob: { timeout: 8 } } });
    const names = ["GetApp", "StartJob", "Unknown", "ListFutureThings"];
    const before = names.map(settings.forOperation);
    const shared = settings.forCircuit();

    settings.configure("ListApps", { timeout: 6 });
    settings.configure("ListApps", { timeout: 7, resetTimeout: undefined });

    expect(settings.forOperation("ListApps")).toEqual({ ...before[0], timeout: 7 });
    expect(settings.forOperation("ListApps")).toBe(settings.forOperation("ListApps"));
    for (const [index, name] of names.entries()) expect(settings.forOperation(name)).toBe(before[index]);
    expect(settings.forCircuit()).toBe(shared);
  });

  test("changes all operations, over which an operation's own setting wins", () => {
    const settings = new Settings({ timeout: 9, operations: { StartJob: { timeout: 8 } } });
    settings.configure("GetApp", { timeout: 7 });

    settings.configure("*", { timeout: 6, volumeThreshold: 5 });

    const timeouts = ["ListApps", "StartJob", "GetApp", "Unknown", "ListFutureThings"].map(
      (name) => settings.forOperation(name).timeout,
    );
    expect(timeouts).toEqual([6, 8, 7, 6, 6]);
    expect(settings.forOperation("StartJob").volumeThreshold).toBe(5);
    expect(settings.forOperation("Unknown").enabled).toBe(false);
  });

  test("changes what it did before once more, and merges objects", () => {
    const settings = new Settings({ resetBackoff: { jitter: 0 } });
    settings.configure("ListApps", { resetBackoff: { factor: 2 }, timeout: 7 });
    settings.configure("ListApps", { resetBackoff: { maxMs: 5_000, factor: undefined } });
    settings.configure("*", { resetBackoff: { jitter: 1 } });

    const { resetBackoff, timeout } = settings.forOperation("ListApps");
    expect(resetBackoff).toEqual({ factor: 2, maxMs: 5_000, jitter: 1 });
    expect(timeout).toBe(7);
  });

  test("keeps no reference to the patch", () => {
    const settings = new Settings();
    const patch = { timeout: 7, resetBackoff: { factor: 2 } };
    settings.configure("*", patch);
    Object.assign(patch.resetBackoff, { factor: 3 });

    expect(settings.forOperation("GetApp").resetBackoff.factor).toBe(2);
    expect(settings.forOperation("StartJob")).toMatchObject({ timeout: 7, resetBackoff: { factor: 2 } });
  });

  const wrong: [string, unknown, string][] = [
    [
      "ListApps",
      { timeout: 1, volumeThreshold: 0 },
      'RangeError: configure("ListApps"): option volumeThreshold must be a whole number from 1 to 1000000; got 0',
    ],
    [
      "*",
      { timeout: 1, timeOut: 1 },
      'TypeError: configure("*"): options has no member "timeOut"; did you mean timeout?',
    ],
    ["*", 3, 'TypeError: configure("*"): options must be a plain object; got 3'],
    [
      "*",
      { timeout: 1, resetBackoff: { max: 1 } },
      'TypeError: configure("*"): option resetBackoff has no member "max"; did you mean maxMs?',
    ],
    [
      "ListApps",
      { timeout: 1, resetTimeout: 5_000 },
      'RangeError: configure("ListApps"): option resetBackoff.maxMs must be at least resetTimeout (5000); got 3000',
    ],
    [
      "*",
      { timeout: 1, resetTimeout: 4_000 },
      'RangeError: configure("*"): option operations.ListApps.resetBackoff.maxMs must be at least resetTimeout (4000); got 3000',
    ],
    [
      "*",
      { timeout: 1, queue: { size: 1, maxWaitMs: 1 } },
      'TypeError: configure("*"): option queue needs a capacity, over which calls wait in it; capacity is false',
    ],
    [
      "StartJob",
      { timeout: 1, coalesce: true },
      'TypeError: configure("StartJob"): option coalesce must be false for StartJob, which is no read: two calls mean two requests',
    ],
    [
      "ListApp",
      { timeout: 1 },
      'TypeError: configure(): there is no Amplify operation "ListApp"; did you mean ListApps? ("*" means all of them)',
    ],
  ];

  test.each(wrong)("refuses for %s %o, and nothing changes", (target, patch, message) => {
    const settings = new Settings({ operations: { ListApps: { resetBackoff: { maxMs: 3_000 } } } });
    const names = [...operationNames, "Unknown", "ListFutureThings"];
    const before = names.map(settings.forOperation);

    expect(messageOf(() => settings.configure(target as "*", patch as CallOptions))).toBe(message);
    for (const [index, name] of names.entries()) expect(settings.forOperation(name)).toBe(before[index]);
  });

  test("lets somebody else refuse, who is shown what would be", () => {
    const settings = new Settings({ timeout: 9 });
    const seen: unknown[] = [];
    const confirm = (isFine: boolean) => () =>
      settings.configure("*", { timeout: 8 }, (resolvePatched) => {
        seen.push(resolvePatched("GetApp", {}).timeout, resolvePatched(undefined, { capacity: 1 }));
        if (!isFine) throw new TypeError("not now");
      });

    expect(confirm(false)).toThrow(new TypeError("not now"));
    expect(settings.forOperation("GetApp").timeout).toBe(9);
    confirm(true)();
    expect(settings.forOperation("GetApp").timeout).toBe(8);
    expect(seen).toEqual([8, { ...settings.forCircuit(), capacity: 1 }, 8, expect.anything()]);
  });
});

describe("resolvePatched", () => {
  const settings = new Settings({
    timeout: 9,
    slowCall: { durationMs: 5 },
    operations: { ListApps: { timeout: 8, resetBackoff: { maxMs: 3_000 } } },
  });

  test("puts one more layer on an operation's options, or on those for all", () => {
    const patch: CallOptions = { capacity: 4, timeout: undefined, slowCall: { durationMs: 6 } };
    const patched = { capacity: 4, slowCall: { durationMs: 6, thresholdPercentage: 50 } };

    expect(settings.resolvePatched("ListApps", patch)).toEqual({
      ...settings.forOperation("ListApps"),
      ...patched,
    });
    expect(settings.resolvePatched("ListFutureThings", patch)).toMatchObject({ timeout: 9, ...patched });
    expect(settings.resolvePatched(undefined, patch)).toEqual({ ...settings.forCircuit(), ...patched });
    expect(Object.isFrozen(settings.resolvePatched("ListApps", patch))).toBe(true);
  });

  test("gives reads what is for them only", () => {
    const patch: CallOptions = { coalesce: true, fallback: kept };

    expect(settings.resolvePatched("GetApp", patch)).toMatchObject(patch);
    for (const operation of ["StartJob", "ListFutureThings", undefined]) {
      expect(settings.resolvePatched(operation, patch)).toMatchObject({
        coalesce: false,
        fallback: undefined,
      });
    }
  });

  test("never lets a call without a name be refused", () => {
    expect(settings.resolvePatched("Unknown", { enabled: true, capacity: 1 }).enabled).toBe(false);
  });

  test("gives the very options where the patch sets nothing", () => {
    expect(settings.resolvePatched("ListApps", {})).toBe(settings.forOperation("ListApps"));
    expect(settings.resolvePatched(undefined, { timeout: undefined })).toBe(settings.forCircuit());
  });

  test("refuses what does not go together, and says where it came from", () => {
    const patch = { resetTimeout: 4_000 };
    const message = "option resetBackoff.maxMs must be at least resetTimeout (4000); got 3000";

    expect(messageOf(() => settings.resolvePatched("ListApps", patch))).toBe(`RangeError: ${message}`);
    expect(messageOf(() => settings.resolvePatched("ListApps", patch, "there"))).toBe(
      `RangeError: there: ${message}`,
    );
  });
});

describe("checkPatch", () => {
  test("gives a copy of what is set", () => {
    const patch = { timeout: 5, capacity: undefined, resetBackoff: { factor: 2, jitter: undefined } };
    const checked = checkPatch("there", "ListApps", patch);

    expect(checked).toStrictEqual({ timeout: 5, resetBackoff: { factor: 2 } });
    expect(checked.resetBackoff).not.toBe(patch.resetBackoff);
  });

  test("refuses for a write what is for reads only, and takes it for a shared circuit", () => {
    expect(messageOf(() => checkPatch("there", "StartJob", { fallback: kept }))).toMatch(
      /^TypeError: there: option fallback must not be lastKnownGood\(\) for StartJob, /,
    );
    expect(checkPatch("there", undefined, { fallback: kept }).fallback).toBe(kept);
  });

  test("names what is wrong, and where", () => {
    expect(messageOf(() => checkPatch("there", "ListApps", { timeout: 0 }))).toMatch(
      /^RangeError: there: option timeout must be /,
    );
    expect(messageOf(() => checkPatch("there", "ListApps", { circuit: "service" } as CallOptions))).toMatch(
      /^TypeError: there: options has no member "circuit"; /,
    );
  });

  const noObjects = hostileValues.filter(([, value]) => value === null || typeof value !== "object");

  test.each(noObjects)("refuses %s", (_title, value) => {
    expect(messageOf(() => checkPatch("there", "ListApps", value as CallOptions))).toMatch(
      /^TypeError: there: options must be a plain object; got /,
    );
  });
});

describe("mergePatches", () => {
  test.each<[CallOptions, CallOptions, CallOptions]>([
    [{ timeout: 1, capacity: 2 }, { timeout: 3 }, { timeout: 3, capacity: 2 }],
    [{ timeout: 1 }, { timeout: undefined }, { timeout: 1 }],
    [{ timeout: 1 }, { timeout: false }, { timeout: false }],
    [
      { resetBackoff: { factor: 1, jitter: 1 } },
      { resetBackoff: { factor: 2, jitter: undefined } },
      { resetBackoff: { factor: 2, jitter: 1 } },
    ],
    [{ queue: { size: 1, maxWaitMs: 2 } }, { queue: false }, { queue: false }],
    [{ slowCall: false }, { slowCall: { durationMs: 2 } }, { slowCall: { durationMs: 2 } }],
    [{ fallback: kept }, { fallback: answer }, { fallback: answer }],
    [{ fallback: answer }, { fallback: kept }, { fallback: kept }],
  ])("of %o and %o is %o", (earlier, later, merged) => {
    expect(mergePatches(earlier, later)).toStrictEqual(merged);
  });

  test("changes neither of the two", () => {
    const earlier = Object.freeze({ resetBackoff: Object.freeze({ factor: 1 }) });
    const later = Object.freeze({ resetBackoff: Object.freeze({ jitter: 1 }) });

    expect(mergePatches(earlier, later)).toEqual({ resetBackoff: { factor: 1, jitter: 1 } });
  });
});
