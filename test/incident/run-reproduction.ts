import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** Where the AWS CLI is, version 1 or 2. */
export const awsCli = process.env["AWS_CLI"] ?? "aws";
const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** How a program ended. */
interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that lives as long as the test. */
function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "amplify-breaker-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs a program that knows of no account but a made-up one. */
async function run(command: string, args: readonly string[], folder: string): Promise<Ending> {
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: [folder, process.env["PATH"]].join(delimiter),
      HOME: folder,
      ...{ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "not a secret" },
      ...{ AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "/dev/null" },
      ...{ AWS_SHARED_CREDENTIALS_FILE: "/dev/null", AWS_MAX_ATTEMPTS: "1" },
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { status: child.exitCode, stdout, stderr };
}

/** Runs a command line, as if it had been pasted into a shell. */
export function runCommand(command: string | undefined): Promise<Ending> {
  const folder = aFolder();
  // What is pasted says `aws`, wherever that is.
  writeFileSync(
    join(folder, "aws"),
    `#!/bin/sh\nPATH='${process.env["PATH"] ?? ""}' exec '${awsCli}' "$@"\n`,
    { mode: 0o755 },
  );
  return run("sh", ["-c", command ?? ""], folder);
}

/** Runs a script, where the SDK is installed. */
export function runScript(script: string | undefined): Promise<Ending> {
  const folder = aFolder();
  symlinkSync(nodeModules, join(folder, "node_modules"));
  writeFileSync(join(folder, "reproduce.mjs"), script ?? "");
  return run(process.execPath, ["reproduce.mjs"], folder);
}
