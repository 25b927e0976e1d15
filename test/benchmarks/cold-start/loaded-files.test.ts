import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { expect, onTestFinished, test } from "vitest";
import { LoadedFiles } from "../../../benchmarks/cold-start/loaded-files.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "loaded-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("every file that is imported or required is seen once, with its bytes", async () => {
  const folder = aFolder();
  const whole = join(folder, "whole.mjs");
  const part = join(folder, "part.mjs");
  const required = join(folder, "required.cjs");
  writeFileSync(whole, 'import "./part.mjs";\n');
  writeFileSync(part, "export {};\n");
  writeFileSync(required, "module.exports = 1;\n");
  const files = new LoadedFiles();
  onTestFinished(() => files.stop());
  await import(/* @vite-ignore */ pathToFileURL(whole).href);
  createRequire(import.meta.url)(required);
  const mine = files.take().filter(({ path }) => path.startsWith(folder));
  expect(mine.toSorted((one, other) => one.path.localeCompare(other.path))).toEqual([
    { path: part, bytes: 11 },
    { path: required, bytes: 20 },
    { path: whole, bytes: 21 },
  ]);
  expect(files.take().filter(({ path }) => path.startsWith(folder))).toEqual([]);
});
