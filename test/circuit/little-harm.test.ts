import { describe, expect, test } from "vitest";
import { modelOutage, type OutageFigures } from "./modelled-outage.ts";

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** What an outage comes to on average, without breakers and with their defaults. */
function compare(
  outageMs: number,
  { failureRate = 1, maxWaitMs = 0 } = {},
): Record<"raw" | "ours", OutageFigures> {
  const figures = (isProtected: boolean): OutageFigures => {
    const runs = seeds.map((seed) =>
      modelOutage({ callsPerSecond: 150, outageMs, failureRate, maxWaitMs, isProtected, seed }),
    );
    const mean = (member: keyof OutageFigures) =>
      runs.reduce((sum, run) => sum + run[member], 0) / runs.length;
    return {
      lost: mean("lost"),
      sent: mean("sent"),
      goodAfterMs: Math.max(...runs.map(({ goodAfterMs }) => goodAfterMs)),
    };
  };
  return { raw: figures(false), ours: figures(true) };
}

describe("at its defaults and 150 calls a second, a circuit", () => {
  test.each([
    { outageMs: 50, atMost: 1 },
    { outageMs: 200, atMost: 1.2 },
    { outageMs: 1_000, atMost: 1.3 },
  ])("loses at most $atMost times the calls in an outage of $outageMs ms", ({ outageMs, atMost }) => {
    const { raw, ours } = compare(outageMs);
    expect(ours.lost).toBeLessThanOrEqual(raw.lost * atMost);
  });

  test.each([
    { outageMs: 200, atMost: 1 },
    { outageMs: 1_000, atMost: 0.4 },
  ])(
    "loses at most $atMost times the calls in an outage of $outageMs ms where calls may wait for a second",
    ({ outageMs, atMost }) => {
      const { raw, ours } = compare(outageMs, { maxWaitMs: 1_000 });
      expect(ours.lost).toBeLessThanOrEqual(raw.lost * atMost);
    },
  );

  test.each([0.1, 0.3, 0.5])("loses next to nothing more in a brown-out of %f", (failureRate) => {
    const { raw, ours } = compare(10_000, { failureRate });
    expect(raw.lost).toBeGreaterThan(0);
    expect(ours.lost).toBeLessThanOrEqual(raw.lost * 1.1);
  });

  test.each([
    { outageMs: 8_000, share: 12 },
    { outageMs: 30_000, share: 30 },
  ])("sends at most 1/$share of the requests into an outage of $outageMs ms", ({ outageMs, share }) => {
    const { raw, ours } = compare(outageMs);
    expect(ours.sent).toBeLessThanOrEqual(raw.sent / share);
    expect(ours.goodAfterMs).toBeLessThanOrEqual(2_500);
  });
});
