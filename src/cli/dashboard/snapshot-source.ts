import type { DashboardSnapshot } from "../../dashboard/index.ts";
import { readProperty, readString } from "../../errors/read-property.ts";
import type { DashboardCommandOptions } from "./dashboard-options.ts";

/** Longer than any answer over a network that works. */
const patienceMs = 10_000;

/** The dashboard could not be asked, or refused to answer; the message says why. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError" as const;
}

/**
 * Asks a running app's dashboard what it shows.
 *
 * @throws SnapshotError (as a rejection) that says why there is no answer
 */
export async function fetchSnapshot(
  { url, token }: Pick<DashboardCommandOptions, "url" | "token">,
  signal: AbortSignal,
): Promise<DashboardSnapshot> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const place = new URL("api/snapshot", url);
  const response = await fetch(place, {
    headers,
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  }).catch((error: unknown) => {
    throw new SnapshotError(`${url.href} cannot be reached: ${reasonOf(error)}`);
  });
  if (response.status === 401) {
    throw new SnapshotError(`${url.href} asks for a token: --token, or AMPLIFY_BREAKER_TOKEN`);
  }
  const snapshot: unknown = await response.json().catch(() => undefined);
  if (!response.ok || !Array.isArray(readProperty(snapshot, "circuits"))) {
    throw new SnapshotError(`${place.href} is no dashboard of amplify-breaker (HTTP ${response.status})`);
  }
  return snapshot as DashboardSnapshot;
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
