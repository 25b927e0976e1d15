import { describe, expect, test } from "vitest";
import { findRegressions, foundAgain } from "../../../benchmarks/check/regressions.ts";

const row = (name: string, ratio: number) => ({ name, ratio });

describe("what costs far more than was recorded", () => {
  test("is what costs one and a half times as much or more", () => {
    const recorded = [row("a", 2), row("b", 2), row("c", 0.5)];
    const measured = [row("a", 2.99), row("b", 3), row("c", 0.9)];
    expect(findRegressions(recorded, measured)).toEqual([
      { name: "b", recorded: 2, measured: 3 },
      { name: "c", recorded: 0.5, measured: 0.9 },
    ]);
  });

  test("is nothing where all is as it was, or better", () => {
    expect(findRegressions([row("a", 2), row("b", 1)], [row("a", 2.2), row("b", 0.1)])).toEqual([]);
  });

  test("is looked for in what was measured only", () => {
    expect(findRegressions([row("a", 2), row("peer", 9)], [row("a", 2)])).toEqual([]);
  });

  test("cannot be told of a row that was never recorded", () => {
    expect(() => findRegressions([row("a", 2)], [row("b", 2)])).toThrow(
      'no ratio is recorded for the row "b"',
    );
  });

  test.each([Number.NaN, 0, Infinity])("cannot be told from a ratio of %d", (ratio) => {
    expect(() => findRegressions([row("a", 2)], [row("a", ratio)])).toThrow(
      'no ratio is measured for the row "a"',
    );
    expect(() => findRegressions([row("a", ratio)], [row("a", 2)])).toThrow(
      'no ratio is recorded for the row "a"',
    );
  });
});

test("a row counts only if it is found twice, with what the second time found", () => {
  const first = [
    { name: "a", recorded: 1, measured: 2 },
    { name: "b", recorded: 1, measured: 2 },
  ];
  const second = [
    { name: "b", recorded: 1, measured: 1.7 },
    { name: "c", recorded: 1, measured: 1.6 },
  ];
  expect(foundAgain(first, second)).toEqual([{ name: "b", recorded: 1, measured: 1.7 }]);
});
