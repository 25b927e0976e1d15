import type { CommandIo } from "./command-io.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./usage-error.ts";

/** What every command can be asked. */
interface CommonOptions {
  readonly isHelpWanted: boolean;
}

/** A command's name, its help, and how its arguments are read. */
interface OptionReader<Options extends CommonOptions> {
  readonly command: string;
  readonly usage: string;
  /** Throws a {@link UsageError} for arguments that cannot be used. */
  readonly read: () => Options;
}

/** Runs a command with its options; or prints its help, or what is wrong with the arguments. @returns the exit code */
export async function withOptions<Options extends CommonOptions>(
  { command, usage, read }: OptionReader<Options>,
  io: CommandIo,
  run: (options: Options) => Promise<number>,
): Promise<number> {
  let options: Options;
  try {
    options = read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`amplify-breaker ${command}: ${error.message}\nSee amplify-breaker ${command} --help.\n`);
    return exitCodes.wrongUsage;
  }
  if (!options.isHelpWanted) return run(options);
  io.stdout.write(usage);
  return exitCodes.done;
}
