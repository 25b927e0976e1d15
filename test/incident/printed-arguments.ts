import { spawnSync } from "node:child_process";

/** A stand-in for the AWS CLI that prints what it was given, and its variants of endpoints. */
const standIn = String.raw`aws() { printf '%s\0' "$AWS_USE_FIPS_ENDPOINT" "$AWS_USE_DUALSTACK_ENDPOINT" "$@"; }`;

/** What a command gives to `aws` where a shell runs it. */
export interface PrintedArguments {
  readonly words: readonly string[];
  readonly isFips: boolean;
  readonly isDualStack: boolean;
}

/**
 * Runs a text as if it had been pasted into a shell, without the AWS CLI.
 *
 * @throws Error where it prints or calls anything else
 */
export function printedArguments(shell: string, text: string): PrintedArguments {
  const { stdout, stderr, status } = spawnSync(shell, ["-c", `PATH=/nonexistent\n${standIn}\n${text}`], {
    encoding: "utf8",
  });
  if (status !== 0 || stderr !== "") throw new Error(`${shell} ended with ${String(status)}: ${stderr}`);
  const [fips, dualStack, ...words] = stdout.split("\0").slice(0, -1);
  return { words, isFips: fips === "true", isDualStack: dualStack === "true" };
}
