import type { Look, Paint } from "../paint.ts";
import type { Scenario, Stretch } from "./scenario.ts";

const WIDTH = 76;

/** How far the story is, and below it what each stretch is called. */
export function phaseBar({ stretches, totalMs }: Scenario, nowMs: number, paint: Paint): readonly string[] {
  const columnAt = (ms: number): number => Math.round((ms / totalMs) * WIDTH);
  const done = columnAt(Math.min(nowMs, totalMs));
  let bar = " ";
  let names = " ";
  for (const { name, startMs, endMs, failureRate } of stretches) {
    const [start, end] = [columnAt(startMs), columnAt(endMs)];
    const filled = Math.min(Math.max(done - start, 0), end - start);
    bar += paint("█".repeat(filled) + "░".repeat(end - start - filled), lookOf(failureRate));
    names = names.padEnd(1 + Math.round((start + end - name.length) / 2)) + name;
  }
  return [bar, paint(names, "dim")];
}

function lookOf(failureRate: Stretch["failureRate"]): Look {
  if (failureRate === 0) return "green";
  return failureRate === 1 ? "red" : "yellow";
}
