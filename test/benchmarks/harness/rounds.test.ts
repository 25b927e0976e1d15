import { describe, expect, test } from "vitest";
import { inRounds, summarize } from "../../../benchmarks/harness/rounds.ts";

describe("measuring by turns", () => {
  test("measures each once in every round, and keeps its figures by round", async () => {
    const rounds: number[] = [];
    let taken = 0;
    const perRound: string[][] = [];
    const figures = await inRounds(
      ["a", "b", "c"],
      async (name) => {
        perRound.at(-1)?.push(name);
        taken++;
        return (rounds.length - 1) * 10 + ["a", "b", "c"].indexOf(name);
      },
      {
        rounds: 3,
        onRound: (round) => {
          rounds.push(round);
          perRound.push([]);
        },
      },
    );
    expect(taken).toBe(9);
    expect(rounds).toEqual([0, 1, 2]);
    expect(perRound.map((names) => names.toSorted())).toEqual(
      Array.from({ length: 3 }, () => ["a", "b", "c"]),
    );
    expect(figures).toEqual([
      [0, 10, 20],
      [1, 11, 21],
      [2, 12, 22],
    ]);
  });
});

describe("the ratio of a contender to its baseline", () => {
  test("is the median of the rounds' own ratios, not the ratio of the medians", () => {
    const { ratio, microseconds } = summarize("a", [10, 40, 300], [10, 20, 100]);
    expect(ratio).toBe(2);
    expect(microseconds).toBe(40);
  });

  test("has the rounds' quartiles as its spread", () => {
    const { spread } = summarize("a", [1, 2, 3, 4, 5], [1, 1, 1, 1, 1]);
    expect(spread).toEqual([2, 4]);
  });
});
