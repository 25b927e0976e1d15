// Builds and tests with several versions of Node.js, each taken from the npm registry.
//
//   npm run test:matrix [-- VERSION …] [--quick]
//
// Node.js's own binaries are published there, a package for each platform, so that nothing but npm is needed.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The oldest that package.json allows, and the newest of each line. */
const supported = ["20.19.0", "20", "22", "24", "26"];
const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false } },
});
const versions = positionals.length === 0 ? supported : positionals;

for (const version of versions) {
  if (!/^\d+(?:\.\d+){0,2}$/u.test(version)) {
    console.error(`a version of Node.js is written as in 24 or 22.12.0; got "${version}"`);
    process.exit(2);
  }
}

const folder = mkdtempSync(join(tmpdir(), "node-matrix-"));
try {
  const results = versions.map((version) => testWith(version));
  console.table(results);
  process.exitCode = results.every(({ passed, failed }) => passed > 0 && failed === 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} version */
function testWith(version) {
  const startedAt = performance.now();
  const node = install(version);
  if (node === undefined)
    return { version, passed: 0, failed: 1, seconds: 0, note: "not to be had from the registry" };
  const full = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
  const tools = join(root, "node_modules/.bin");
  const path = [dirname(node), tools, process.env["PATH"] ?? ""].join(delimiter);
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: path };
  // In CI the tests write a report of their own, which is that of the run before.
  delete env["CI"];
  const built = spawnSync(node, ["scripts/build.js"], {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (built.status !== 0) return { version: full, passed: 0, failed: 1, seconds: 0, note: "does not build" };
  const report = join(folder, `${version}.json`);
  const projects = values.quick ? ["--project", "units"] : [];
  const options = ["--reporter=json", `--outputFile=${report}`, "--reporter=default", ...projects];
  spawnSync(node, ["node_modules/vitest/vitest.mjs", "run", ...options], {
    cwd: root,
    env,
    stdio: ["ignore", 2, 2],
  });
  const { passed, failed } = readReport(report);
  return {
    version: full,
    passed,
    failed,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    note: "",
  };
}

/**
 * Where the binary is; `undefined` where there is none for this platform.
 *
 * @param {string} version
 */
function install(version) {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const prefix = join(folder, version);
  const { status } = spawnSync(
    "npm",
    [
      "install",
      "--prefix",
      prefix,
      "--no-save",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      `${name}@${version}`,
    ],
    { stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" },
  );
  if (status !== 0) return undefined;
  return join(prefix, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}

/** @param {string} path */
function readReport(path) {
  try {
    /** @type {unknown} */
    const report = JSON.parse(readFileSync(path, "utf8"));
    const { numPassedTests, numFailedTests, success } =
      /** @type {{ numPassedTests: number, numFailedTests: number, success: boolean }} */ (report);
    // A file that does not load has no tests that could fail.
    return { passed: numPassedTests, failed: success ? 0 : Math.max(1, numFailedTests) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
