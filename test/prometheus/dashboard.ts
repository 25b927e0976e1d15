import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A panel of the Grafana dashboard, as far as it is looked at here. */
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly description: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly targets: readonly { readonly refId: string; readonly expr: string }[];
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
}

/** The dashboard as it is shipped. */
export interface Dashboard {
  readonly id: null;
  readonly title: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly Panel[];
}

/** The folder that is shipped. */
export const monitoring: string = fileURLToPath(new URL("../../monitoring/", import.meta.url));

export const dashboard: Dashboard = JSON.parse(
  readFileSync(`${monitoring}grafana-dashboard.json`, "utf8"),
) as Dashboard;

/** All queries of the dashboard, as Grafana would send them with every job and region chosen. */
export const dashboardQueries: readonly string[] = dashboard.panels.flatMap(({ targets }) =>
  targets.map(({ expr }) =>
    expr
      .replaceAll("$__rate_interval", "1m")
      .replaceAll("$__range", "1h")
      .replaceAll(/\$(?:job|region)/gu, ".*"),
  ),
);
