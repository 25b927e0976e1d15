import type { Measured } from "../harness/rounds.ts";

/** From how many times the recorded ratio on a row counts as far outside. */
export const farOutside = 1.5;

/** A row of a benchmark, and what it costs as a multiple of the baseline. */
export type RowRatio = Pick<Measured, "name" | "ratio">;

/** A row that costs far more, beside its baseline, than it did. */
export interface Regression {
  readonly name: string;
  readonly recorded: number;
  readonly measured: number;
}

/**
 * Which of the rows measured now cost far more than was recorded.
 *
 * @throws Error where a row was never recorded, or a ratio is none
 */
export function findRegressions(recorded: readonly RowRatio[], measured: readonly RowRatio[]): Regression[] {
  return measured
    .map(({ name, ratio }) => ({
      name,
      recorded: checkedRatio(name, "recorded", recorded.find((row) => row.name === name)?.ratio),
      measured: checkedRatio(name, "measured", ratio),
    }))
    .filter((row) => row.measured >= farOutside * row.recorded);
}

/** Those that were found both times: a machine that was busy elsewhere is seldom so twice on the same row. */
export function foundAgain(first: readonly Regression[], second: readonly Regression[]): Regression[] {
  return second.filter(({ name }) => first.some((before) => before.name === name));
}

function checkedRatio(name: string, what: string, ratio: number | undefined): number {
  if (ratio !== undefined && Number.isFinite(ratio) && ratio > 0) return ratio;
  throw new Error(`no ratio is ${what} for the row "${name}"`);
}
