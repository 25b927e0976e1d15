import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { onTestFinished } from "vitest";
import { systemClock } from "../../../src/clock/system-clock.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bundles a TypeScript program with this package and the SDK, as a user would; gives the bundle's path. */
export async function bundleProgram(source: string, options: BuildOptions = {}): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "amplify-breaker-"));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  const isEsm = options.format !== "cjs";
  const outfile = join(directory, isEsm ? "program.mjs" : "program.cjs");
  await build({
    stdin: { contents: source, resolveDir: here, loader: "ts" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    logLevel: "silent",
    // opossum asks for Node's modules in the way of CommonJS.
    ...(isEsm
      ? {
          banner: {
            js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
          },
        }
      : undefined),
    ...options,
    outfile,
  });
  return outfile;
}

/** Runs a bundle until it exits by itself; one that does not is stopped at the deadline, and has no code. */
export function runProgram(path: string, args: readonly string[], deadlineMs = 8_000): Promise<ProgramEnd> {
  const child = spawn(process.execPath, [path, ...args], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
    });
  }
  const cancel = systemClock.startTimer(() => child.kill("SIGKILL"), deadlineMs, true);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      cancel();
      resolve({ code, ...printed });
    });
  });
}
