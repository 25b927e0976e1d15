import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import type { Incident } from "../incident/incident.ts";

/** What a dashboard can show: breakers, and the outages they remember, where they do. */
export interface DashboardSource extends MonitoredBreakers {
  incidents?(): readonly Incident[];
}

/** The outages that are remembered, the latest first. */
export function incidentsOf(source: DashboardSource): readonly Incident[] {
  return source.incidents?.() ?? [];
}
