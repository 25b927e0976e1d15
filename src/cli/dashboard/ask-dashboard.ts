import { readProperty, readString } from "../../errors/read-property.ts";

/** Longer than any answer over a network that works. */
const patienceMs = 10_000;

/** Where a running app's dashboard is. */
export interface DashboardPlace {
  readonly url: URL;
  readonly token: string | undefined;
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
): Promise<Response> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, url), {
    headers,
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  }).catch((error: unknown) => {
    throw new DashboardError(`${url.href} cannot be reached: ${reasonOf(error)}`);
  });
  if (response.status === 401) {
    throw new DashboardError(`${url.href} asks for a token: --token, or AMPLIFY_BREAKER_TOKEN`);
  }
  return response;
}

/** Something else answers there. */
export function noDashboard(place: URL, { status }: Response): DashboardError {
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
