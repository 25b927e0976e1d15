import { readProperty, readString } from "../../errors/read-property.ts";

/** Longer than any answer over a network that works. */
const patienceMs = 10_000;

/** Where a running app's dashboard is. */
export interface DashboardPlace {
  readonly url: URL;
  readonly token: string | undefined;
}

/** What a dashboard answered, read to its end. */
export interface DashboardAnswer {
  readonly status: number;
  readonly text: string;
  /** What the text says as JSON; `undefined` where it is none. */
  readonly json: unknown;
}

/** The dashboard could not be asked, or refused to answer; the message says why. */
export class DashboardError extends Error {
  override readonly name = "DashboardError" as const;
}

/**
 * Asks a running app's dashboard.
 *
 * @param path - below the dashboard's own address
 * @throws DashboardError (as a rejection) that says why there is no answer
 */
export async function askDashboard(
  { url, token }: DashboardPlace,
  path: string,
  signal: AbortSignal,
): Promise<DashboardAnswer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    const response = await fetch(new URL(path, url), {
      headers,
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });
    // The body may break off, or never end.
    const text = await response.text();
    const { status } = response;
    if (status !== 401) return { status, text, json: parsed(text) };
  } catch (error) {
    throw new DashboardError(`${url.href} cannot be reached: ${reasonOf(error)}`);
  }
  throw new DashboardError(`${url.href} asks for a token: --token, or AMPLIFY_BREAKER_TOKEN`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Something else answers there. */
export function noDashboard(place: URL, { status }: DashboardAnswer): DashboardError {
  return new DashboardError(`${place.href} is no dashboard of amplify-breaker (HTTP ${status})`);
}

/** What fetch() throws says no more than "fetch failed"; its cause does. */
function reasonOf(error: unknown): string {
  const cause = readProperty(error, "cause");
  return (
    readString(cause, "code") ??
    readString(cause, "message") ??
    readString(error, "message") ??
    "no reason given"
  );
}
