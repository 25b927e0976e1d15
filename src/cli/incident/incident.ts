import type { IncidentEntry } from "../../dashboard/index.ts";
import { readNumber, readProperty, readString } from "../../errors/read-property.ts";
import type { CommandIo } from "../command-io.ts";
import { DashboardError, askDashboard, noDashboard } from "../dashboard/ask-dashboard.ts";
import { exitCodes } from "../exit-codes.ts";
import { oneLine, printableJsonText, printableText } from "../printable.ts";
import { withOptions } from "../with-options.ts";
import { readIncidentOptions, type IncidentCommandOptions } from "./incident-options.ts";
import { incidentLines } from "./incident-lines.ts";

const usage = `Usage: amplify-breaker incident --url <url> [options] [<id or circuit>]

Prints what a running app knows of an outage, as a text to paste into a support
case: of the incident with that id, of the last one of that circuit (ListApps),
or of the last one there was. Nothing else goes to standard output.

Options:
  --url <url>      where the app's dashboard is
  --token <token>  where it asks for one; or AMPLIFY_BREAKER_TOKEN
  --json           as JSON, by the schema amplify-breaker/incident.schema.json
  --list           list all incidents instead
  -h, --help       print this

Exit code: 0; 1 where there is no dashboard or no such incident; 2 for arguments
it cannot use.
`;

/**
 * Prints an incident of a running app, as its dashboard gives it.
 *
 * @returns the exit code: 0, 1 where there is no dashboard or no such incident, 2 for arguments it cannot use
 */
export async function incident(argv: readonly string[], io: CommandIo): Promise<number> {
  const reader = { command: "incident", usage, read: () => readIncidentOptions(argv, io.env) };
  return withOptions(reader, io, (options) => run(options, io));
}

async function run(options: IncidentCommandOptions, io: CommandIo): Promise<number> {
  try {
    io.stdout.write(await textOf(options, io.signal));
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof DashboardError)) throw error;
    if (!io.signal.aborted) io.stderr.write(`amplify-breaker incident: ${oneLine(error.message)}\n`);
    return exitCodes.failed;
  }
}

async function textOf(options: IncidentCommandOptions, signal: AbortSignal): Promise<string> {
  const { place, name, isJsonWanted, isListWanted } = options;
  const entries = await fetchEntries(options, signal);
  if (isListWanted) return `${incidentLines(entries).join("\n")}\n`;
  // The latest comes first.
  const found = entries.find(({ id, circuit }) => name === undefined || id === name || circuit === name);
  if (found === undefined) throw new DashboardError(notFound(name, entries));
  const path = `api/incidents/${encodeURIComponent(found.id)}${isJsonWanted ? "" : ".md"}`;
  const answer = await askDashboard(place, path, signal);
  if (answer.status === 404) throw new DashboardError(`${found.id} is no longer remembered there`);
  if (answer.status !== 200 || (isJsonWanted && answer.json === undefined)) {
    throw noDashboard(new URL(path, place.url), answer);
  }
  return isJsonWanted ? `${printableJsonText(answer.json)}\n` : printableText(answer.text);
}

async function fetchEntries(
  { place }: IncidentCommandOptions,
  signal: AbortSignal,
): Promise<readonly IncidentEntry[]> {
  const path = "api/incidents";
  const answer = await askDashboard(place, path, signal);
  const { status, json } = answer;
  if (status === 200 && Array.isArray(json) && json.every(isEntry)) return json;
  throw noDashboard(new URL(path, place.url), answer);
}

/** Has what is read here; another server's list may hold anything. */
function isEntry(value: unknown): value is IncidentEntry {
  const texts = ["id", "status", "circuit", "since"].map((member) => readString(value, member));
  const error = readProperty(value, "error");
  return (
    texts.every((text) => text !== undefined) &&
    readNumber(value, "durationMs") !== undefined &&
    (error === undefined || typeof error === "string")
  );
}

function notFound(name: string | undefined, entries: readonly IncidentEntry[]): string {
  if (entries.length === 0) return "no outage is remembered there";
  const known = [...new Set(entries.map(({ circuit }) => circuit))].slice(0, 10).join(", ");
  return `there is no incident ${JSON.stringify(name)}; there are some of ${JSON.stringify(known)} (see --list)`;
}
