import { expect, test } from "vitest";
import type { MeasuredRun } from "../../../benchmarks/outage/measured-run.ts";
import { totalsOf } from "../../../benchmarks/outage/total.ts";
import { aRun } from "./a-run.ts";

const runs: readonly MeasuredRun[] = [
  aRun({
    callsLost: 3,
    requestsInFault: 10,
    clients: 2,
    waitMs: { p50: 1, p99: 5, max: 9 },
    openWaitsMs: [0.1, 0.2],
  }),
  aRun({
    callsLost: 4,
    requestsInFault: 12,
    clients: 2,
    waitMs: { p50: 3, p99: 7, max: 8 },
    repetition: 1,
    openWaitsMs: [0.3],
  }),
  aRun({ callsPerSecond: 10, callsLost: 100 }),
  aRun({ subject: "ours", callsLost: 100 }),
];

test("repetitions are added up, and nothing else is", () => {
  const totals = totalsOf(runs);
  expect(totals).toHaveLength(3);
  expect(totals[0]).toMatchObject({
    clientRuns: 4,
    callsLost: 7,
    requestsInFault: 22,
    openWaitsMs: [0.1, 0.2, 0.3],
  });
  expect(totals[0]?.waitMs).toEqual({ p50: 2, p99: 6, max: 9 });
});

test("recovery is that of the client in the middle, and of the slowest", () => {
  const recoveries = [100, 900, 300].map((firstGoodAfterMs) => ({
    openedAfterMs: undefined,
    firstGoodAfterMs,
    good99AfterMs: 1,
  }));
  const [total] = totalsOf([aRun({ recoveries }), aRun({ recoveries: recoveries.slice(2), repetition: 1 })]);
  expect(total?.recovery).toEqual({ openedAfterMs: undefined, firstGoodAfterMs: 300, good99AfterMs: 1 });
  expect(total?.slowestFirstGoodMs).toBe(900);
});

test("a client that never came back is the slowest", () => {
  const never = { openedAfterMs: 1, firstGoodAfterMs: undefined, good99AfterMs: undefined };
  expect(totalsOf([aRun({ recoveries: [never] })])[0]?.slowestFirstGoodMs).toBeUndefined();
});
