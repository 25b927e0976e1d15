import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A run of an example, with a pipe where its terminal would be. */
export interface ExampleProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly printed: { stdout: string; stderr: string };
  /** Resolves with the exit code when the process has ended and all it printed was read. */
  readonly ended: Promise<number | null>;
  /** Resolves with the match when standard output shows the pattern, with the `count`th one where that is given. */
  shows(pattern: RegExp, count?: number): Promise<RegExpExecArray>;
}

/** Where an example is pointed at, and what else its environment holds. */
export interface ExampleEnvironment {
  readonly endpoint: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts an example as a user does, on the package as it was built. */
export function startExample(
  file: string,
  args: readonly string[],
  { endpoint, env }: ExampleEnvironment,
): ExampleProcess {
  const path = fileURLToPath(new URL(`../../examples/${file}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], {
    env: {
      PATH: process.env["PATH"],
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_ENDPOINT_URL_AMPLIFY: endpoint,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "not a secret",
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

/** The longest line, in characters. */
export function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}
