import { expect, test } from "vitest";
import { eventTime } from "../../src/aws-health/event-time.ts";

test.each<[what: string, value: unknown]>([
  ["seconds in digits", "1772369485"],
  ["seconds", 1_772_369_485],
  ["milliseconds in digits", "1772369485000"],
  ["milliseconds", 1_772_369_485_000],
  ["a date", "2026-03-01T12:51:25Z"],
])("reads %s", (_, value) => {
  expect(eventTime(value)).toBe(1_772_369_485_000);
});

test.each<[what: string, value: unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["zero", 0],
  ["no digits", ""],
  ["a word", "yesterday"],
  ["a long text", `2026-03-01T12:51:25Z${" ".repeat(100)}`],
  ["a negative number", -1],
  ["no number", Number.NaN],
  ["what no Date can say", 1e300],
  ["digits that no Date can say", "9".repeat(400)],
  ["an array", [1_772_369_485]],
  ["an object", { valueOf: () => 1 }],
])("has no time for %s", (_, value) => {
  expect(eventTime(value)).toBeUndefined();
});
