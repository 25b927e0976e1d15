// Bundles the benchmarks and runs one command of them: node scripts/bench.js <main|check> [arguments]
//
// Bundled, because Node.js 20 runs no TypeScript, and a loader that transforms files as they come would add its helpers
// to the very functions that are measured. Other packages stay outside, as they are for a user.

import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const [command = "main", ...args] = process.argv.slice(2);
const processes = "benchmarks/processes";
const entryPoints = ["main.ts", "check.ts"]
  .map((file) => `benchmarks/${file}`)
  .filter((file) => existsSync(file));
if (existsSync(processes)) entryPoints.push(...readdirSync(processes).map((file) => `${processes}/${file}`));

await build({
  entryPoints,
  outbase: "benchmarks",
  outdir: "benchmarks/.build",
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});

const { status } = spawnSync(
  process.execPath,
  ["--expose-gc", "--enable-source-maps", `benchmarks/.build/${command}.js`, ...args],
  { stdio: "inherit", env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" } },
);
process.exit(status ?? 1);
