import { parseArgs } from "node:util";
import { readNumber } from "../read-number.ts";
import { UsageError } from "../usage-error.ts";

/** What `amplify-breaker watch` was asked to do. */
export interface WatchOptions {
  readonly isHelpWanted: boolean;
  readonly region: string | undefined;
  readonly endpoint: URL | undefined;
  readonly profile: string | undefined;
  readonly intervalMs: number;
}

const intervalRule = { option: "--interval", least: 0.1, most: 86_400, isWhole: false } as const;

/** @throws UsageError naming the argument, what is allowed and what was given */
export function readWatchOptions(argv: readonly string[]): WatchOptions {
  const { help, region, endpoint, profile, interval } = parse(argv);
  return {
    isHelpWanted: help,
    region: notEmpty("--region", region),
    endpoint: endpoint === undefined ? undefined : readEndpoint(endpoint),
    profile: notEmpty("--profile", profile),
    intervalMs: readNumber(interval, intervalRule) * 1_000,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        region: { type: "string" },
        endpoint: { type: "string" },
        profile: { type: "string" },
        interval: { type: "string", default: "10" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function notEmpty(option: string, text: string | undefined): string | undefined {
  if (text?.trim() === "") throw new UsageError(`${option} must not be empty`);
  return text;
}

function readEndpoint(text: string): URL {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text);
  const hint = "must be a URL such as http://127.0.0.1:4566";
  throw new UsageError(`--endpoint ${hint}, got ${JSON.stringify(text)}`);
}
