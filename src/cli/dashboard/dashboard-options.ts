import { parseArgs } from "node:util";
import { readNumber } from "../read-number.ts";
import { UsageError } from "../usage-error.ts";

/** What `amplify-breaker dashboard` was asked to do. */
export interface DashboardCommandOptions {
  readonly isHelpWanted: boolean;
  /** Where the running app's dashboard is. */
  readonly url: URL;
  readonly token: string | undefined;
  readonly intervalMs: number;
}

const intervalRule = { option: "--interval", least: 0.1, most: 86_400, isWhole: false } as const;

/**
 * @param env - the token may be in `AMPLIFY_BREAKER_TOKEN`, where it shows in no list of processes
 * @throws UsageError naming the argument, what is allowed and what was given
 */
export function readDashboardOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DashboardCommandOptions {
  const { help, url, token = env["AMPLIFY_BREAKER_TOKEN"], interval } = parse(argv);
  return {
    isHelpWanted: help,
    url: help ? new URL("http://localhost/") : readUrl(url),
    token: token === "" ? undefined : token,
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

function readUrl(text: string | undefined): URL {
  if (text === undefined) throw new UsageError("--url is missing: where the app's dashboard is");
  if (!/^https?:\/\//u.test(text) || !URL.canParse(text)) {
    throw new UsageError(`--url must be a URL such as http://127.0.0.1:8321/, got ${JSON.stringify(text)}`);
  }
  const url = new URL(text);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}
