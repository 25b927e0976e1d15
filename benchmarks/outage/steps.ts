import { rounded } from "./svg.ts";

/** A value that holds from `from` to `to`, and what it stands on. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly base?: number;
}

/** Where times and values lie, in pixels. */
export interface StepScales {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

/**
 * A stepped line as the `d` of a path. For the sake of the file's size steps at equal heights become one, distances
 * are relative, and heights are whole pixels.
 */
export function stepLine(steps: readonly Step[], { x, y }: StepScales): string {
  const [first] = steps;
  if (first === undefined) return "";
  let height = Math.round(y(first.value));
  let at = tenth(x(first.from));
  let path = `M${rounded(at)} ${height}`;
  const across = (to: number): void => {
    path += `h${rounded(to - at)}`;
    at = to;
  };
  for (const { from, value } of steps) {
    const next = Math.round(y(value));
    if (next === height) continue;
    across(tenth(x(from)));
    path += `v${next - height}`;
    height = next;
  }
  across(tenth(x(steps.at(-1)?.to ?? first.to)));
  return path;
}

function tenth(value: number): number {
  return Number(rounded(value));
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
  let run: Step[] = [];
  for (const step of steps) {
    const isEmpty = step.value === (step.base ?? 0);
    if (isEmpty) run = [];
    else if (run.push(step) === 1) runs.push(run);
  }
  return runs;
}
