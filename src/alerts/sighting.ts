import type { ErrorSummary } from "../errors/error-summary.ts";
import type { CircuitEventBase } from "../events/breaker-events.ts";
import type { CircuitReading } from "../events/circuit-state.ts";
import type { Place } from "./place.ts";

/** That a circuit was seen open. */
export interface Sighting {
  readonly name: string;
  readonly place: Place;
  readonly isDryRun: boolean;
  /** When it opened, as far as is known, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** How long ago that was, in milliseconds. */
  readonly openForMs: number;
  readonly cause: ErrorSummary | undefined;
  /** Milliseconds until the next probe. */
  readonly retryAfterMs: number | undefined;
}

type OpeningEvent = CircuitEventBase & { readonly cause?: ErrorSummary; readonly retryAfterMs?: number };

/** What an event tells of an open circuit. */
export function sightingOf(event: OpeningEvent): Sighting {
  const { circuit: name, region, endpoint, scope, at, dryRun, cause, retryAfterMs } = event;
  const place = { region, endpoint, scope };
  return { name, place, isDryRun: dryRun === true, at, openForMs: 0, cause, retryAfterMs };
}

/** What a look at a circuit tells that was open before anybody listened: since when is a guess, its last failure. */
export function sightingOfReading(circuit: CircuitReading, epochMs: number): Sighting {
  const { name, region, endpoint, scope, lastFailure, retryAfterMs } = circuit;
  const place = { region, endpoint, scope };
  const at = Math.min(lastFailure?.at ?? epochMs, epochMs);
  const cause = lastFailure?.error;
  return { name, place, isDryRun: false, at, openForMs: epochMs - at, cause, retryAfterMs };
}
