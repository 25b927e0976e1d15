import { systemClock } from "../clock/system-clock.ts";
import type { CommandIo } from "./command-io.ts";
import { exitCodes, stoppedExitCode } from "./exit-codes.ts";

/** How long what a command left behind (an idle socket, a request that was given up) may keep the process running. */
const LINGER_MS = 300;

/**
 * The process as a command sees it. The first SIGINT or SIGTERM asks the command to stop; a second one ends the process
 * at once. A reader that has seen enough, as in `demo | head -1`, is no error.
 */
export function openProcessIo(): CommandIo {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(stoppedExitCode(controller.signal));
      controller.abort(name);
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // EIO is what a terminal that was closed answers.
      process.exit(error.code === "EPIPE" ? exitCodes.done : exitCodes.failed);
    });
  }
  return { stdout: process.stdout, stderr: process.stderr, signal: controller.signal, env: process.env };
}

/**
 * Lets the process end by itself, and ends it where something idle would keep it from that; not before all that was
 * written has been taken, however slow its reader is.
 */
export function endSoon(): void {
  process.stdout.write("", () => {
    process.stderr.write("", () => {
      systemClock.startTimer(() => process.exit(), LINGER_MS, false);
    });
  });
}
