import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { summarizeError } from "../../src/errors/error-summary.ts";
import type { HealthSource } from "../../src/aws-health/health-report.ts";
import { RecordedBreakers, noStats } from "./a-recorder.ts";

describe("an outage", () => {
  test("is one incident from its opening to its close, however often a probe failed", () => {
    const breakers = new RecordedBreakers();
    for (let count = 0; count < 5; count++) breakers.fail();
    breakers.open();
    for (let count = 0; count < 3; count++) {
      breakers.clock.advance(1_000);
      breakers.emit("halfOpen");
      breakers.fail();
      breakers.emit("probeFailed", { cause: summarizeError(new Error("still ill")), retryAfterMs: 200 });
    }
    expect(breakers.incidents).toHaveLength(1);
    expect(breakers.incident.toJSON()).toMatchObject({
      status: "ongoing",
      durationMs: 3_000,
      trigger: "consecutive",
      totals: { failures: 8, attempts: 24, retryDelayMs: 640, probesFailed: 3 },
    });
    breakers.emit("halfOpen");
    breakers.close();
    breakers.clock.advance(60_000);
    expect(breakers.incidents).toHaveLength(1);
    const { since, until, ...report } = breakers.incident.toJSON();
    expect(report).toMatchObject({ status: "over", durationMs: 3_000 });
    expect(Date.parse(until ?? "") - Date.parse(since)).toBe(3_000);
    expect(report.timeline.map(({ type }) => type)).toEqual([
      "open",
      ...["halfOpen", "probeFailed", "halfOpen", "probeFailed", "halfOpen", "probeFailed"],
      ...["halfOpen", "close"],
    ]);
    expect(report.timeline[0]?.detail).toBe("InternalFailureException (HTTP 500): Internal failure");
    expect(report.timeline[2]?.detail).toBe("Error: still ill");
  });

  test("tells of each of the last failures what AWS Support looks it up by", () => {
    const breakers = new RecordedBreakers();
    breakers.fail({ requestId: "r-7", durationMs: 90.6 });
    breakers.open();
    expect(breakers.incident.toJSON().failures).toEqual([
      {
        at: new Date(breakers.clock.epochMs()).toISOString(),
        operation: "ListApps",
        type: "failure",
        name: "InternalFailureException",
        message: "Internal failure",
        status: 500,
        requestId: "r-7",
        extendedRequestId: "e-1",
        cfId: "c-1",
        attempts: 3,
        totalRetryDelayMs: 80,
        durationMs: 91,
      },
    ]);
  });

  test("keeps the last twenty failures, and counts all of them by kind", () => {
    const breakers = new RecordedBreakers();
    breakers.open();
    for (let count = 0; count < 30; count++) {
      breakers.fail({ requestId: `r-${count}` });
      breakers.clock.advance(1);
    }
    breakers.fail({}, Object.assign(new Error("no route"), { code: "ECONNREFUSED" }));
    const { failures, errors, otherFailures } = breakers.incident.toJSON();
    expect(failures).toHaveLength(20);
    expect(failures[0]).toMatchObject({ requestId: "r-11" });
    expect(errors).toMatchObject([
      { name: "InternalFailureException", status: 500, count: 30, message: "Internal failure" },
      { name: "Error", code: "ECONNREFUSED", count: 1, message: "no route" },
    ]);
    expect(otherFailures).toBe(0);
    expect(Date.parse(errors[0]?.lastAt ?? "") - Date.parse(errors[0]?.firstAt ?? "")).toBe(29);
  });

  test("has room for twenty kinds of errors, and says how many failures were of others", () => {
    const breakers = new RecordedBreakers();
    breakers.open();
    for (let kind = 0; kind < 25; kind++)
      breakers.fail({}, Object.assign(new Error("no"), { code: `E${kind}` }));
    expect(breakers.incident.toJSON()).toMatchObject({ errors: { length: 20 }, otherFailures: 5 });
  });

  test("does not count a deadline that says nothing against the service", () => {
    const breakers = new RecordedBreakers();
    const timeout = { error: summarizeError(new Error("late")), callId: 1, attempts: 1, durationMs: 9 };
    breakers.emit("timeout", { ...timeout, verdict: "ignored" });
    expect(breakers.recorder.latest(() => true)).toBeUndefined();
    breakers.emit("timeout", { ...timeout, verdict: "failure" });
    expect(breakers.incident.toJSON().failures).toMatchObject([{ type: "timeout", message: "late" }]);
  });

  test("tells how many calls were refused, and how many a fallback answered, from its opening to its close", () => {
    const breakers = new RecordedBreakers();
    breakers.use("ListApps", {}, { rejections: 12, fallbacks: 5 });
    breakers.open({ stats: { ...noStats, rejections: 10, fallbacks: 4 } });
    expect(breakers.incident.toJSON().totals).toMatchObject({ rejections: 2, fallbacks: 1 });
    breakers.close({ stats: { ...noStats, rejections: 110, fallbacks: 54 } });
    expect(breakers.incident.toJSON().totals).toMatchObject({ rejections: 100, fallbacks: 50 });
  });

  test("tells how long good answers took before, and failures since", () => {
    const breakers = new RecordedBreakers();
    for (const durationMs of [300, 100, 200, 9_000]) breakers.fail({ durationMs });
    breakers.open({ stats: { ...noStats, p50Ms: 22.2, p99Ms: 90 } });
    expect(breakers.incident.toJSON().latency).toEqual({
      before: { p50Ms: 22.2, p99Ms: 90 },
      during: { p50Ms: 200, maxMs: 9_000 },
    });
  });

  test("without a failure there is nothing to tell of it", () => {
    const breakers = new RecordedBreakers();
    breakers.open({ trigger: "manual" });
    const report = breakers.incident.toJSON();
    expect(report.latency).toEqual({
      before: { p50Ms: null, p99Ms: null },
      during: { p50Ms: null, maxMs: null },
    });
    expect(report).toMatchObject({ failures: [], errors: [], operations: [], advice: { kind: "other" } });
    expect(report).not.toHaveProperty("reproduction");
  });

  test("that was restored began where it is heard of", () => {
    const breakers = new RecordedBreakers();
    breakers.emit("stateChange", { from: "closed", to: "open" });
    expect(breakers.incident.toJSON()).toMatchObject({ status: "ongoing", timeline: [{ type: "open" }] });
    expect(breakers.incident.toJSON()).not.toHaveProperty("trigger");
    breakers.emit("stateChange", { from: "isolated", to: "open" });
    expect(breakers.incidents).toHaveLength(1);
  });

  test("goes on while the circuit is isolated", () => {
    const breakers = new RecordedBreakers();
    breakers.emit("isolate", { reason: "freeze" });
    expect(breakers.incidents).toEqual([]);
    breakers.open();
    breakers.emit("isolate", { reason: "freeze" });
    breakers.emit("release", { reason: "freeze" });
    expect(breakers.incident.toJSON().timeline).toMatchObject([
      { type: "open" },
      { type: "isolate", detail: "freeze" },
      { type: "release", detail: "freeze" },
    ]);
  });

  test("that only would have been is marked as such", () => {
    const breakers = new RecordedBreakers();
    breakers.open({ dryRun: true });
    expect(breakers.incident.toJSON()).toMatchObject({ dryRun: true });
  });

  test("begins anew after the close, with failures of its own", () => {
    const breakers = new RecordedBreakers();
    breakers.fail();
    breakers.open();
    breakers.close();
    breakers.clock.advance(1_000);
    breakers.fail();
    breakers.open();
    expect(breakers.incidents.map(({ status }) => status)).toEqual(["ongoing", "over"]);
    expect(breakers.incidents.map((incident) => incident.toJSON().totals.failures)).toEqual([1, 1]);
    expect(new Set(breakers.incidents.map(({ id }) => id)).size).toBe(2);
  });
});

