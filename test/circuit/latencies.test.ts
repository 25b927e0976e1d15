import { expect, test } from "vitest";
import { Latencies } from "../../src/circuit/latencies.ts";

const spanMs = 60_000;

/** What was recorded at the time 0. */
function latenciesOf(durations: readonly number[]): Latencies {
  const latencies = new Latencies(0);
  for (const durationMs of durations) latencies.record(durationMs, 0, spanMs);
  return latencies;
}

test("of no answer nothing is known", () => {
  expect(new Latencies(0).quantile(0.5, 0, spanMs)).toBeNull();
});

test.each([0, 0.4, 1, 3, 20, 150, 999, 4_000, 60_000, 110_000])(
  "an answer of %d ms reads so long, or a fifth longer",
  (durationMs) => {
    const read = latenciesOf([durationMs]).quantile(0.5, 0, spanMs);
    expect(read).toBeGreaterThanOrEqual(Math.max(1, durationMs));
    expect(read).toBeLessThanOrEqual(Math.max(1, durationMs * 1.2 + 0.1));
  },
);

test("what is longer than anybody waits, or no time at all, is counted at the ends", () => {
  expect(latenciesOf([1e9]).quantile(1, 0, spanMs)).toBeGreaterThan(120_000);
  expect(latenciesOf([Number.NaN]).quantile(1, 0, spanMs)).toBe(1);
  expect(latenciesOf([-5]).quantile(1, 0, spanMs)).toBe(1);
});

test("half of the answers took at most as long as the median, and 99 of 100 as the 99th percentile", () => {
  const latencies = latenciesOf([...Array.from({ length: 98 }, () => 20), 1_000, 5_000]);
  expect(latencies.quantile(0.5, 0, spanMs)).toBeCloseTo(22.2, 0);
  expect(latencies.quantile(0.99, 0, spanMs)).toBeLessThan(1_201);
  expect(latencies.quantile(0.99, 0, spanMs)).toBeGreaterThanOrEqual(1_000);
  expect(latencies.quantile(1, 0, spanMs)).toBeGreaterThanOrEqual(5_000);
});

test("an answer is remembered for a span at least, and for two at most", () => {
  const latencies = latenciesOf([20]);
  expect(latencies.quantile(1, spanMs - 1, spanMs)).not.toBeNull();
  latencies.record(500, spanMs, spanMs);
  expect(latencies.quantile(0.5, spanMs, spanMs)).toBeLessThan(30);
  expect(latencies.quantile(1, spanMs, spanMs)).toBeGreaterThanOrEqual(500);
  latencies.record(700, 2 * spanMs, spanMs);
  expect(latencies.quantile(0.1, 2 * spanMs, spanMs)).toBeGreaterThanOrEqual(500);
});

test("an answer is forgotten two spans later, however often somebody looks in between", () => {
  const latencies = latenciesOf([20]);
  expect(latencies.quantile(1, spanMs, spanMs)).not.toBeNull();
  expect(latencies.quantile(1, 2 * spanMs - 1, spanMs)).not.toBeNull();
  expect(latencies.quantile(1, 2 * spanMs, spanMs)).toBeNull();
});

test("spans are counted from the beginning, and not from the first answer", () => {
  const latencies = new Latencies(0);
  latencies.record(20, 30_000, spanMs);
  expect(latencies.quantile(1, 89_999, spanMs)).not.toBeNull();
  expect(latencies.quantile(1, 149_998, spanMs)).not.toBeNull();
  expect(latencies.quantile(1, 149_999, spanMs)).toBeNull();
});

test("after a long silence nothing is left", () => {
  const latencies = latenciesOf([20]);
  expect(latencies.quantile(1, 2 * spanMs, spanMs)).toBeNull();
  expect(latencies.quantile(1, 2 * spanMs, spanMs)).toBeNull();
});

test("a span that was changed holds from the next look on", () => {
  const latencies = latenciesOf([20]);
  expect(latencies.quantile(1, 50_000, 100_000)).not.toBeNull();
  expect(latencies.quantile(1, 50_000, 20_000)).toBeNull();
});
