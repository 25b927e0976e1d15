import type { Benchmark, Findings, Table } from "./harness/benchmark.ts";
import { median } from "./harness/quantile.ts";
import { measureOutages, type Measurements } from "./outage/measure-outages.ts";
import { outageSubjects, oursByDefault, oursWaiting } from "./outage/outage-subjects.ts";
import { outageTables } from "./outage/outage-tables.ts";
import { outageTargets, rateTotals } from "./outage/outage-targets.ts";
import { plotRun } from "./outage/plot-run.ts";
import { plotLostAgainstSaved, tradeOffRate } from "./outage/plot-trade-off.ts";
import { fullPlan, quickPlan } from "./outage/plan.ts";
import { outage8 } from "./outage/scenarios.ts";
import { totalsOf } from "./outage/total.ts";
import { raw } from "./subjects/raw.ts";

/** What an outage costs, and what a breaker saves in it. */
export const outage: Benchmark = {
  name: "outage",
  question: "what does an outage cost, and what does protection save in it?",
  async run({ isQuick, progress }): Promise<Findings> {
    const names = outageSubjects.map(({ name }) => name);
    const measured = await measureOutages(names, isQuick ? quickPlan() : fullPlan(), {
      mostRepeats: isQuick ? 0 : 40,
      progress,
    });
    const { runs } = measured;
    const totals = totalsOf(runs);
    const inOrder = names.flatMap((name) => runs.filter(({ subject }) => subject === name));
    const rates = [...new Set(totals.map(({ callsPerSecond }) => callsPerSecond))];
    const own = { plain: oursByDefault.name, waiting: oursWaiting.name };
    return {
      tables: [
        ...rates.flatMap((rate) =>
          outageTables(rateTotals(totals, { rate, raw: raw.name }), names, rateAsText(rate)),
        ),
        driversTable(measured, names),
      ],
      targets: rates.flatMap((rate) =>
        outageTargets(rateTotals(totals, { rate, raw: raw.name }), own).map((target) => ({
          ...target,
          text: `at ${rateAsText(rate)}, ${target.text}`,
        })),
      ),
      data: { totals: totals.map(withoutBulk), runs: runs.map(withoutBulk) },
      files: pictures(inOrder),
    };
  },
};

/** The plots, as far as there are the runs that they show. */
function pictures(runs: Measurements["runs"]): Record<string, string> {
  const busy = runs.filter(({ callsPerSecond }) => callsPerSecond === tradeOffRate);
  // Long enough to see what each subject does in it.
  const shown = busy.filter(({ scenario, repetition }) => scenario === outage8.name && repetition === 0);
  if (shown.length === 0) return {};
  return { "outage-run.svg": plotRun(shown), "outage-trade-off.svg": plotLostAgainstSaved(busy) };
}

/** What is most of the bytes, and to be seen in plots and percentiles, is not kept. */
function withoutBulk(value: object): object {
  return { ...value, series: undefined, openWaitsMs: undefined };
}

function rateAsText(rate: number): string {
  return rate === 1 ? "1 call/s" : `${rate} calls/s`;
}

/** Whether the figures can be believed: an overloaded driver would measure itself. */
function driversTable({ runs, repeated }: Measurements, names: readonly string[]): Table {
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
    note: `Each subject is driven by a process of its own and calls a service in another; ${repeated} times runs were repeated because timers were late, so that the machine must have been busy with other things. Arrivals are random and independent (Poisson), the same for every subject; waits count from when a call was due.`,
  };
}
