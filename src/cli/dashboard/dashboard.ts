import { systemClock } from "../../clock/system-clock.ts";
import type { DashboardSnapshot } from "../../dashboard/index.ts";
import type { CommandIo } from "../command-io.ts";
import { exitCodes } from "../exit-codes.ts";
import { colourPaint, plainPaint, type Paint } from "../paint.ts";
import { terminalKind } from "../terminal-kind.ts";
import { wait } from "../wait.ts";
import { withOptions } from "../with-options.ts";
import { DashboardError } from "./ask-dashboard.ts";
import { snapshotLines, transitionLine } from "./circuit-lines.ts";
import { readDashboardOptions, type DashboardCommandOptions } from "./dashboard-options.ts";
import { fetchSnapshot } from "./snapshot-source.ts";

const usage = `Usage: amplify-breaker dashboard --url <url> [options]

Shows in the terminal what the dashboard of a running app shows: its circuits,
what is out, and what changes.

Options:
  --url <url>           where the app's dashboard is
  --token <token>       where it asks for one; or AMPLIFY_BREAKER_TOKEN
  --interval <seconds>  from one look to the next (default: 2)
  -h, --help            print this

On a terminal of at least 80 × 24 it is redrawn in place, elsewhere it prints the
circuits once and then a line for each change. Ctrl-C ends it (exit code 0).
`;

/** What is left of 80 columns beside time, kind and circuit. */
const longestDetail = 35;

const clearScreen = "\u001B[H\u001B[J";

/**
 * Shows a running app's dashboard until the signal is aborted.
 *
 * @returns the exit code: 0 when it was stopped, 1 where there is no dashboard, 2 for arguments it cannot use
 */
export async function dashboard(argv: readonly string[], io: CommandIo): Promise<number> {
  const reader = { command: "dashboard", usage, read: () => readDashboardOptions(argv, io.env) };
  return withOptions(reader, io, (options) => run(options, io));
}

async function run(options: DashboardCommandOptions, io: CommandIo): Promise<number> {
  const { isLive, hasColours } = terminalKind(io);
  const paint = hasColours ? colourPaint : plainPaint;
  const show = isLive ? redraw(io, paint) : printChanges(io, paint);
  let hasShown = false;
  while (!io.signal.aborted) {
    try {
      show(await fetchSnapshot(options.place, io.signal));
      hasShown = true;
    } catch (error) {
      if (!(error instanceof DashboardError)) throw error;
      if (io.signal.aborted) break;
      io.stderr.write(`amplify-breaker dashboard: ${error.message}\n`);
      // What was there once may come back; what never was is a mistake.
      if (!hasShown) return exitCodes.failed;
    }
    await wait(options.intervalMs, systemClock, io.signal);
  }
  return exitCodes.done;
}

type Show = (snapshot: DashboardSnapshot) => void;

function redraw({ stdout }: CommandIo, paint: Paint): Show {
  const { rows = 24 } = stdout as Partial<NodeJS.WriteStream>;
  return (snapshot) => {
    const lines = snapshotLines(snapshot, paint).slice(0, rows - 8);
    const changes = snapshot.transitions
      .slice(-5)
      .map((transition) => transitionLine(transition, paint, longestDetail));
    stdout.write(`${clearScreen}${[...lines, "", ...changes].join("\n")}\n`);
  };
}

function printChanges({ stdout }: CommandIo, paint: Paint): Show {
  let latest: number | undefined;
  return (snapshot) => {
    const { transitions } = snapshot;
    if (latest === undefined) stdout.write(`${snapshotLines(snapshot, paint).join("\n")}\n`);
    for (const transition of transitions) {
      if (latest !== undefined && transition.number > latest) {
        stdout.write(`${transitionLine(transition, paint)}\n`);
      }
    }
    latest = transitions.at(-1)?.number ?? latest ?? 0;
  };
}
