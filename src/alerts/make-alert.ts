import { adviceFor } from "../errors/advice-for.ts";
import type { ErrorSummary } from "../errors/error-summary.ts";
import type { Alert, AlertCause, AlertedCircuit, AlertKind, AlertSeverity } from "./alert.ts";
import type { Place } from "./place.ts";
import { plainText } from "./plain-text.ts";
import { summaryLine } from "./summary-line.ts";

/** What an alert is made of. */
export interface AlertDraft extends Pick<Alert, "id" | "status" | "kind" | "since" | "at"> {
  readonly circuits: readonly DraftedCircuit[];
  readonly until?: number | undefined;
  readonly cause: ErrorSummary | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly isDryRun: boolean;
}

/** A circuit as it is known; nothing of it is cut yet. */
interface DraftedCircuit {
  readonly name: string;
  readonly place: Place;
  readonly since: number;
  readonly until: number | undefined;
}

const mostCircuits = 50;
const longestName = 200;
const longestMessage = 500;

const severities: Readonly<Record<AlertKind, AlertSeverity>> = {
  firstFailure: "info",
  circuitOpen: "warning",
  openTooLong: "critical",
  serviceOut: "critical",
};

/** Makes the message: bounded, frozen, and nothing in it that was not put there. */
export function makeAlert(draft: AlertDraft): Alert {
  const { id, status, kind, since, at, until, cause, isDryRun } = draft;
  const { retryAfterMs } = draft;
  const more = draft.circuits.length - mostCircuits;
  const circuits = draft.circuits.slice(0, mostCircuits).map(circuitOf);
  const alert = {
    ...{ id, status, kind, circuits: Object.freeze(circuits), since, at },
    ...(more > 0 ? { moreCircuits: more } : undefined),
    ...(until === undefined ? undefined : { until }),
    ...(cause === undefined ? undefined : { cause: causeOf(cause), advice: adviceFor(cause) }),
    // While a circuit is isolated it is endless, which JSON does not know.
    ...(Number.isFinite(retryAfterMs) ? { retryAfterMs: Math.ceil(Number(retryAfterMs)) } : undefined),
    ...(isDryRun ? { dryRun: true as const } : undefined),
  };
  const severity = isDryRun ? "info" : severities[kind];
  return Object.freeze({ ...alert, severity, summary: summaryLine(alert) });
}

function circuitOf({ name, place, since, until }: DraftedCircuit): AlertedCircuit {
  const { region, endpoint, scope } = place;
  return Object.freeze({
    name: plainText(name, longestName),
    ...(region === undefined ? undefined : { region: plainText(region, longestName) }),
    ...(endpoint === undefined ? undefined : { endpoint: plainText(endpoint, longestName) }),
    ...(scope === undefined ? undefined : { scope: plainText(scope, longestName) }),
    since,
    ...(until === undefined ? undefined : { until }),
  });
}

function causeOf({ name, message, code, $metadata = {} }: ErrorSummary): AlertCause {
  const { httpStatusCode, requestId } = $metadata;
  return Object.freeze({
    name: plainText(name, longestName),
    message: plainText(message, longestMessage),
    ...(code === undefined ? undefined : { code: plainText(code, longestName) }),
    ...(httpStatusCode === undefined ? undefined : { status: httpStatusCode }),
    ...(requestId === undefined ? undefined : { requestId: plainText(requestId, longestName) }),
  });
}
