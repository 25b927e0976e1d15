import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { systemClock } from "../../clock/system-clock.ts";
import { withBreakers, type Protected } from "../../index.ts";
import type { CommandIo } from "../command-io.ts";
import { exitCodes } from "../exit-codes.ts";
import { colourPaint, plainPaint } from "../paint.ts";
import { terminalKind } from "../terminal-kind.ts";
import { withOptions } from "../with-options.ts";
import { wait } from "../wait.ts";
import { AccountReader } from "./account-reader.ts";
import { findMissingAccess } from "./credentials-check.ts";
import { eventLine, watchedEvents } from "./event-line.ts";
import { roundLine } from "./round-line.ts";
import { readWatchOptions, type WatchOptions } from "./watch-options.ts";
import { createWatchedClient } from "./watched-client.ts";

const usage = `Usage: amplify-breaker watch [options]

Reads an account's apps, branches and jobs through breakers, again and again,
and prints what the breakers see. It only ever calls ListApps, ListBranches and
ListJobs, a few calls a round.

Options:
  --region <name>       AWS region (default: as the SDK finds it)
  --profile <name>      profile of ~/.aws/config
  --endpoint <url>      another endpoint; http://127.0.0.1 and a port is taken for
                        the simulator, and needs neither credentials nor region
  --interval <seconds>  from one round to the next (default: 10)
  -h, --help            print this

Ctrl-C ends it (exit code 0). Without credentials or a region the exit code is 2.
`;

/**
 * Watches an account until the signal is aborted.
 *
 * @returns the exit code: 0 when it was stopped, 2 for arguments it cannot use or where credentials or a region are
 * missing
 */
export async function watch(argv: readonly string[], io: CommandIo): Promise<number> {
  const reader = { command: "watch", usage, read: () => readWatchOptions(argv) };
  return withOptions(reader, io, (options) => run(options, io));
}

async function run(options: WatchOptions, io: CommandIo): Promise<number> {
  const client = createWatchedClient(options);
  const missing = await findMissingAccess(client, options.profile ?? io.env["AWS_PROFILE"], {
    clock: systemClock,
    signal: io.signal,
  });
  if (missing.length > 0 && !io.signal.aborted) {
    for (const problem of missing) io.stderr.write(`amplify-breaker watch: ${problem}\n`);
    return exitCodes.wrongUsage;
  }
  await watchRounds(withBreakers(client), options, io);
  client.destroy();
  return exitCodes.done;
}

async function watchRounds(
  client: Protected<AmplifyClient>,
  { intervalMs }: WatchOptions,
  { signal, stdout, ...io }: CommandIo,
): Promise<void> {
  const paint = terminalKind({ stdout, ...io }).hasColours ? colourPaint : plainPaint;
  for (const type of watchedEvents) {
    client.breakers.on(type, (event) => stdout.write(`${eventLine(event, paint)}\n`));
  }
  const reader = new AccountReader(client, systemClock, signal);
  for (let number = 1; !signal.aborted; number += 1) {
    const startMs = systemClock.now();
    const entries = await reader.round();
    if (signal.aborted) return;
    const circuits = client.breakers;
    stdout.write(`${roundLine({ epochMs: systemClock.epochMs(), number, entries, circuits }, paint)}\n`);
    await wait(Math.max(0, startMs + intervalMs - systemClock.now()), systemClock, signal);
  }
}
