// Builds dist/: types by tsc, a file each; code by esbuild, a file for each entry point and for what they share.
//
// Bundled, because the program that starts pays for every file: Node.js takes 55 ms to load the hundred and thirty of
// src/, and 15 ms for the same in one, which is what a cold start of a Lambda function is about.

import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildPage, embedPage } from "./build/dashboard-page.js";

const root = fileURLToPath(new URL("..", import.meta.url));

process.chdir(root);
// A file whose source is gone must not stay behind and be published.
rmSync("dist", { recursive: true, force: true });

const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

await buildPage();

await build({
  entryPoints: [...entryPoints(), "src/cli/main.ts"],
  outbase: "src",
  outdir: "dist",
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20.19",
  sourcemap: "linked",
  plugins: [embedPage],
  logLevel: "warning",
});

chmodSync("dist/cli/main.js", 0o755);

/** The source of each file that package.json exports. */
function entryPoints() {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync("package.json", "utf8"));
  const { exports } = /** @type {{ exports: Record<string, string | { default: string }> }} */ (manifest);
  const built = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [] : [entry.default]));
  return built.map((file) => file.replace("./dist/", "src/").replace(/\.js$/u, ".ts"));
}
