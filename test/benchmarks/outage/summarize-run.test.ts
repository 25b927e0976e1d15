import { expect, test } from "vitest";
import { blip50, outage1, outage60 } from "../../../benchmarks/outage/scenarios.ts";
import { medianOrNever, summarizeRun, type RunLog } from "../../../benchmarks/outage/summarize-run.ts";
import { aCall, aServed, aStruck, someCalls } from "./a-log.ts";
import { aSpec } from "./a-spec.ts";

function summarize(log: Partial<RunLog>): ReturnType<typeof summarizeRun> {
  return summarizeRun({
    subject: "raw",
    spec: aSpec({ scenario: outage1 }),
    calls: [],
    requests: [],
    states: [],
    driver: { busyShare: 0.1, delayP99Ms: 1 },
    ...log,
  });
}

test("requests count that arrived while the service was sick", () => {
  const requests = [aServed(-1), aStruck(0), aServed(500), aStruck(999), aServed(1_000)];
  expect(summarize({ requests }).requestsInFault).toBe(3);
});

test("lost is what was due since the fault began and got neither answer nor fallback", () => {
  const calls = [
    aCall(-10, "lost"),
    aCall(0, "lost"),
    aCall(1, "refused"),
    aCall(2, "pending"),
    aCall(3, "fallback"),
    aCall(2_000, "lost"),
    aCall(4, "lost", { isSick: false }),
  ];
  expect(summarize({ calls })).toMatchObject({
    callsLost: 4,
    callsByFallback: 1,
    otherLost: 1,
    otherCalls: 1,
  });
});

test("waits count from when a call was due, for those due while the service was sick", () => {
  const waits = [10, 20, 30].map((waitMs, index) =>
    aCall(index, "good", { endMs: index + waitMs, wokenMs: 9 }),
  );
  const later = aCall(1_000, "good", { endMs: 9_000 });
  expect(summarize({ calls: [...waits, later] }).waitMs).toEqual({ p50: 20, p99: 29.8, max: 30 });
});

test("a fault too short for any call made nobody wait", () => {
  const { waitMs } = summarize({ spec: aSpec({ scenario: blip50 }), calls: [aCall(60)] });
  expect(waitMs).toEqual({ p50: 0, p99: 0, max: 0 });
});

test("while open: calls that were not sent, from when the process woke up", () => {
  const open = { state: "open", wokenMs: 1, endMs: 1.5 } as const;
  const calls = [
    aCall(0, "refused", open),
    aCall(0, "fallback", open),
    aCall(0, "lost", { ...open, endMs: 300 }),
    aCall(0, "refused", { ...open, state: "closed", endMs: 400 }),
  ];
  expect(summarize({ calls })).toMatchObject({ openP99Ms: 0.5, openWaitsMs: [0.5, 0.5] });
  expect(summarize({ calls: [] }).openP99Ms).toBeUndefined();
});

test("refused though healthy is what was refused after the healing", () => {
  const calls = [aCall(970, "refused"), aCall(990, "refused"), aCall(1_500, "refused"), aCall(1_600, "lost")];
  expect(summarize({ calls }).healthyRefused).toBe(2);
});

test("each client recovers for itself, and the run has the median", () => {
  const requests = [aServed(1_000, 0), aServed(1_100, 1), aServed(1_900, 2)];
  const { recoveries, firstGoodAfterMs } = summarize({
    spec: aSpec({ scenario: outage1, clients: 3 }),
    requests,
  });
  expect(recoveries.map((recovery) => recovery.firstGoodAfterMs)).toEqual([20, 120, 920]);
  expect(firstGoodAfterMs).toBe(120);
});

test("a median that half of all never reached is never reached", () => {
  expect(medianOrNever([1, undefined, 3])).toBe(3);
  expect(medianOrNever([1, undefined])).toBeUndefined();
  expect(medianOrNever([])).toBeUndefined();
});

test("bins are a tenth of a second wide, and a second in a long outage", () => {
  const calls = someCalls(5, { fromMs: -1_000, everyMs: 1_000 });
  expect(summarize({ calls }).series[1]?.atMs).toBe(-1_900);
  expect(summarize({ calls, spec: aSpec({ scenario: outage60 }) }).series[1]?.atMs).toBe(-1_000);
});

test("states are those of the first client", () => {
  const states = [
    { client: 1, atMs: 5, state: "open" },
    { client: 0, atMs: 7, state: "open" },
  ] as const;
  expect(summarize({ states, spec: aSpec({ clients: 2 }) }).states).toEqual([{ atMs: 7, state: "open" }]);
});
