export { createDashboardHandler, type DashboardHandler } from "./create-dashboard-handler.ts";
export type { DashboardOptions, ServerOptions, UnhealthyRule } from "./dashboard-options.ts";
export type { CircuitTile, DashboardSnapshot, TileError, Transition } from "./dashboard-snapshot.ts";
export { startDashboard, type Dashboard } from "./start-dashboard.ts";
