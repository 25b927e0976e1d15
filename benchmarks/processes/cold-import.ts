// Imports what it is told to, one after the other, in a process that has loaded nothing else, and says what each cost.

import { createRequire } from "node:module";
import type { ImportCost, Reading } from "../cold-start/import-cost.ts";
import { LoadedFiles } from "../cold-start/loaded-files.ts";

const require = createRequire(import.meta.url);
const [reading, ...specifiers] = process.argv.slice(2);
const loaded = (reading as Reading) === "files" ? new LoadedFiles() : undefined;

function heapUsed(): number {
  if ((reading as Reading) !== "heap") return Number.NaN;
  if (globalThis.gc === undefined) throw new Error("this process needs --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** A bundle is loaded as Lambda loads it: `import()` would first search its whole text for the names it exports. */
async function load(specifier: string): Promise<void> {
  if (specifier.endsWith(".cjs")) require(specifier);
  else await import(specifier);
}

const costs: ImportCost[] = [];
for (const specifier of specifiers) {
  const heapBefore = heapUsed();
  const startedAt = performance.now();
  await load(specifier);
  const ms = performance.now() - startedAt;
  const heapBytes = heapUsed() - heapBefore;
  costs.push({ specifier, ms, heapBytes, files: loaded?.take() ?? [] });
}
loaded?.stop();
process.send?.(costs, () => process.disconnect());
