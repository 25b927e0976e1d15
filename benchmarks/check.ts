// Whether what we cost, beside the baseline in the same run, is far more than the last full run has recorded. Absolute
// times are not looked at: they say more about the machine.

import { checkedParts, type CheckedPart } from "./check/parts.ts";
import { recordedRatios } from "./check/recorded-ratios.ts";
import {
  farOutside,
  findRegressions,
  foundAgain,
  type Regression,
  type RowRatio,
} from "./check/regressions.ts";
import { Progress } from "./harness/progress.ts";
import { readResults } from "./harness/results.ts";

const rounds = 20;
const progress = new Progress();

async function check(): Promise<number> {
  const reports = readResults([...new Set(checkedParts.map(({ benchmark }) => benchmark))]);
  // Before anything is measured: what is not recorded need not be waited for.
  const tasks = checkedParts.map((part) => ({
    part,
    recorded: recordedRatios(reports, part.benchmark, part.part),
  }));
  let count = 0;
  for (const { part, recorded } of tasks) {
    const regressions = await regressionsOf(part, recorded);
    for (const regression of regressions) console.error(describe(part, regression));
    count += regressions.length;
  }
  return count;
}

async function regressionsOf(part: CheckedPart, recorded: readonly RowRatio[]): Promise<Regression[]> {
  const first = findRegressions(recorded, await measureOnce(part, "", recorded));
  if (first.length === 0) return [];
  return foundAgain(first, findRegressions(recorded, await measureOnce(part, ", once more", recorded)));
}

async function measureOnce(
  part: CheckedPart,
  again: string,
  recorded: readonly RowRatio[],
): Promise<RowRatio[]> {
  const onRound = (round: number): void => {
    if (round === 0) progress.show(`${part.benchmark}, ${part.part}${again}`);
  };
  const rows = (await part.measure({ rounds, onRound })).filter(({ name }) => name !== part.baseline);
  progress.clear();
  for (const { name, ratio } of rows) {
    const before = recorded.find((row) => row.name === name)?.ratio.toFixed(3) ?? "nothing";
    console.log(
      `${part.benchmark}, ${part.part}: ${name}: ${ratio.toFixed(3)} × ${part.baseline} (recorded: ${before})${again}`,
    );
  }
  return rows;
}

function describe({ benchmark, part, baseline }: CheckedPart, regression: Regression): string {
  const { name, recorded, measured } = regression;
  return (
    `FAR OUTSIDE ${benchmark}, ${part}: ${name} costs ${measured.toFixed(3)} × ${baseline}, recorded are ` +
    `${recorded.toFixed(3)} ×: ${(measured / recorded).toFixed(2)} times as much, ${farOutside} is too much`
  );
}

try {
  if ((await check()) > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
