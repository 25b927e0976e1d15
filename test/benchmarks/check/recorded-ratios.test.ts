import { expect, test } from "vitest";
import { recordedRatios } from "../../../benchmarks/check/recorded-ratios.ts";

const rows = [{ name: "amplify-breaker", ratio: 1.1 }];

test("the ratios of a part are those that the benchmark's last full run found", () => {
  const reports = [
    { name: "other", data: { inMemory: [] } },
    { name: "overhead", data: { inMemory: rows } },
  ];
  expect(recordedRatios(reports, "overhead", "inMemory")).toBe(rows);
});

test("a benchmark without results is named, with how to record them", () => {
  expect(() => recordedRatios([], "overhead", "inMemory")).toThrow(
    "there is no benchmarks/results/overhead.json; record it with: npm run bench -- overhead",
  );
});

test.each([{ data: undefined }, { data: {} }, { data: { time: "none" } }])(
  "results without the part are named, with how to record them: %j",
  ({ data }) => {
    expect(() => recordedRatios([{ name: "breaker-alone", data }], "breaker-alone", "time")).toThrow(
      "benchmarks/results/breaker-alone.json has no data.time; record it with: npm run bench -- breaker-alone",
    );
  },
);
