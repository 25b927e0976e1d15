// Bundles the programs of a folder and runs one of them: node scripts/run-bundled.js <folder>/<program> [arguments]
//
// Bundled, because Node.js 20 runs no TypeScript, and a loader that transforms files as they come would add its helpers
// to the very functions that are measured. Other packages stay outside, as they are for a user. What a program starts as
// a process of its own is in `processes/` of its folder.

import { build } from "esbuild";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const [program = "", ...args] = process.argv.slice(2);
const folder = dirname(program);
const processes = `${folder}/processes`;
const entryPoints = [`${program}.ts`];
if (existsSync(processes)) entryPoints.push(...readdirSync(processes).map((file) => `${processes}/${file}`));

await build({
  entryPoints,
  outbase: folder,
  outdir: `${folder}/.build`,
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});

const child = spawn(
  process.execPath,
  ["--expose-gc", "--enable-source-maps", program.replace(folder, `${folder}/.build`).concat(".js"), ...args],
  { stdio: "inherit", env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" } },
);
// The program may have something to say before it ends, and must not be left behind.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  process.on(signal, () => child.kill(signal));
child.on("exit", (status) => process.exit(status ?? 1));