describe("what is remembered", () => {
  test("is as many outages as are to be kept, the latest first", () => {
    const breakers = new RecordedBreakers({ keep: 3 });
    for (const circuit of ["A", "B", "C", "D"]) {
      breakers.open({ circuit });
      breakers.close({ circuit });
      breakers.clock.advance(1);
    }
    expect(breakers.incidents.map(({ circuit }) => circuit)).toEqual(["D", "C", "B"]);
  });

  test("is every outage that is on, however many there are, and then as many as are to be kept", () => {
    const breakers = new RecordedBreakers({ keep: 2 });
    const circuits = ["A", "B", "C", "D"];
    for (const circuit of circuits) breakers.open({ circuit });
    expect(breakers.incidents).toHaveLength(4);
    breakers.close({ circuit: "A" });
    expect(breakers.incidents.at(-1)).toMatchObject({ circuit: "A", status: "over" });
    for (const circuit of circuits) breakers.close({ circuit });
    expect(breakers.incidents.map(({ circuit }) => circuit)).toEqual(["D", "C"]);
  });

  test("of outages that never end, a thousand at most", () => {
    const breakers = new RecordedBreakers({ keep: 1 });
    for (let count = 0; count < 1_010; count++) breakers.open({ circuit: `app-${count}` });
    expect(breakers.incidents).toHaveLength(1_000);
  });

  test("is bounded where circuits have any name", () => {
    const breakers = new RecordedBreakers({ keep: 1 });
    for (let count = 0; count < 1_001; count++) breakers.fail({ circuit: `app-${count}` });
    expect(breakers.recorder.latest(({ circuit }) => circuit === "app-0")).toBeUndefined();
    expect(breakers.recorder.latest(({ circuit }) => circuit === "app-1")?.status).toBe("failing");
  });

  test("of a long outage is its beginning and its end", () => {
    const breakers = new RecordedBreakers();
    breakers.open();
    for (let count = 0; count < 100; count++) breakers.emit("halfOpen");
    breakers.close();
    const { timeline, timelineLeftOut } = breakers.incident.toJSON();
    expect(timeline).toHaveLength(50);
    expect(timelineLeftOut).toBe(52);
    expect([timeline[0]?.type, timeline.at(-1)?.type]).toEqual(["open", "close"]);
  });

  test("cannot be changed by who reads it", () => {
    const breakers = new RecordedBreakers();
    breakers.fail({ input: { appId: "d1" } });
    breakers.open();
    const report = breakers.incident.toJSON();
    expect(() => Object.assign(report.totals, { failures: 0 })).toThrow(TypeError);
    expect(() => (report.failures as unknown[]).push(1)).toThrow(TypeError);
  });

  test("is cut to a length that a report has room for", () => {
    const breakers = new RecordedBreakers();
    breakers.fail({}, new Error("long ".repeat(1_000)));
    breakers.open({ cause: summarizeError(new Error("long ".repeat(1_000))) });
    const { failures, timeline } = breakers.incident.toJSON();
    expect(failures[0]?.message).toHaveLength(501);
    expect(timeline[0]?.detail).toHaveLength(501);
  });
});

