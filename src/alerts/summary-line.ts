import { plainText } from "./plain-text.ts";
import type { Alert, AlertedCircuit } from "./alert.ts";

/** So many names say which circuits are meant. */
const mostNames = 3;
const longestSummary = 300;

/** An alert in one line, as somebody reads it who was asleep a minute ago; no scope is in it. */
export function summaryLine(alert: Omit<Alert, "summary" | "severity">): string {
  const dry = alert.dryRun === true ? " (dry run: nothing is refused)" : "";
  return `${plainText(wordsFor(alert), longestSummary)}${dry}`;
}

function wordsFor(alert: Omit<Alert, "summary" | "severity">): string {
  const { kind, status, circuits, moreCircuits = 0, since, at, until = at } = alert;
  const where = placeOf(circuits);
  const names = circuits.map(({ name }) => name);
  const who = kind === "serviceOut" ? "Amplify" : `Amplify ${listed(names, moreCircuits)}`;
  const are = kind === "serviceOut" || names.length + moreCircuits === 1 ? "is" : "are";
  const because = alert.cause === undefined ? "" : `: ${alert.cause.name}`;
  if (status === "resolved") return `${who} ${are} back${where} after ${duration(until - since)}`;
  switch (kind) {
    case "firstFailure":
      return `${who} failed${where}${because}; its circuit is still closed`;
    case "circuitOpen":
      return `${who} ${are} out${where}${because}`;
    case "openTooLong":
      return `${who} ${are === "is" ? "has" : "have"} been out for ${duration(at - since)}${where}${because}`;
    case "serviceOut":
      return `${who} is out${where}, ${names.length + moreCircuits} circuits (${listed(names, moreCircuits)})${because}`;
  }
}

function listed(names: readonly string[], more: number): string {
  const shown = names.slice(0, mostNames);
  const others = names.length - shown.length + more;
  if (others > 0) return `${shown.join(", ")} and ${others} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Where all of them are; empty where that differs or is not known. */
function placeOf(circuits: readonly AlertedCircuit[]): string {
  const places = new Set(circuits.map(({ region, endpoint }) => JSON.stringify([region, endpoint])));
  if (places.size !== 1) return "";
  const { region, endpoint } = circuits[0] ?? {};
  return `${region === undefined ? "" : ` in ${region}`}${endpoint === undefined ? "" : ` at ${endpoint}`}`;
}

function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 119_500) return `${Math.round(ms / 1_000)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
