import { parseArgs } from "node:util";
import { nearestName } from "../src/errors/nearest-name.ts";
import { breakerAlone } from "./breaker-alone.ts";
import { coldStart } from "./cold-start.ts";
import { failureStorm } from "./failure-storm.ts";
import { growth } from "./growth.ts";
import type { Benchmark } from "./harness/benchmark.ts";
import { readEnvironment } from "./harness/environment.ts";
import { Progress } from "./harness/progress.ts";
import { tableAsMarkdown } from "./harness/report.ts";
import { writeResults } from "./harness/results.ts";
import { openCircuit } from "./open-circuit.ts";
import { outage } from "./outage.ts";
import { overhead } from "./overhead.ts";

const benchmarks: readonly Benchmark[] = [
  overhead,
  breakerAlone,
  openCircuit,
  failureStorm,
  outage,
  growth,
  coldStart,
];
const names = benchmarks.map(({ name }) => name);

const usage = `npm run bench -- [NAME ...] [--quick]

${benchmarks.map(({ name, question }) => `  ${name.padEnd(16)}${question}`).join("\n")}

  --quick         a short version, for a first look; its results are not kept`;

function readArguments(): { chosen: readonly Benchmark[]; isQuick: boolean } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  for (const name of positionals) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    throw new Error(
      `there is no benchmark "${name}"${nearest === undefined ? "" : `; did you mean "${nearest}"?`}`,
    );
  }
  const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { chosen, isQuick: values.quick };
}

async function runBenchmarks(): Promise<void> {
  const { chosen, isQuick } = readArguments();
  const progress = new Progress();
  for (const [index, benchmark] of chosen.entries()) {
    const { name, question } = benchmark;
    const place = `[${index + 1}/${chosen.length}] ${name}`;
    progress.show(`${place}: starting`);
    const findings = await benchmark.run({ isQuick, progress: (text) => progress.show(`${place}: ${text}`) });
    progress.clear();
    console.log(`\n${name}: ${question}\n`);
    for (const table of findings.tables) console.log(`${tableAsMarkdown(table)}\n`);
    for (const { text, measured, isMet } of findings.targets) {
      console.log(`${isMet ? "reached    " : "NOT REACHED"} ${text} (${measured})`);
    }
    if (isQuick) continue;
    const about = {
      name,
      question,
      measuredAt: new Date().toISOString(),
      isQuick,
      environment: readEnvironment(),
    };
    writeResults(findings, about, names);
  }
}

try {
  await runBenchmarks();
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n\n${usage}` : error);
  process.exitCode = 1;
}
