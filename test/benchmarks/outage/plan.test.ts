import { expect, test } from "vitest";
import { fullPlan, quickPlan } from "../../../benchmarks/outage/plan.ts";
import { scenarioNames } from "../../../benchmarks/outage/scenarios.ts";

const runs = fullPlan().flat();

test("every scenario is run at every rate", () => {
  for (const rate of [150, 10, 1]) {
    const names = new Set(
      runs.filter(({ callsPerSecond }) => callsPerSecond === rate).map(({ scenario }) => scenario.name),
    );
    expect(names).toEqual(new Set(scenarioNames));
  }
});

test("what is over after a second is run five times at the highest rate", () => {
  for (const name of ["50 ms", "200 ms", "1 s"]) {
    const repetitions = runs.filter(
      ({ scenario, callsPerSecond }) => scenario.name === name && callsPerSecond === 150,
    );
    expect(repetitions.map(({ repetition }) => repetition)).toEqual([0, 1, 2, 3, 4]);
  }
});

test("no two runs have their arrivals in common", () => {
  for (const plan of [runs, quickPlan().flat()]) {
    expect(new Set(plan.map(({ seed }) => seed)).size).toBe(plan.length);
  }
});
