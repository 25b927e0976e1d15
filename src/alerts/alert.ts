import type { Advice } from "../amplify/advice.ts";

/** What a message says: an outage begins, has grown, is over; or something to know that has no end (`notice`). */
export type AlertStatus = "firing" | "update" | "resolved" | "notice";

/** How far it went; an outage only ever goes from one of these to a later one. */
export type AlertKind = "firstFailure" | "circuitOpen" | "openTooLong" | "serviceOut";

/** How much it matters; a dry run is always `info`. */
export type AlertSeverity = "info" | "warning" | "critical";

/** A circuit that an alert is about. */
export interface AlertedCircuit {
  /** The circuit's name, as in `ListApps`. */
  readonly name: string;
  /** AWS region, where it is known. */
  readonly region?: string;
  /** Host of the endpoint, where the client was given one. */
  readonly endpoint?: string;
  /** The scope that was given to `protect()`; stands here and nowhere else. */
  readonly scope?: string;
  /** When it opened, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** When it closed, in milliseconds since the Unix epoch; not given while it is open. */
  readonly until?: number;
}

/** The failure behind an alert, as the service worded it, cut short. */
export interface AlertCause {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** HTTP status. */
  readonly status?: number;
  /** What AWS Support asks for. */
  readonly requestId?: string;
}

/** A message to whoever is on call: frozen, and plain JSON. */
export interface Alert {
  /** The same in all messages about one outage: the `outageId()` of the circuit that opened first. */
  readonly id: string;
  readonly status: AlertStatus;
  readonly kind: AlertKind;
  readonly severity: AlertSeverity;
  /** All of it in one line. */
  readonly summary: string;
  /** The circuits that it is about, at most 50. */
  readonly circuits: readonly AlertedCircuit[];
  /** How many circuits there are beside those. */
  readonly moreCircuits?: number;
  /** When it began, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** When this message was made, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** When the last circuit closed, in milliseconds since the Unix epoch; with `resolved` only. */
  readonly until?: number;
  /** The last failure that was heard of. */
  readonly cause?: AlertCause;
  /** Milliseconds until the next probe, when that failure was heard of. */
  readonly retryAfterMs?: number;
  /** What the cause means, what to do, and where to read more. */
  readonly advice?: Advice;
  /** `true` where circuits only observe (`enabled: false`): nothing was refused. */
  readonly dryRun?: true;
}
