import { describe, expect, test } from "vitest";
import { formatAt, formatCount, formatShare } from "../../../src/cli/demo/format.ts";
import { ascending, percentile } from "../../../src/cli/demo/percentile.ts";
import { RateGauge } from "../../../src/cli/demo/rate-gauge.ts";
import { sparkline } from "../../../src/cli/demo/sparkline.ts";
import { countOutcomes, Tally } from "../../../src/cli/demo/tally.ts";
import { formatMs } from "../../../src/cli/format-ms.ts";

describe("percentile", () => {
  test("is the value that so many do not exceed", () => {
    const values = ascending([5, 1, 4, 2, 3]);
    expect([0, 20, 50, 99, 100].map((percent) => percentile(values, percent))).toEqual([1, 1, 3, 5, 5]);
  });

  test("does not exist where there are no values", () => {
    expect(percentile([], 50)).toBeUndefined();
  });

  test("orders numbers as numbers", () => {
    expect(ascending([10, 9, 100])).toEqual([9, 10, 100]);
  });
});

test.each([
  [undefined, "–"],
  [0.04, "< 0.1 ms"],
  [0.1, "0.1 ms"],
  [9.96, "10 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [12_340, "12.34 s"],
])("formats %s milliseconds as %s", (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test("formats points in time, counts and shares", () => {
  expect([formatAt(4_321), formatAt(14_321)]).toEqual(["  4.3 s", " 14.3 s"]);
  expect(formatCount(1_234_567)).toBe("1,234,567");
  expect([formatShare(1 / 16), formatShare(0.75), formatShare(0)]).toEqual(["1/16", "75 %", "0 %"]);
});

test("draws a bar for each value, and nothing for none", () => {
  expect(sparkline([0, 1, 4, 8], 8)).toBe(" ▁▄█");
  expect(sparkline([0, 0], 0)).toBe("  ");
});

describe("a rate gauge", () => {
  test("tells the rate over the last second, and forgets what came before", () => {
    const gauge = new RateGauge(10_000, 10);
    for (let step = 1; step <= 30; step++) gauge.sample(step * 100, Math.min(step, 10) * 20);
    expect(gauge.perSecond).toBe(0);
    gauge.sample(3_100, 250);
    expect(gauge.perSecond).toBe(50);
  });

  test("keeps what each part of the run held, up to now", () => {
    const gauge = new RateGauge(4_000, 4);
    gauge.sample(500, 10);
    gauge.sample(1_500, 15);
    gauge.sample(9_000, 16);
    expect(gauge.history(1_500)).toEqual([10, 5]);
    expect(gauge.history(9_000)).toEqual([10, 5, 0, 1]);
  });
});

test("a tally finds the calls that ended lately, and counts them", () => {
  const tally = new Tally();
  const call = { operation: "GetApp", startMs: 0 } as const;
  for (const endMs of [100, 900, 1_000]) {
    tally.begin();
    tally.settle({ ...call, endMs, outcome: endMs === 1_000 ? "refused" : "answered" });
  }
  tally.begin();
  expect([tally.made, tally.settled.length]).toEqual([4, 3]);
  expect(countOutcomes(tally.endedSince(900))).toEqual({ answered: 1, fallback: 0, refused: 1, failed: 0 });
  expect(tally.endedSince(1_001)).toEqual([]);
});
