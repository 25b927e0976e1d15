import type { ChildProcess } from "node:child_process";
import type { Benchmark, BenchmarkContext, Findings, Table } from "./harness/benchmark.ts";
import { ask } from "./harness/ask.ts";
import { startProcess } from "./harness/child.ts";
import { median } from "./harness/quantile.ts";
import type { MeasuredRun } from "./outage/measured-run.ts";
import { outageSubjects, oursByDefault, oursWaiting } from "./outage/outage-subjects.ts";
import { outageTables } from "./outage/outage-tables.ts";
import { outageTargets, type RateTotals } from "./outage/outage-targets.ts";
import { fullPlan, quickPlan } from "./outage/plan.ts";
import type { RunSpec } from "./outage/run-spec.ts";
import { totalsOf, type Total } from "./outage/total.ts";
import { raw } from "./subjects/raw.ts";

/** What an outage costs, and what a breaker saves in it. */
export const outage: Benchmark = {
  name: "outage",
  question: "what does an outage cost, and what does protection save in it?",
  async run(context): Promise<Findings> {
    const runs = await measure(context.isQuick ? quickPlan() : fullPlan(), context);
    const totals = totalsOf(runs);
    const rates = [...new Set(totals.map(({ callsPerSecond }) => callsPerSecond))];
    const names = outageSubjects.map(({ name }) => name);
    const own = { plain: oursByDefault.name, waiting: oursWaiting.name };
    return {
      tables: [
        ...rates.flatMap((rate) => outageTables(totalsAt(totals, rate), names, rateAsText(rate))),
        driversTable(runs, names),
      ],
      targets: rates.flatMap((rate) =>
        outageTargets(totalsAt(totals, rate), own).map((target) => ({
          ...target,
          text: `at ${rateAsText(rate)}, ${target.text}`,
        })),
      ),
      // The series are most of the bytes, and the plots show them.
      data: { totals, runs: runs.map((run) => ({ ...run, series: undefined })) },
    };
  },
};

/** All subjects go through each batch at the same time: what else the machine does meets them alike. */
async function measure(
  plan: readonly (readonly RunSpec[])[],
  { progress }: BenchmarkContext,
): Promise<MeasuredRun[]> {
  const drivers: ChildProcess[] = [];
  for (const { name } of outageSubjects) {
    progress(`rehearsing ${name}`);
    drivers.push((await startProcess("outage-driver", [name])).child);
  }
  const runs: MeasuredRun[] = [];
  for (const [index, batch] of plan.entries()) {
    progress(`${index + 1} of ${plan.length}: ${describeBatch(batch)}`);
    const answers = await Promise.all(drivers.map(async (driver) => ask<MeasuredRun[]>(driver, batch)));
    runs.push(...answers.flat());
  }
  for (const driver of drivers) driver.disconnect();
  return runs;
}

function describeBatch(batch: readonly RunSpec[]): string {
  const rates = [...new Set(batch.map(({ callsPerSecond }) => callsPerSecond))];
  const scenarios = [...new Set(batch.map(({ scenario }) => scenario.name))];
  return `${scenarios.join(", ")} at ${rates.map(rateAsText).join(" and ")}`;
}

function totalsAt(totals: readonly Total[], rate: number): RateTotals {
  const here = totals.filter(({ callsPerSecond }) => callsPerSecond === rate);
  const find = (subject: string, scenario: string): Total | undefined =>
    here.find((total) => total.subject === subject && total.scenario === scenario);
  return {
    of: find,
    raw: (scenario) => find(raw.name, scenario),
    scenarios: [...new Set(here.map(({ scenario }) => scenario))],
  };
}

function rateAsText(rate: number): string {
  return rate === 1 ? "1 call/s" : `${rate} calls/s`;
}

/** Whether the figures can be believed: an overloaded driver would measure itself. */
function driversTable(runs: readonly MeasuredRun[], names: readonly string[]): Table {
  return {
    title: "The processes that made the calls",
    columns: ["", "event loop busy, %", "busiest run", "p99 of timers late, ms", "latest run"],
    rows: names.map((name) => {
      const loads = runs.filter(({ subject }) => subject === name).map(({ driver }) => driver);
      const busy = loads.map(({ busyShare }) => 100 * busyShare);
      const late = loads.map(({ delayP99Ms }) => delayP99Ms);
      return [
        name,
        median(busy).toFixed(0),
        Math.max(...busy).toFixed(0),
        median(late).toFixed(1),
        Math.max(...late).toFixed(1),
      ];
    }),
    note: "Each subject is driven by a process of its own and calls a service in another. Arrivals are random and independent (Poisson), the same for every subject; waits count from when a call was due.",
  };
}
