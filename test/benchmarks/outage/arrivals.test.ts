import { expect, test } from "vitest";
import { planArrivals } from "../../../benchmarks/outage/arrivals.ts";
import { quantile } from "../../../benchmarks/harness/quantile.ts";
import { aSpec } from "./a-spec.ts";

const spec = aSpec({ callsPerSecond: 100, clients: 3, warmUpMs: 60_000, watchMs: [0, 59_800] });

test("arrivals are the same for the same seed, and others for another", () => {
  expect(planArrivals(spec)).toEqual(planArrivals(spec));
  expect(planArrivals({ ...spec, seed: 2 })).not.toEqual(planArrivals(spec));
});

test("arrivals come in order, from the warm-up to the end of the longest watch", () => {
  const times = planArrivals(spec).map(({ dueMs }) => dueMs);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(times[0]).toBeGreaterThanOrEqual(-60_000);
  expect(times[0]).toBeLessThan(-59_900);
  expect(times.at(-1)).toBeLessThan(60_000);
  expect(times.at(-1)).toBeGreaterThan(59_900);
});

test("each client calls at the rate, and a tenth as often what stays well", () => {
  for (const client of [0, 1, 2]) {
    const own = planArrivals(spec).filter((arrival) => arrival.client === client);
    const sick = own.filter(({ isSick }) => isSick).length;
    expect(sick / 12_000).toBeCloseTo(1, 1);
    expect((own.length - sick) / 1_200).toBeCloseTo(1, 0);
  }
});

test("gaps are those of independent callers: their median is the mean times ln 2", () => {
  const times = planArrivals({ ...spec, clients: 1 })
    .filter(({ isSick }) => isSick)
    .map(({ dueMs }) => dueMs);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(quantile(gaps, 0.5)).toBeGreaterThan(6.5);
  expect(quantile(gaps, 0.5)).toBeLessThan(7.4);
});
