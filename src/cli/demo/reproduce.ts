import { spawn } from "node:child_process";

/** What came of running an incident's command. */
export type Reproduced = "same" | "other" | "noCli";

/** The AWS CLI is slow to start, and a demo does not wait for it for ever. */
const deadlineMs = 10_000;

/** For a simulator, which takes any credentials; nothing of the user's own account is used. */
const simulated = {
  AWS_ACCESS_KEY_ID: "any",
  AWS_SECRET_ACCESS_KEY: "any",
  AWS_SESSION_TOKEN: "",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_MAX_ATTEMPTS: "1",
};

/**
 * Runs the command of an incident, where there is a shell and an AWS CLI.
 *
 * @param name - of the error that it should meet
 */
export function reproduce(
  command: string,
  name: string,
  {
    env,
    signal,
  }: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal },
): Promise<Reproduced> {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", command], {
      env: { ...env, ...simulated },
      stdio: ["ignore", "ignore", "pipe"],
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
      killSignal: "SIGKILL",
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-10_000);
    });
    child.on("error", () => resolve(signal.aborted ? "other" : "noCli"));
    child.on("close", (status) => {
      if (said.includes(name)) resolve("same");
      else resolve(status === 127 ? "noCli" : "other");
    });
  });
}
