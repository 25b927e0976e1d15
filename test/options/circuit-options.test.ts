import { describe, expect, test } from "vitest";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import type { CallOptions } from "../../src/options/breaker-options.ts";
import { Settings } from "../../src/options/settings.ts";
import { messageOf } from "./message-of.ts";

const kept = lastKnownGood();

/** A good value for every option that belongs to a circuit. */
const ofCircuits = {
  consecutiveFailures: false,
  failureSpanMs: 1,
  errorThresholdPercentage: 1,
  volumeThreshold: 1,
  rollingCountTimeout: 1,
  rollingCountBuckets: 1,
  slowCall: { durationMs: 1 },
  resetTimeout: 1,
  resetBackoff: {},
  halfOpenProbes: 2,
  rampUpMs: 1,
  capacity: 1,
  queue: false,
  maxWaiting: 1,
  enabled: false,
} satisfies CallOptions;
const ofCalls = {
  timeout: 1,
  maxWaitMs: 1,
  count: "attempts",
  retryThrottled: true,
  coalesce: true,
  classify: () => "ignored",
  fallback: kept,
  fallbackTimeoutMs: 1,
} satisfies CallOptions;

describe("circuits that operations share", () => {
  const groupings = [
    ["service", "service", '"service"'],
    ["a function", () => "all", "a function"],
  ] as const;

  describe.each(groupings)("by %s", (_title, circuit, described) => {
    test.each(Object.entries(ofCircuits))("have no %s of a single operation", (name, value) => {
      const operations = { ListApps: { [name]: value } };
      const message =
        `${name} belongs to a circuit, which operations share where circuit is ${described}; ` +
        "set it for all operations";

      expect(messageOf(() => new Settings({ circuit, operations }))).toBe(
        `TypeError: option operations.ListApps.${message}`,
      );
      expect(messageOf(() => new Settings({ circuit }).configure("ListApps", { [name]: value }))).toBe(
        `TypeError: configure("ListApps"): option ${message}`,
      );
      expect(messageOf(() => new Settings({ circuit, [name]: value }))).toBeUndefined();
      expect(messageOf(() => new Settings({ operations }))).toBeUndefined();
    });

    test("leave calls the options of their own", () => {
      const settings = new Settings({
        circuit,
        operations: { ListApps: { ...ofCalls, capacity: undefined } },
      });

      expect(settings.forOperation("ListApps")).toMatchObject(ofCalls);
    });

    test("have the options for all, without what is for reads only", () => {
      const settings = new Settings({
        circuit,
        capacity: 3,
        coalesce: true,
        fallback: kept,
        operations: { ListApps: { timeout: 5 } },
      });

      expect(settings.forCircuit()).toMatchObject({
        capacity: 3,
        timeout: 30_000,
        coalesce: false,
        fallback: undefined,
        enabled: true,
      });
      expect(settings.forCircuit()).toBe(settings.forCircuit());
      settings.configure("*", { capacity: 4 });
      expect(settings.forCircuit().capacity).toBe(4);
    });
  });

  test("every option belongs to a circuit or to a call", () => {
    expect(Object.keys({ ...ofCircuits, ...ofCalls }).toSorted()).toEqual(
      Object.keys(new Settings().forCircuit()).toSorted(),
    );
  });
});
