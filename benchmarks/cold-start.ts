import { readFileSync, realpathSync } from "node:fs";
import { bundleFunction, type FunctionBundle } from "./cold-start/bundle-function.ts";
import { importInProcess } from "./cold-start/import-in-process.ts";
import { importedBeside, nothing, sdk, us, type Imported } from "./cold-start/imported.ts";
import { unaskedFiles } from "./cold-start/unasked-files.ts";
import type { Benchmark, BenchmarkContext, Findings, Table, Target } from "./harness/benchmark.ts";
import { inRounds, summarize, type Measured } from "./harness/rounds.ts";

/** What the package adds to the start of a process that uses the SDK's client anyway. */
export const coldStart: Benchmark = {
  name: "cold-start",
  question: "what does importing the package cost, beside importing the SDK's client?",
  async run(context): Promise<Findings> {
    const time = await measureImports(context);
    const sizes = await measureSizes(context);
    const bundles = await measureBundles(context);
    return {
      tables: [importTable(time, sizes), bundleTable(bundles)],
      targets: [
        target("importing amplify-breaker takes at most 5 % of the client's own time", ratioOfUs(time), 0.05),
        target(
          "so it does in one bundle with the client",
          ratioOfUs(bundles.map(({ measured }) => measured)) - 1,
          0.05,
        ),
        unaskedTarget(sizes),
      ],
      data: { time, sizes, bundles },
    };
  },
};

const clientName = "the SDK's client";

/** The time of each import as a share of the client's in the same process. */
async function measureImports({ isQuick, progress }: BenchmarkContext): Promise<Measured[]> {
  const rounds = isQuick ? 10 : 60;
  const onRound = (round: number): void => progress(`imports, round ${round + 1} of ${rounds}`);
  const figures = await inRounds(importedBeside, timeBesideClient, { rounds, onRound });
  const clients = figures.flat().map(({ client }) => client);
  return [
    summarize(clientName, clients, clients),
    ...importedBeside.map(({ name }, index) => {
      const own = figures[index] ?? [];
      return summarize(
        name,
        own.map((figure) => figure.own),
        own.map((figure) => figure.client),
      );
    }),
  ];
}

async function timeBesideClient({
  specifier = "",
}: Imported): Promise<{ readonly client: number; readonly own: number }> {
  const [client, own] = await importInProcess("time", [sdk, specifier]);
  return { client: microseconds(client?.ms), own: microseconds(own?.ms) };
}

interface Sizes {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly heapBytes: number;
  readonly paths: readonly string[];
}

async function measureSizes({ progress }: BenchmarkContext): Promise<Sizes[]> {
  progress("files and heap");
  const sizes: Sizes[] = [];
  for (const { name, specifier } of [{ name: clientName, specifier: sdk }, ...importedBeside]) {
    if (specifier === undefined) continue;
    // On its own, so that nothing counts as loaded because the client has it too.
    const [read] = await importInProcess("files", [specifier]);
    const files = read?.files ?? [];
    const heap = await importInProcess("heap", specifier === sdk ? [sdk] : [sdk, specifier]);
    sizes.push({
      name,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      heapBytes: heap.at(-1)?.heapBytes ?? Number.NaN,
      paths: files.map(({ path }) => path),
    });
  }
  return sizes;
}

interface MeasuredBundle {
  readonly bytes: number;
  readonly measured: Measured;
}

/** The time to load a function's whole bundle, beside one with the client alone. */
async function measureBundles({ isQuick, progress }: BenchmarkContext): Promise<MeasuredBundle[]> {
  const rounds = isQuick ? 10 : 60;
  const onRound = (round: number): void => progress(`bundles, round ${round + 1} of ${rounds}`);
  const bundles = await Promise.all([nothing, ...importedBeside].map(bundleFunction));
  const times = await inRounds(bundles, timeOfBundle, { rounds, onRound });
  return bundles.map(({ name, bytes }, index) => {
    return { bytes, measured: summarize(name, times[index] ?? [], times[0] ?? []) };
  });
}

async function timeOfBundle({ path }: FunctionBundle): Promise<number> {
  const [whole] = await importInProcess("time", [path]);
  return microseconds(whole?.ms);
}

function microseconds(ms: number | undefined): number {
  return (ms ?? Number.NaN) * 1_000;
}

function ratioOfUs(measurements: readonly Measured[]): number {
  return measurements.find(({ name }) => name === us.name)?.ratio ?? Number.NaN;
}

function target(text: string, share: number, most: number): Target {
  return { text, measured: percent(share), isMet: share <= most };
}

function unaskedTarget(sizes: readonly Sizes[]): Target {
  const { paths = [] } = sizes.find(({ name }) => name === us.name) ?? {};
  const files = paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const unasked = unaskedFiles(files, realpathSync("."));
  return {
    text: "no subpath is loaded unasked, nor anything else",
    measured: `${unasked.length} of ${paths.length} files`,
    isMet: paths.length > 0 && unasked.length === 0,
  };
}

function importTable(time: readonly Measured[], sizes: readonly Sizes[]): Table {
  return {
    title: "Importing, the client first and one of the others after it",
    columns: [
      "",
      "ms",
      "of the client's time",
      "half of all rounds",
      "files",
      "KB of code",
      "KB on the heap",
    ],
    rows: time.map(({ name, microseconds: micros, ratio, spread }) => {
      const size = sizes.find((one) => one.name === name);
      return [
        name,
        (micros / 1_000).toFixed(1),
        ...(name === clientName ? ["", ""] : [percent(ratio), spread.map(percent).join(" – ")]),
        size?.files ?? "",
        kilobytes(size?.bytes),
        kilobytes(size?.heapBytes),
      ];
    }),
    note:
      "Each import in a process of its own that has just imported the client; its share is that of the client's time in the " +
      "same process. The packages as they are installed, their files in the machine's file cache: from a cold disk every " +
      "file costs more. The files and their code are those of the package and of all it imports itself.",
  };
}

function bundleTable(bundles: readonly MeasuredBundle[]): Table {
  return {
    title: "A function's bundle, the client in it",
    columns: ["client and …", "ms", "× the client alone", "half of all rounds", "KB of code"],
    rows: bundles.map(({ bytes, measured: { name, microseconds: micros, ratio, spread } }) => [
      name,
      (micros / 1_000).toFixed(1),
      ratio.toFixed(3),
      spread.map((end) => end.toFixed(2)).join(" – "),
      kilobytes(bytes),
    ]),
    note: "Bundled and minified by esbuild into one CommonJS file, as most deploy a Lambda function, and loaded by `require()`, as Lambda does; all that is exported is kept.",
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function kilobytes(bytes = Number.NaN): string {
  return (bytes / 1_000).toFixed(0);
}
