import { parseArgs } from "node:util";
import { LARGEST_SEED, readNumber } from "../read-number.ts";
import { UsageError } from "../usage-error.ts";

/** What `amplify-breaker demo` was asked to do. */
export interface DemoOptions {
  readonly isHelpWanted: boolean;
  readonly seed: number;
  readonly isJsonWanted: boolean;
  readonly keepsRunning: boolean;
  readonly isDashboardWanted: boolean;
}

/** @throws UsageError naming the argument, what is allowed and what was given */
export function readDemoOptions(argv: readonly string[]): DemoOptions {
  const { help, seed, json, "keep-running": keepsRunning, dashboard } = parse(argv);
  return {
    isHelpWanted: help,
    seed: readNumber(seed, { option: "--seed", least: 0, most: LARGEST_SEED, isWhole: true }),
    isJsonWanted: json,
    keepsRunning,
    isDashboardWanted: dashboard,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
        "keep-running": { type: "boolean", default: false },
        dashboard: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