describe("failures without an outage", () => {
  test("are told as well, and those of ten minutes before are forgotten", () => {
    const breakers = new RecordedBreakers();
    breakers.fail();
    breakers.clock.advance(600_001);
    breakers.fail({ requestId: "r-2" });
    breakers.clock.advance(600_000);
    breakers.fail({ requestId: "r-3" });
    expect(breakers.incident.toJSON()).toMatchObject({
      status: "failing",
      durationMs: 600_000,
      timeline: [],
      failures: [{ requestId: "r-2" }, { requestId: "r-3" }],
      totals: { failures: 2, probesFailed: 0 },
    });
    expect(breakers.incidents).toEqual([]);
  });

  test("are of no interest ten minutes later", () => {
    const breakers = new RecordedBreakers();
    breakers.fail();
    breakers.clock.advance(600_000);
    expect(breakers.incident.status).toBe("failing");
    breakers.clock.advance(1);
    expect(breakers.recorder.latest(() => true)).toBeUndefined();
  });

  test("give way to an outage, the last one too", () => {
    const breakers = new RecordedBreakers();
    breakers.open();
    breakers.close();
    breakers.fail();
    expect(breakers.incident.status).toBe("over");
  });
});

test("of two outages of a circuit's name the one that is on is told", () => {
  const breakers = new RecordedBreakers();
  breakers.open({ region: "eu-west-1" });
  breakers.open({ region: "us-east-1" });
  breakers.close({ region: "us-east-1" });
  expect(breakers.incident.toJSON()).toMatchObject({ region: "eu-west-1", status: "ongoing" });
});

describe("what AWS reports", () => {
  const report = { checkedAt: 7, source: "https://health", status: "nothingReported", events: [] } as const;

  test("is asked when a circuit opens and when a probe fails, for its region, and told when it is known", async () => {
    const asked: object[] = [];
    const look = (place: object): Promise<typeof report> => {
      asked.push(place);
      return Promise.resolve(report);
    };
    const breakers = new RecordedBreakers({ health: { look } });
    breakers.fail();
    expect(asked).toEqual([]);
    breakers.open();
    expect(breakers.incident.toJSON()).not.toHaveProperty("health");
    await nextTurn();
    expect(breakers.incident.toJSON().health).toEqual(report);
    breakers.emit("probeFailed", { retryAfterMs: 1 });
    expect(asked).toEqual([{ region: "eu-west-1" }, { region: "eu-west-1" }]);
  });

  test.each<[string, () => unknown, string]>([
    ["throws", fail, "the health source failed: out"],
    ["rejects", () => Promise.reject(new Error("no line")), "the health source failed: no line"],
    ["answers nonsense", () => 7, "the health source answered 7"],
    ["answers half", () => ({ status: "reported", checkedAt: 1 }), "the health source answered an object"],
  ])("is unknown where the source %s", async (_, look, problem) => {
    const breakers = new RecordedBreakers({ health: { look: look as HealthSource["look"] } });
    breakers.open();
    await nextTurn();
    expect(breakers.incident.toJSON().health).toMatchObject({ status: "unknown", problem });
    expect(breakers.incident.toMarkdown()).toContain(problem);
  });
});

function fail(): never {
  throw new Error("out");
}
