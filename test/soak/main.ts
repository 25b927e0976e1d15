import { parseArgs } from "node:util";
import { Progress } from "../../benchmarks/harness/progress.ts";
import { findingsAsText } from "./finding.ts";
import { judgeFigures } from "./soak-figures.ts";
import { Soak } from "./soak.ts";

const usage = `npm run test:soak -- [--minutes N] [--callers N] [--seed N]

  --minutes   how long, besides the warm-up; 1 unless told, parts of one too
  --callers   how many callers at once; 500 unless told
  --seed      what chance begins with; another one each time unless told
`;

function readArguments(): { durationMs: number; callers: number; seed: number } {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "1" },
      callers: { type: "string", default: "500" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
    },
  });
  const read = (name: keyof typeof values): number => {
    const value = Number(values[name]);
    if (!(value > 0 && value < 1e9))
      throw new RangeError(`--${name} must be a number above 0; got ${values[name]}`);
    return value;
  };
  return {
    durationMs: read("minutes") * 60_000,
    callers: Math.ceil(read("callers")),
    seed: Math.ceil(read("seed")),
  };
}

async function runSoak(): Promise<number> {
  const { durationMs, callers, seed } = readArguments();
  process.stdout.write(`seed ${seed}, ${callers} callers at once\n`);
  const interrupt = new AbortController();
  // A terminal tells the whole group, and whoever started this may pass it on: once is as good as twice.
  process.on("SIGINT", () => interrupt.abort());
  const progress = new Progress();
  const { signal } = interrupt;
  const onProgress = (text: string): void => progress.show(text);
  const figures = await Soak.run({ durationMs, callers, seed, signal, onProgress });
  progress.clear();
  const findings = judgeFigures(figures);
  process.stdout.write(`${findingsAsText(findings)}\n`);
  for (const text of figures.complaints.texts) process.stdout.write(`complaint: ${text}\n`);
  for (const name of [...figures.ledger.pending].slice(0, 5))
    process.stdout.write(`never settled: ${name}\n`);
  const wrong = findings.filter(({ isRight }) => !isRight).length;
  process.stdout.write(wrong === 0 ? "all is right\n" : `${wrong} WRONG; again with --seed ${seed}\n`);
  return wrong === 0 ? 0 : 1;
}

try {
  // What was left behind must not keep this from ending; that it was is in the table.
  process.exit(await runSoak());
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${usage}`,
  );
  process.exit(2);
}
