import { parseArgs } from "node:util";
import type { DashboardPlace } from "../dashboard/ask-dashboard.ts";
import { readPlace } from "../dashboard/read-place.ts";
import { UsageError } from "../usage-error.ts";

/** What `amplify-breaker incident` was asked to do. */
export interface IncidentCommandOptions {
  readonly isHelpWanted: boolean;
  readonly place: DashboardPlace;
  readonly isJsonWanted: boolean;
  readonly isListWanted: boolean;
  /** An incident's id, or a circuit's name; the latest incident where nothing is named. */
  readonly name: string | undefined;
}

/** @throws UsageError naming the argument, what is allowed and what was given */
export function readIncidentOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): IncidentCommandOptions {
  const { values, positionals } = parse(argv);
  const { help, json, list, url, token } = values;
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`one incident at a time, got ${JSON.stringify(positionals)}`);
  if (list && (json || name !== undefined))
    throw new UsageError("--list goes with neither --json nor a name");
  return {
    isHelpWanted: help,
    place: readPlace({ url: help ? "http://localhost/" : url, token }, env),
    isJsonWanted: json,
    isListWanted: list,
    name,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        token: { type: "string" },
        json: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
