import { nearestName } from "../errors/nearest-name.ts";
import { packageVersion } from "../incident/versions.ts";
import type { CommandIo } from "./command-io.ts";
import { exitCodes } from "./exit-codes.ts";

/** Does what its arguments ask for. @returns the exit code */
type Command = (argv: readonly string[], io: CommandIo) => Promise<number>;

/** A command that is loaded when it is asked for. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** The commands there are; none is loaded for another's sake. */
const commands: Readonly<Record<string, CommandEntry>> = {
  demo: {
    summary: "take the SDK's client through an Amplify outage, with and without breakers",
    load: async () => (await import("./demo/demo.ts")).demo,
  },
  simulate: {
    summary: "run an Amplify endpoint on this machine",
    load: async () => (await import("./simulate.ts")).simulate,
  },
  dashboard: {
    summary: "show the circuits of a running app that has a dashboard",
    load: async () => (await import("./dashboard/dashboard.ts")).dashboard,
  },
  incident: {
    summary: "print what a running app knows of an outage, for a support case",
    load: async () => (await import("./incident/incident.ts")).incident,
  },
  watch: {
    summary: "watch an account's Amplify through breakers, with reads only",
    load: async () => (await import("./watch/watch.ts")).watch,
  },
};

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return `Usage: amplify-breaker <command> [options]

Commands:
${lines.join("\n")}

Options:
  -h, --help    print this, or a command's own help
  --version     print the version
`;
}

/** Runs the command that the arguments name. @returns the exit code */
export async function runCli(
  argv: readonly string[],
  io: CommandIo,
  known: Readonly<Record<string, CommandEntry>> = commands,
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    io.stderr.write(usage());
    return exitCodes.wrongUsage;
  }
  if (name === "--help" || name === "-h") {
    io.stdout.write(usage());
    return exitCodes.done;
  }
  if (name === "--version") {
    io.stdout.write(`${packageVersion}\n`);
    return exitCodes.done;
  }
  const command = Object.hasOwn(known, name) ? known[name] : undefined;
  if (command === undefined) {
    io.stderr.write(`amplify-breaker: ${describeUnknown(name, Object.keys(known))}\n`);
    return exitCodes.wrongUsage;
  }
  return (await command.load())(rest, io);
}

function describeUnknown(name: string, known: readonly string[]): string {
  const kind = name.startsWith("-") ? "option" : "command";
  const nearest = nearestName(name, kind === "option" ? ["--help", "--version"] : known);
  const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return `there is no ${kind} "${name}"${hint}\nSee amplify-breaker --help.`;
}
