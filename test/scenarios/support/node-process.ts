import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";

/** A run of a program, with a pipe where its terminal would be. */
export interface NodeProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly printed: { stdout: string; stderr: string };
  /** Resolves with the exit code when the process has ended and all it printed was read. */
  readonly ended: Promise<number | null>;
  /** Resolves with the match when standard output shows the pattern, with the `count`th one where that is given. */
  shows(pattern: RegExp, count?: number): Promise<RegExpExecArray>;
}

/** Starts a program that ends with the test at the latest, in an environment that names no account. */
export function startNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): NodeProcess {
  const child = spawn(process.execPath, args, {
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
  const shows = (pattern: RegExp, count = 1): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const every = new RegExp(pattern, `${pattern.flags}g`);
      const check = (): void => {
        const match = [...printed.stdout.matchAll(every)][count - 1];
        if (match === undefined) return;
        checks.delete(check);
        resolve(match);
      };
      checks.add(check);
      check();
      void ended.then(() =>
        reject(new Error(`ended before it showed ${String(pattern)}: ${printed.stdout}${printed.stderr}`)),
      );
    });
  return { child, printed, ended, shows };
}
