import { expect, test } from "vitest";
import type { TimelineEntry } from "../../src/incident/incident-report.ts";
import { timelineDrawing } from "../../src/incident/timeline-drawing.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 23, 3, 45, seconds)).toISOString();

function drawn(timeline: readonly TimelineEntry[], until?: string): string[] {
  const ending = until === undefined ? {} : { until };
  const drawing = timelineDrawing({
    since: at(0),
    reportedAt: at(60),
    timeline,
    timelineLeftOut: 0,
    ...ending,
  });
  return drawing.split("\n");
}

test("an outage is a bar of sixty columns, with a line for all that happened", () => {
  const lines = drawn([
    { at: at(0), type: "open", detail: "InternalFailureException: Internal\nfailure" },
    { at: at(20), type: "halfOpen" },
    { at: at(30), type: "isolate", detail: "freeze" },
    { at: at(40), type: "release" },
    { at: at(50), type: "close" },
  ]);
  expect(lines).toEqual([
    `03:45:00.000 ${"█".repeat(20)}${"▒".repeat(10)}${"░".repeat(10)}${"█".repeat(10)}${"·".repeat(10)} now`,
    "█ open  ▒ half-open (a probe may go)  ░ isolated  · closed",
    "",
    "03:45:00.000  open         InternalFailureException: Internal failure",
    "03:45:20.000  halfOpen",
    "03:45:30.000  isolate      freeze",
    "03:45:40.000  release",
    "03:45:50.000  close",
  ]);
});

test("a moment of an outage shows the worst of it", () => {
  const [bar] = drawn([
    { at: at(0), type: "open" },
    { at: at(0), type: "halfOpen" },
    { at: new Date(Date.parse(at(30)) + 100).toISOString(), type: "probeFailed" },
    { at: new Date(Date.parse(at(30)) + 200).toISOString(), type: "halfOpen" },
  ]);
  expect(bar).toBe(`03:45:00.000 ${"▒".repeat(30)}█${"▒".repeat(29)} now`);
});

test("what is over ends where it ended, however short it was", () => {
  expect(drawn([{ at: at(0), type: "open" }], at(0))[0]).toBe(`03:45:00.000 ${"█".repeat(60)} 03:45:00.000`);
});

test("what was left out is told where it was", () => {
  const timeline = Array.from({ length: 50 }, (_, index): TimelineEntry => ({
    at: at(index),
    type: "halfOpen",
  }));
  const lines = timelineDrawing({ since: at(0), reportedAt: at(60), timeline, timelineLeftOut: 7 }).split(
    "\n",
  );
  expect(lines.indexOf("   … 7 more …")).toBe(13);
});
