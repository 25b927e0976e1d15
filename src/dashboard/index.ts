export { createDashboardHandler, type DashboardHandler } from "./create-dashboard-handler.ts";
export type { DashboardOptions, ServerOptions, UnhealthyRule } from "./dashboard-options.ts";
export type {
  CircuitTile,
  DashboardSnapshot,
  IncidentEntry,
  TileError,
  Transition,
} from "./dashboard-snapshot.ts";
export type { DashboardSource } from "./incident-source.ts";
export { startDashboard, type Dashboard } from "./start-dashboard.ts";
