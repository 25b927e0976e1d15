import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Findings } from "./benchmark.ts";
import { reportAsMarkdown, type Report } from "./report.ts";

/** Benchmarks run from a bundle in `benchmarks/.build`; results lie beside their source. */
const folder = fileURLToPath(new URL("../results/", import.meta.url));

const intro = `# Results

Written by \`npm run bench\`; how to read them is said in [benchmarks/README.md](../README.md).`;

/** Writes a benchmark's findings, and all results anew as one page in the order of `names`. */
export function writeResults(
  { files = {}, ...findings }: Findings,
  about: Omit<Report, keyof Findings>,
  names: readonly string[],
): void {
  mkdirSync(folder, { recursive: true });
  const report: Report = { ...about, ...findings, files: Object.keys(files) };
  writeFileSync(`${folder}${about.name}.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  for (const [file, content] of Object.entries(files)) writeFileSync(`${folder}${file}`, content);
  const parts = readResults(names).map(reportAsMarkdown);
  writeFileSync(`${folder}README.md`, `${[intro, ...parts].join("\n\n")}\n`);
}

/** What was measured before, of these benchmarks. */
export function readResults(names: readonly string[]): Report[] {
  const known = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => known.includes(`${name}.json`))
    .map((name) => JSON.parse(readFileSync(`${folder}${name}.json`, "utf8")) as Report);
}
