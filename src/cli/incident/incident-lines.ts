import { stripVTControlCharacters } from "node:util";
import type { IncidentEntry } from "../../dashboard/index.ts";

/** What is left of 80 columns beside status, time and length. */
const longestCircuit = 36;

/** Incidents as a table of at most 79 columns, and below each its id. */
export function incidentLines(entries: readonly IncidentEntry[]): readonly string[] {
  if (entries.length === 0) return ["No outage is remembered."];
  return entries.flatMap(({ id, status, circuit, since, durationMs, error = "" }) => {
    const name = oneLine(circuit);
    const shown = name.length > longestCircuit ? `${name.slice(0, longestCircuit - 1)}…` : name;
    const seconds = `${(durationMs / 1_000).toFixed(1)} s`;
    const when = since.replace("T", " ").slice(0, 19);
    return [
      `${status.padEnd(8)} ${when}Z ${seconds.padStart(9)}  ${shown}`,
      `  ${id}  ${oneLine(error)}`.trimEnd(),
    ];
  });
}

/** Names come from elsewhere, and must move no cursor. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, " ");
}
