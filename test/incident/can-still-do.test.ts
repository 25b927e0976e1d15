import { describe, expect, test } from "vitest";
import type { CircuitState } from "../../src/events/circuit-state.ts";
import { canStillDo } from "../../src/incident/can-still-do.ts";
import { FailureLog } from "../../src/incident/failure-log.ts";
import type { Neighbour } from "../../src/incident/incident-report.ts";

function logOf(...operations: readonly string[]): FailureLog {
  const log = new FailureLog();
  for (const operation of operations) {
    const facts = { circuit: operation, at: 0, callId: 1, durationMs: 5, attempts: 1 };
    log.add({ type: "failure", operation, ...facts });
  }
  return log;
}

const reach = { verdict: "unknown", sentence: "", neighbours: [] as Neighbour[] } as const;

function advised(given: Partial<Parameters<typeof canStillDo>[0]>): string[] {
  const situation = { isOver: false, state: "open", retryAfterMs: 99.2, fallbacks: 0 } as const;
  return canStillDo({ ...situation, reach, log: logOf("StopJob"), ...given });
}

test.each<[CircuitState | null, RegExp]>([
  [
    "open",
    /^Wait: the next call is let through in 100 ms; breakers\.whenAvailable\("StopJob"\) resolves then\.$/,
  ],
  ["halfOpen", /it is the probe/],
  ["isolated", /release\(\)/],
  ["closed", /^Calls are let through\.$/],
])("a circuit that is %s has a way on", (state, way) => {
  expect(advised({ state })[0]).toMatch(way);
});

test("where nobody can tell when the next call goes, it is soon", () => {
  expect(advised({ state: null, retryAfterMs: null })[0]).toContain("let through soon");
});

test("what works is named", () => {
  const works = { circuit: "GetApp", condition: "works", successes: 1, failures: 0 } as const;
  const fails = { circuit: "GetJob", condition: "failing", successes: 0, failures: 1 } as const;
  expect(advised({ reach: { ...reach, neighbours: [fails, works] } })).toContain(
    "Go on with what works: GetApp.",
  );
});

describe("a fallback", () => {
  test("that answers is told of", () => {
    expect(advised({ fallbacks: 3 }).join(" ")).toContain("fallbackOf()");
  });

  test("is suggested where reads fail without one, and not for writes", () => {
    expect(advised({ log: logOf("ListApps") }).join(" ")).toContain("lastKnownGood()");
    expect(advised({}).join(" ")).not.toContain("lastKnownGood()");
    expect(advised({ log: logOf("ListApps"), fallbacks: 1 }).join(" ")).not.toContain("lastKnownGood()");
  });
});

test("a write that failed may have taken effect all the same, also when all is over", () => {
  const log = logOf("StartJob", "ListApps", "StartJob");
  expect(advised({ log, isOver: true })).toEqual([
    "Nothing more: calls are let through again.",
    "Before repeating StartJob, look whether a call that failed or timed out took effect all the same.",
  ]);
});

test("reads alone need no look", () => {
  expect(advised({ log: logOf("ListApps"), isOver: true })).toHaveLength(1);
});
