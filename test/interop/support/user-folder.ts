import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A folder in which this package, as it was built, and the SDK are installed, with one file; gives that file's path. */
export function writeUserFile(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "amplify-breaker-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const installed = join(folder, "node_modules");
  mkdirSync(installed);
  // Junctions: Windows lets everybody make them.
  symlinkSync(root, join(installed, "amplify-breaker"), "junction");
  symlinkSync(join(root, "node_modules/@aws-sdk"), join(installed, "@aws-sdk"), "junction");
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
