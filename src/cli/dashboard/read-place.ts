import { UsageError } from "../usage-error.ts";
import type { DashboardPlace } from "./ask-dashboard.ts";

/** The arguments that say where a dashboard is. */
interface PlaceArguments {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}

/**
 * Reads where a running app's dashboard is.
 *
 * @param env - the token may be in `AMPLIFY_BREAKER_TOKEN`, where it shows in no list of processes
 * @throws UsageError naming the argument, what is allowed and what was given
 */
export function readPlace(
  { url, token }: PlaceArguments,
  env: Readonly<Record<string, string | undefined>>,
): DashboardPlace {
  const given = token ?? env["AMPLIFY_BREAKER_TOKEN"];
  return { url: readUrl(url), token: given === "" ? undefined : given };
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
