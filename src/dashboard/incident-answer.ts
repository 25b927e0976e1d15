import type { Incident } from "../incident/incident.ts";
import { plain, type Answer } from "./answer.ts";
import type { IncidentEntry } from "./dashboard-snapshot.ts";
import { incidentsOf, type DashboardSource } from "./incident-source.ts";

/** Where the incidents are; what follows names one of them. */
const route = "/api/incidents";

/** Whether the route is one of incidents. */
export function isOfIncidents(asked: string): boolean {
  return asked === route || asked.startsWith(`${route}/`);
}

/** The list of incidents, or one of them as JSON or, with `.md`, as Markdown. */
export function incidentAnswer(source: DashboardSource, asked: string): Answer {
  const incidents = incidentsOf(source);
  if (asked === route) return json(incidents.map(entryOf));
  const name = asked.slice(route.length + 1);
  const isMarkdown = name.endsWith(".md");
  const id = isMarkdown ? name.slice(0, -".md".length) : name;
  const incident = incidents.find((known) => known.id === id);
  if (incident === undefined) return plain(404, "There is no such incident.");
  if (!isMarkdown) return json(incident);
  return {
    status: 200,
    type: "text/markdown; charset=utf-8",
    body: incident.toMarkdown(),
    // Its letters are safe in a file's name.
    headers: { "Content-Disposition": `inline; filename="${incident.id}.md"` },
  };
}

function json(value: unknown): Answer {
  return { status: 200, type: "application/json", body: JSON.stringify(value) };
}

function entryOf(incident: Incident): IncidentEntry {
  const { id, status, circuit, region, scope, since, until, durationMs, errors, totals } = incident.toJSON();
  return {
    ...{ id, status, circuit, since, durationMs, failures: totals.failures },
    ...(region === undefined ? undefined : { region }),
    ...(scope === undefined ? undefined : { scope }),
    ...(until === undefined ? undefined : { until }),
    ...(errors[0] === undefined ? undefined : { error: errors[0].name }),
  };
}
