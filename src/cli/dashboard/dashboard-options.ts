import { parseArgs } from "node:util";
import { readNumber } from "../read-number.ts";
import { UsageError } from "../usage-error.ts";
import type { DashboardPlace } from "./ask-dashboard.ts";
import { readPlace } from "./read-place.ts";

/** What `amplify-breaker dashboard` was asked to do. */
export interface DashboardCommandOptions {
  readonly isHelpWanted: boolean;
  readonly place: DashboardPlace;
  readonly intervalMs: number;
}

const intervalRule = { option: "--interval", least: 0.1, most: 86_400, isWhole: false } as const;

/** @throws UsageError naming the argument, what is allowed and what was given */
export function readDashboardOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DashboardCommandOptions {
  const { help, url, token, interval } = parse(argv);
  return {
    isHelpWanted: help,
    place: readPlace({ url: help ? "http://localhost/" : url, token }, env),
    intervalMs: readNumber(interval, intervalRule) * 1_000,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        url: { type: "string" },
        token: { type: "string" },
        interval: { type: "string", default: "2" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
