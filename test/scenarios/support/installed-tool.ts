import { spawnSync } from "node:child_process";

/**
 * Leaves the test out, and says so, where a program is not installed that npm cannot install; in continuous integration,
 * where nobody reads what was left out, that is a failure.
 */
export function needTool(tool: string, skip: (reason: string) => void, debianPackage = "prometheus"): void {
  if (spawnSync(tool, ["--version"]).error === undefined) return;
  const reason = `${tool} is not installed (Debian: apt-get install ${debianPackage})`;
  if (process.env["CI"] !== undefined) throw new Error(reason);
  process.stderr.write(`left out: ${reason}\n`);
  skip(reason);
}
