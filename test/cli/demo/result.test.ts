import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { jsonResult } from "../../../src/cli/demo/json-result.ts";
import { resultTable } from "../../../src/cli/demo/result-table.ts";
import { colourPaint, plainPaint } from "../../../src/cli/paint.ts";
import { opened, sampleResult } from "./sample-result.ts";

test("counts what began in the outage, and requests that reached the sick service in it", () => {
  const { raw, withBreakers, requestRatio } = sampleResult();
  expect(raw).toMatchObject({ requests: 6, requestsInOutage: 4, callsMade: 3, callsSettled: 3 });
  expect(raw.inOutage).toMatchObject({ calls: 1, failed: 1, refused: 0, p50WaitMs: 40, p99WaitMs: 40 });
  expect(withBreakers.inOutage).toMatchObject({ calls: 3, fallback: 1, failed: 2, refused: 1, p50WaitMs: 0 });
  expect(requestRatio).toBe(1 / 4);
});

test("tells how long opening, the first good answer and closing took", () => {
  const result = sampleResult();
  expect([result.firstOpenAfterMs, result.allClosedAfterMs]).toEqual([300, 900]);
  expect([result.raw.firstAnswerAfterMs, result.withBreakers.firstAnswerAfterMs]).toEqual([30, 70]);
});

test("does not say that all circuits closed where one is still open", () => {
  const result = sampleResult({ transitions: [opened] });
  expect(result.allClosedAfterMs).toBeUndefined();
  expect(resultTable(result, plainPaint).join("\n")).toMatch(/all circuits were closed .* not yet/);
});

test("fits the table into 79 columns, colours or not, and ends it with the ratio", () => {
  const plain = resultTable(sampleResult(), plainPaint);
  const coloured = resultTable(sampleResult(), colourPaint);
  expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(plain);
  expect(Math.max(...plain.map((line) => line.length))).toBeLessThan(80);
  expect(plain.join("\n")).toContain("got 1/4 of the requests (1 instead of 4)");
  expect(plain.join("\n")).toContain("4 = 4");
});

test("shows a call that never settled", () => {
  const result = sampleResult();
  const table = resultTable({ ...result, raw: { ...result.raw, callsSettled: 2 } }, plainPaint);
  expect(table.join("\n")).toContain("3 ≠ 2");
});

test("says so where the machine was too busy for the figures to mean much", () => {
  expect(resultTable(sampleResult(), plainPaint).join("\n")).not.toContain("busy");
  const table = resultTable(sampleResult({ latestArrivalMs: 1_200 }), plainPaint);
  expect(table.at(-1)).toContain("calls began up to 1.20 s late");
});

test("is JSON with a version, and with null for what did not happen", () => {
  const parsed: unknown = JSON.parse(jsonResult(sampleResult({ transitions: [] })));
  expect(parsed).toMatchObject({ version: 1, seed: 1, firstOpenAfterMs: null, allClosedAfterMs: null });
});
