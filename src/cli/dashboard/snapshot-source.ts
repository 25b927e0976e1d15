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
  const answer = await askDashboard(place, path, signal);
  if (answer.status !== 200 || !Array.isArray(readProperty(answer.json, "circuits"))) {
    throw noDashboard(new URL(path, place.url), answer);
  }
  return answer.json as DashboardSnapshot;
}
