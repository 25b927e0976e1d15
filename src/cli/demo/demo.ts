import { once } from "node:events";
import { join } from "node:path";
import { systemClock } from "../../clock/system-clock.ts";
import type { Dashboard } from "../../dashboard/index.ts";
import type { CommandIo } from "../command-io.ts";
import { exitCodes, stoppedExitCode } from "../exit-codes.ts";
import { colourPaint, plainPaint, type Paint } from "../paint.ts";
import { terminalKind } from "../terminal-kind.ts";
import { withOptions } from "../with-options.ts";
import { readDemoOptions, type DemoOptions } from "./demo-options.ts";
import { DemoRun } from "./demo-run.ts";
import { silentView, type DemoView } from "./demo-view.ts";
import { jsonResult } from "./json-result.ts";
import { LiveView } from "./live-view.ts";
import { noteLine } from "./note-line.ts";
import { OnCall } from "./on-call.ts";
import { createPlainView } from "./plain-view.ts";
import { resultTable } from "./result-table.ts";
import { demoScenario } from "./scenario.ts";
import { startSimulators } from "./start-simulators.ts";
import { Stopwatch } from "./stopwatch.ts";

const usage = `Usage: amplify-breaker demo [options]

Takes the AWS SDK's Amplify client through an outage and a recovery, in about
20 s: the same calls through a raw client and through one with breakers, each
with a simulated Amplify of its own on this machine. Nothing else is contacted.

Options:
  --seed <number>  decides the traffic, all ids and all dice (default: 1)
  --json           print nothing but the result, as JSON
  --dashboard      show the circuits on a page, and leave it up until Ctrl-C
  --keep-running   then leave the simulated Amplify up until Ctrl-C
  -h, --help       print this

On a terminal of at least 80 × 24 the demo is redrawn in place, elsewhere it
prints lines. NO_COLOR=1 leaves out the colours. Ctrl-C stops it (exit code 130).
`;

/**
 * Shows what breakers do in an outage.
 *
 * @returns the exit code: 0 when it came to its end, 2 for arguments it cannot use, 130 when it was stopped
 */
export async function demo(argv: readonly string[], io: CommandIo): Promise<number> {
  const reader = { command: "demo", usage, read: () => readDemoOptions(argv) };
  return withOptions(reader, io, (options) => run(options, io));
}

async function run(options: DemoOptions, io: CommandIo): Promise<number> {
  const { seed, isJsonWanted, keepsRunning, isDashboardWanted } = options;
  const simulators = await startSimulators(seed, io.signal);
  const stopwatch = new Stopwatch(systemClock);
  const demoRun = new DemoRun({ seed, scenario: demoScenario, stopwatch, simulators });
  // The result alone is wanted as JSON, and what the AWS CLI costs this machine would be in it.
  const onCall = isJsonWanted ? undefined : new OnCall(demoRun.breakers, stopwatch, io);
  // What goes to standard output besides the result must not get into the JSON.
  const notes = isJsonWanted ? io.stderr : io.stdout;
  const dashboard = isDashboardWanted ? await openDashboard(demoRun) : undefined;
  try {
    if (dashboard !== undefined) notes.write(`The circuits, live: ${dashboard.url}\n`);
    await playInView(demoRun, onCall, options, io);
    if (!io.signal.aborted) {
      printResult(demoRun, options, io);
      if (onCall !== undefined) await printOnCall(onCall, io);
      if (keepsRunning) notes.write(simulatorNote(simulators.withBreakers.endpoint));
      await stayUp(dashboard, options, notes, io.signal);
    }
  } finally {
    await onCall?.stop();
    await dashboard?.close();
    demoRun.closeClients();
    await Promise.all([simulators.raw.close(), simulators.withBreakers.close()]);
  }
  if (!io.signal.aborted) return exitCodes.done;
  notes.write("stopped\n");
  return stoppedExitCode(io.signal);
}

async function stayUp(
  dashboard: Dashboard | undefined,
  { keepsRunning }: DemoOptions,
  notes: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  if (dashboard !== undefined) notes.write(`\nThe page stays up until Ctrl-C: ${dashboard.url}\n`);
  if (keepsRunning || dashboard !== undefined) await once(signal, "abort");
}

/** Loaded for those only who want it. */
async function openDashboard(demoRun: DemoRun): Promise<Dashboard> {
  const { startDashboard } = await import("../../dashboard/index.ts");
  return startDashboard(demoRun.breakers, { port: 0 });
}

async function playInView(
  demoRun: DemoRun,
  onCall: OnCall | undefined,
  { isJsonWanted }: DemoOptions,
  io: CommandIo,
): Promise<void> {
  const view = isJsonWanted ? silentView : openView(demoRun, io);
  if (onCall !== undefined) onCall.onNote = (note) => view.note(note);
  try {
    await demoRun.play(view, io.signal);
  } finally {
    view.close();
  }
}

function openView(demoRun: DemoRun, io: CommandIo): DemoView {
  const { stdout } = io;
  const paint = choosePaint(io);
  if (!terminalKind(io).isLive) return createPlainView(stdout, paint);
  return new LiveView({
    stdout,
    paint,
    clock: systemClock,
    scenario: demoScenario,
    look: () => demoRun.look(),
  });
}

function choosePaint(io: CommandIo): Paint {
  return terminalKind(io).hasColours ? colourPaint : plainPaint;
}

function printResult(demoRun: DemoRun, { isJsonWanted }: DemoOptions, io: CommandIo): void {
  const result = demoRun.result();
  const text = isJsonWanted ? jsonResult(result) : `\n${resultTable(result, choosePaint(io)).join("\n")}`;
  io.stdout.write(`${text}\n`);
}

/** What whoever is on call heard and found out meanwhile, and where the incident's report is. */
async function printOnCall(onCall: OnCall, io: CommandIo): Promise<void> {
  const paint = choosePaint(io);
  const folder = await onCall.writeIncident();
  const notes = onCall.notes.map((note) => noteLine(note, paint));
  const report =
    folder === undefined
      ? []
      : [`The incident, for a support case: ${join(folder, "incident.md")}, incident.json`];
  io.stdout.write(["", paint("On call meanwhile", "bold"), ...notes, ...report, ""].join("\n"));
}

function simulatorNote(endpoint: string): string {
  return (
    `\nThe simulated Amplify is still up, and healthy (Ctrl-C stops it): ${endpoint}\n` +
    `  AWS CLI: aws amplify list-apps --endpoint-url ${endpoint}\n` +
    `  watch:   amplify-breaker watch --endpoint ${endpoint}\n`
  );
}
