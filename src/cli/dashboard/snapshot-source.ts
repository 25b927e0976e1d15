import type { DashboardSnapshot } from "../../dashboard/index.ts";
import { readProperty } from "../../errors/read-property.ts";
import { askDashboard, noDashboard, type DashboardPlace } from "./ask-dashboard.ts";

/**
 * Asks a running app's dashboard what it shows.
 *
 * @throws DashboardError (as a rejection) that says why there is no answer
 */
export async function fetchSnapshot(place: DashboardPlace, signal: AbortSignal): Promise<DashboardSnapshot> {
  const path = "api/snapshot";
  const response = await askDashboard(place, path, signal);
  const snapshot: unknown = await response.json().catch(() => undefined);
  if (!response.ok || !Array.isArray(readProperty(snapshot, "circuits"))) {
    throw noDashboard(new URL(path, place.url), response);
  }
  return snapshot as DashboardSnapshot;
}
