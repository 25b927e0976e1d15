import type { IncidentEntry } from "../../dashboard/index.ts";
import { oneLine } from "../printable.ts";

const width = 79;
/** What is left of them beside status, time and length. */
const longestCircuit = 36;

/** Incidents as a table of at most 79 columns, and below each its id, which may be longer. */
export function incidentLines(entries: readonly IncidentEntry[]): readonly string[] {
  if (entries.length === 0) return ["No outage is remembered."];
  return entries.flatMap(({ id, status, circuit, since, durationMs, error = "" }) => {
    const when = oneLine(since).replace("T", " ").slice(0, 19);
    const seconds = `${(durationMs / 1_000).toFixed(1)} s`;
    const line = `${oneLine(status).padEnd(8)} ${when}Z ${seconds.padStart(9)}  ${fitted(circuit, longestCircuit)}`;
    // The id is to be copied, and stays whole.
    const below = `  ${oneLine(id)}  `;
    return [fitted(line, width), `${below}${fitted(error, Math.max(0, width - below.length))}`.trimEnd()];
  });
}

/** Names come from elsewhere, of any length. */
function fitted(text: string, columns: number): string {
  const shown = oneLine(text);
  return shown.length > columns ? `${shown.slice(0, Math.max(0, columns - 1))}…` : shown;
}
