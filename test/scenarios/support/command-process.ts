import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const main = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

/** A run of the built command. */
export interface CommandProcess {
  readonly child: ChildProcess;
  readonly printed: { stdout: string; stderr: string };
  /** Resolves with the exit code when the process has ended and all it printed was read. */
  readonly ended: Promise<number | null>;
  /** Resolves when standard output shows the pattern. */
  shows(pattern: RegExp): Promise<void>;
}

/** Starts `amplify-breaker` as it was built, with an environment that names no account. */
export function startCommand(argv: readonly string[], env: NodeJS.ProcessEnv = {}): CommandProcess {
  const child = spawn(process.execPath, [main, ...argv], {
    env: {
      PATH: process.env["PATH"],
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const printed = { stdout: "", stderr: "" };
  const checks = new Set<() => void>();
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
      for (const check of checks) check();
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const shows = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (pattern.test(printed.stdout)) resolve();
      };
      checks.add(check);
      check();
      void ended.then(() =>
        reject(new Error(`ended before it showed ${String(pattern)}: ${printed.stderr}`)),
      );
    });
  return { child, printed, ended, shows };
}
