import { expect, test } from "vitest";
import type { MeasuredRun } from "../../../benchmarks/outage/measured-run.ts";
import { outageTargets, rateTotals } from "../../../benchmarks/outage/outage-targets.ts";
import { totalsOf } from "../../../benchmarks/outage/total.ts";
import { aRun } from "./a-run.ts";

const names = { plain: "ours", waiting: "waiting" };

function targets(...runs: readonly Partial<MeasuredRun>[]): Record<string, boolean> {
  const totals = rateTotals(totalsOf(runs.map(aRun)), { rate: 150, raw: "raw client" });
  return Object.fromEntries(outageTargets(totals, names).map(({ text, isMet }) => [text, isMet]));
}

function met(text: string, ...runs: readonly Partial<MeasuredRun>[]): boolean | undefined {
  const found = Object.entries(targets(...runs)).filter(([target]) => target.includes(text));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.[1];
}

test("calls lost are measured by what raw loses", () => {
  const text = "at most 1.2 × the calls";
  expect(met(text, { callsLost: 10 }, { subject: "ours", callsLost: 12 })).toBe(true);
  expect(met(text, { callsLost: 10 }, { subject: "ours", callsLost: 13 })).toBe(false);
});

test("each repetition is compared with raw's own", () => {
  const totals = totalsOf([
    aRun({ callsLost: 10 }),
    aRun({ callsLost: 20, repetition: 1 }),
    aRun({ subject: "ours", callsLost: 30, repetition: 1 }),
    aRun({ subject: "ours", callsLost: 5 }),
  ]);
  const [target] = outageTargets(rateTotals(totals, { rate: 150, raw: "raw client" }), names);
  expect(target?.measured).toBe("1.17 ×, 35 for raw's 30; repetitions 0.50 – 1.50");
});

test("where raw loses nothing, one lost call is one too many and none is none", () => {
  const text = "at most 1.2 × the calls";
  expect(met(text, {}, { subject: "ours" })).toBe(true);
  expect(met(text, {}, { subject: "ours", callsLost: 1 })).toBe(false);
});

test("requests in a long outage are a fraction of raw's", () => {
  const long = { scenario: "8 s", requestsInFault: 1_200 };
  const text = "1/12 of raw's requests";
  expect(met(text, long, { ...long, subject: "ours", requestsInFault: 100 })).toBe(true);
  expect(met(text, long, { ...long, subject: "ours", requestsInFault: 101 })).toBe(false);
});

test("a good answer that never comes is not within any time", () => {
  const text = "a good answer within";
  const ours = { subject: "ours", scenario: "8 s" };
  const recovery = { openedAfterMs: 1, good99AfterMs: 1 };
  expect(met(text, { ...ours, recoveries: [{ ...recovery, firstGoodAfterMs: 2_500 }] })).toBe(true);
  expect(met(text, { ...ours, recoveries: [{ ...recovery, firstGoodAfterMs: 2_501 }] })).toBe(false);
  expect(met(text, { ...ours, recoveries: [{ ...recovery, firstGoodAfterMs: undefined }] })).toBe(false);
});

test("all who called while it was open count alike, whatever the scenario", () => {
  const text = "less than 1 ms";
  const ours = { subject: "ours", openWaitsMs: Array.from({ length: 199 }, () => 0.5) };
  const slowOne = { subject: "ours", scenario: "8 s", openWaitsMs: [30] };
  expect(met(text, ours, slowOne)).toBe(true);
  expect(met(text, ours, { ...slowOne, openWaitsMs: [30, 30, 30] })).toBe(false);
  expect(met(text, { subject: "ours" })).toBeUndefined();
});

test("other operations may lose nothing, and where nothing is answered no more than with raw", () => {
  const text = "other operations undisturbed";
  expect(met(text, { otherLost: 5 }, { subject: "ours", otherLost: 1 })).toBe(false);
  const hang = { scenario: "hang", otherLost: 5 };
  expect(met(text, hang, { ...hang, subject: "ours" })).toBe(true);
  expect(met(text, hang, { ...hang, subject: "ours", otherLost: 6 })).toBe(false);
});

test("of what was not run, nothing is said", () => {
  expect(targets()).toEqual({});
  expect(Object.keys(targets({}, { subject: "ours" })).some((text) => text.includes("60 s"))).toBe(false);
});
