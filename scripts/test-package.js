// Packs the package as it would be published, looks at what is in it, and uses it from a fresh folder as strangers do.
//
//   npm run test:package

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { auditSignatures, checkContents } from "./package/check-contents.js";
import { users } from "./package/users.js";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/u, "");
const folder = mkdtempSync(join(tmpdir(), "package-test-"));
const shell = process.platform === "win32";
let problems = 0;

/**
 * @param {string} what
 * @param {boolean} isGood
 * @param {string} details
 */
function tell(what, isGood, details) {
  if (!isGood) problems++;
  const word = details.startsWith("left out") ? "skip" : "ok  ";
  console.log(`${isGood ? word : "FAIL"} ${what}${details === "" ? "" : `: ${details}`}`);
}

/** @param {readonly string[]} args */
function npm(args) {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8", shell });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}

function packed() {
  /** @type {unknown} */
  const result = JSON.parse(npm(["pack", root, "--json", "--pack-destination", folder]));
  const [one] = /** @type {{ filename: string, files: { path: string }[] }[]} */ (result);
  if (one === undefined) throw new Error("npm packed nothing");
  return { tarball: join(folder, one.filename), files: one.files.map(({ path }) => path) };
}

try {
  const { tarball, files } = packed();
  const found = checkContents(root, files);
  tell(`contents, ${files.length} files`, found.length === 0, found.join("; "));
  writeFileSync(join(folder, "package.json"), '{ "name": "user", "private": true }');
  const others = [
    "@aws-sdk/client-amplify",
    "@types/node@20",
    "p-retry@7",
    "prom-client",
    "@opentelemetry/api",
  ];
  npm(["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...others]);
  const { isBad, isAsked, text } = auditSignatures(folder);
  tell("signatures of what is installed", !isBad, isAsked ? text : `left out: ${text}`);
  for (const { name, run } of users) {
    const { status, output } = run(folder);
    tell(
      name,
      status === 0,
      status === 0 ? (/^left out: .*$/mu.exec(output)?.[0] ?? "") : output.slice(-2_000),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = problems === 0 ? 0 : 1;
