import { expect, test } from "vitest";
import { coarserBins } from "../../../benchmarks/outage/coarser-bins.ts";
import { stateSpans } from "../../../benchmarks/outage/state-spans.ts";
import { stepArea, stepLine } from "../../../benchmarks/outage/steps.ts";

const scales = { x: (at: number) => at, y: (value: number) => 100 - value };

test("a stepped line goes up and down where the value changes, and nowhere else", () => {
  const steps = [5, 5, 7].map((value, from) => ({ from, to: from + 1, value }));
  expect(stepLine(steps, scales)).toBe("M0 95h2v-2h1");
});

test("a stepped area leaves out where there is nothing, and stands on its base", () => {
  const steps = [
    { from: 0, to: 1, value: 5 },
    { from: 1, to: 2, value: 0 },
    { from: 2, to: 3, value: 9, base: 4 },
  ];
  expect(stepArea(steps, scales)).toBe("M0 95h1L1 100h-1ZM2 91h1L3 96h-1Z");
});

test("bins are joined by twos, and a rest is left out", () => {
  const bin = { requests: 1, good: 2, lost: 3, fallback: 4 };
  const bins = [0, 100, 200].map((atMs) => ({ atMs, ...bin }));
  expect(coarserBins(bins, 2)).toEqual([{ atMs: 0, requests: 2, good: 4, lost: 6, fallback: 8 }]);
});

test("a circuit is closed until it changes its state, and stays in its last state", () => {
  const spans = stateSpans(
    [
      { atMs: 50, state: "open" },
      { atMs: 70, state: "halfOpen" },
    ],
    0,
    100,
  );
  expect(spans).toEqual([
    { state: "closed", fromMs: 0, toMs: 50 },
    { state: "open", fromMs: 50, toMs: 70 },
    { state: "halfOpen", fromMs: 70, toMs: 100 },
  ]);
});
