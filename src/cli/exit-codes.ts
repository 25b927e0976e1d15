/** What a shell is told by the commands. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  /** 128 + the number of SIGINT, as shells have it. */
  interrupted: 130,
  /** 128 + the number of SIGTERM. */
  terminated: 143,
} as const;

/** The exit code of a command that was cut short: `signal.reason` is the name of the process signal. */
export function stoppedExitCode(signal: AbortSignal): number {
  return signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
}
