import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { metricDefinitions, type MetricDefinition } from "../../src/prometheus/metric-definitions.ts";
import { needTool } from "../scenarios/support/installed-tool.ts";
import { dashboard, dashboardQueries, monitoring } from "./dashboard.ts";

const rules = readFileSync(`${monitoring}alerts.yml`, "utf8");
const ruleTests = fileURLToPath(new URL("alerts.test.yml", import.meta.url));
const promtool = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync("promtool", args, { encoding: "utf8" });
  return { status, printed: stdout + stderr };
};

/** The labels that each series has, by its name: a histogram's are called otherwise than the histogram. */
const labelsBySeries = new Map(
  Object.entries<MetricDefinition>(metricDefinitions).flatMap(([name, { kind, labels }]) => {
    const full = `amplify_breaker_${name}`;
    if (kind !== "histogram") return [[full, labels] as const];
    const bucket = [`${full}_bucket`, [...labels, "le"]] as const;
    return [bucket, [`${full}_sum`, labels] as const, [`${full}_count`, labels] as const];
  }),
);
const ofScrape = ["job", "instance"];

/** The series a text names, and the labels it asks of each. */
function seriesIn(text: string): { name: string; labels: string[] }[] {
  return [...text.matchAll(/(?<![\w:])(amplify_breaker_\w+)(?:\{([^}]*)\})?/gu)].map(
    ([, name = "", selector = ""]) => ({
      name,
      labels: [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/gu)].map((match) => match[1] ?? ""),
    }),
  );
}

function expectSeriesExist(text: string, atLeast: number): void {
  const series = seriesIn(text);
  expect(series.length).toBeGreaterThanOrEqual(atLeast);
  for (const { name, labels } of series) {
    expect(labelsBySeries.has(name), name).toBe(true);
    expect([...(labelsBySeries.get(name) ?? []), ...ofScrape], name).toEqual(expect.arrayContaining(labels));
  }
}

describe("the alerting rules", () => {
  test("name only series and labels that exist", () => {
    expectSeriesExist(rules, 8);
    const aggregated = [...rules.matchAll(/\b(?:by|without) \(([^)]*)\)/gu)].flatMap(([, names = ""]) =>
      names.split(", "),
    );
    const known = [...labelsBySeries.values()].flat();
    expect([...known, ...ofScrape]).toEqual(expect.arrayContaining(aggregated));
  });

  test("say what happened and what to do", () => {
    const alerts = rules.split("- alert: ").slice(1);
    expect(alerts.map((alert) => alert.split("\n")[0])).toEqual([
      "AmplifyCircuitOpen",
      "AmplifyServiceOut",
      "AmplifyCircuitFlapping",
      "AmplifyErrorRate",
      "AmplifyStaleAnswers",
    ]);
    for (const alert of alerts)
      expect(alert).toMatch(/severity: \w+[\s\S]*summary: .{20}[\s\S]*description: >-\n.{80}/u);
  });

  test("alert when they should and not otherwise", ({ skip }) => {
    needTool("promtool", skip);
    expect(promtool("test", "rules", ruleTests)).toMatchObject({ status: 0 });
  });
});

describe("the dashboard", () => {
  test("names only series and labels that exist", () => {
    expectSeriesExist(dashboardQueries.join("\n"), 20);
    expectSeriesExist(JSON.stringify(dashboard.templating), 2);
  });

  test("leaves no metric out", () => {
    const shown = new Set(
      seriesIn(dashboardQueries.join("\n")).map(({ name }) =>
        name.replace(/^amplify_breaker_(.*?)(?:_bucket)?$/u, "$1"),
      ),
    );
    const notShown = Object.keys(metricDefinitions).filter((name) => !shown.has(name));
    expect(notShown).toEqual(["transitions_total", "would_open_total"]);
  });

  test("asks only what Prometheus understands", ({ skip }) => {
    needTool("promtool", skip);
    const folder = mkdtempSync(join(tmpdir(), "amplify-breaker-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const records = dashboardQueries.map((expr, index) => ({ record: `query:${index}`, expr }));
    writeFileSync(
      join(folder, "queries.yml"),
      JSON.stringify({ groups: [{ name: "dashboard", rules: records }] }),
    );
    const { status, printed } = promtool("check", "rules", join(folder, "queries.yml"));
    expect(status, printed).toBe(0);
  });

  test("can be imported: the data source is chosen then, and panels lie beside each other", () => {
    expect(dashboard.id).toBeNull();
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36);
    expect(dashboard.templating.list.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      "datasource: datasource",
      "job: query",
      "region: query",
    ]);
    const cells = new Set<string>();
    for (const { id, title, description, datasource, gridPos, targets, fieldConfig } of dashboard.panels) {
      expect(datasource, title).toEqual({ type: "prometheus", uid: "${datasource}" });
      expect([id, title, description, fieldConfig.defaults.unit], title).not.toContain("");
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length);
      const { x, y, w, h } = gridPos;
      expect(x + w, title).toBeLessThanOrEqual(24);
      for (let cell = 0; cell < w * h; cell++) {
        const at = `${x + (cell % w)},${y + Math.floor(cell / w)}`;
        expect(cells.has(at), `${title} lies on another panel`).toBe(false);
        cells.add(at);
      }
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});
