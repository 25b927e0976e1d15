import { rounded } from "./svg.ts";

/** A value that holds from `from` to `to`, and what it stands on. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly base?: number;
}

/** Pixels for time and for height. */
export interface StepScales {
  x(at: number): number;
  y(value: number): number;
}

/** A stepped line as the `d` of a path: steps at equal heights become one, for the sake of the file's size. */
export function stepLine(steps: readonly Step[], { x, y }: StepScales): string {
  const [first] = steps;
  if (first === undefined) return "";
  let height = rounded(y(first.value));
  let path = `M${rounded(x(first.from))} ${height}`;
  let end = first.from;
  for (const { from, to, value } of steps) {
    const next = rounded(y(value));
    if (next !== height) path += `H${rounded(x(from))}V${next}`;
    height = next;
    end = to;
  }
  return `${path}H${rounded(x(end))}`;
}

/** The areas between the steps and what they stand on, where there is anything between them. */
export function stepArea(steps: readonly Step[], scales: StepScales): string {
  return runsOf(steps)
    .map((run) => {
      const floor = run.map((step) => ({ ...step, value: step.base ?? 0 }));
      const back = stepLine(mirrored(floor), { x: (at) => scales.x(-at), y: scales.y });
      return `${stepLine(run, scales)}${back.replace("M", "L")}Z`;
    })
    .join("");
}

/** The steps from right to left: times and ends change their sign and place. */
function mirrored(steps: readonly Step[]): Step[] {
  return steps.toReversed().map((step) => ({ ...step, from: -step.to, to: -step.from }));
}

/** What hangs together without a step of no height in between. */
function runsOf(steps: readonly Step[]): Step[][] {
  const runs: Step[][] = [];
  let run: Step[] | undefined;
  for (const step of steps) {
    const isEmpty = step.value === (step.base ?? 0);
    if (isEmpty) run = undefined;
    else if (run === undefined) runs.push((run = [step]));
    else run.push(step);
  }
  return runs;
}
