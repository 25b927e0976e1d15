import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { drawFrame, type FrameState } from "../../../src/cli/demo/frame.ts";
import { historyLength, type SideGlimpse } from "../../../src/cli/demo/glimpse.ts";
import { demoScenario } from "../../../src/cli/demo/scenario.ts";
import { transitionLine } from "../../../src/cli/demo/transition-line.ts";
import { colourPaint, plainPaint } from "../../../src/cli/paint.ts";
import { closed, opened } from "./sample-result.ts";

const side: SideGlimpse = {
  requestsPerSecond: 12_345.6,
  requestHistory: Array.from({ length: historyLength }, (_, index) => index),
  outcomes: { answered: 12_345, fallback: 0, refused: 12_345, failed: 12_345 },
  p50WaitMs: 1_234,
};

function frame(nowMs: number, changes: Partial<FrameState> = {}): FrameState {
  const operations = ["GetApp", "ListApps", "ListBranches", "ListJobs", "CreateDeployment", "GetJob"];
  const circuits = [
    ...operations.map((operation) => ({ operation, state: "halfOpen" }) as const),
    { operation: "StartDeployment", state: "open" } as const,
  ];
  const glimpse = { nowMs, raw: side, withBreakers: side, circuits };
  return { scenario: demoScenario, glimpse, transitions: [opened, closed], ...changes };
}

test.each([0, 4_000, demoScenario.totalMs, demoScenario.totalMs + 500])(
  "fits 80 columns and 24 rows, the cursor's row included, at %i ms",
  (nowMs) => {
    const lines = drawFrame(frame(nowMs), colourPaint).map((line) => stripVTControlCharacters(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
    expect(lines.length).toBeLessThan(24);
  },
);

test("always has as many lines, so that each frame covers the one before", () => {
  const many = Array.from({ length: 9 }, () => opened);
  const heights = [[], [opened], many].map(
    (transitions) => drawFrame(frame(4_000, { transitions }), plainPaint).length,
  );
  expect(new Set(heights).size).toBe(1);
});

test("says everything in words too: without colours it is the same text", () => {
  const plain = drawFrame(frame(4_000), plainPaint);
  const coloured = drawFrame(frame(4_000), colourPaint);
  expect(coloured.map((line) => stripVTControlCharacters(line).trimEnd())).toEqual(
    plain.map((line) => line.trimEnd()),
  );
  const text = plain.join("\n");
  for (const word of [
    "outage: InternalFailureException",
    "● open",
    "◐ half-open",
    "12,346 /s",
    "refused at once",
  ]) {
    expect(text).toContain(word);
  }
});

test("fills the bar as time goes by", () => {
  const filled = [0, demoScenario.totalMs / 2, demoScenario.totalMs].map(
    (nowMs) => drawFrame(frame(nowMs), plainPaint).join("").split("░").length - 1,
  );
  expect(filled[0]).toBe(76);
  expect(filled[1]).toBe(38);
  expect(filled[2]).toBe(0);
});

test("tells a transition in a line that fits", () => {
  expect(transitionLine(opened, plainPaint)).toBe(
    "  3.3 s  CreateDeployment opened after 12 failures: InternalFailureException",
  );
  expect(transitionLine({ ...opened, trigger: "rate" }, plainPaint)).toContain("after 40 % failures");
  expect(transitionLine({ ...opened, cause: undefined }, plainPaint)).toMatch(/12 failures$/);
  expect(transitionLine(closed, plainPaint)).toContain("closed after 12.60 s and 1 probe that failed");
});
