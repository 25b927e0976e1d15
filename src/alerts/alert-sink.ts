import type { Clock } from "../clock/clock.ts";
import type { Alert } from "./alert.ts";

/** What a sink is told beside the alert. */
export interface Delivery {
  /** Aborted when the time for this delivery is up, or when alerting ends. */
  readonly signal: AbortSignal;
  /** The clock that alerting goes by. */
  readonly clock: Clock;
}

/**
 * Whom alerts are given to, one at a time; what it throws or rejects with means that the alert was not delivered, and it
 * is given the alert, or a newer state of it, again later.
 */
export type AlertSink = (alert: Alert, delivery: Delivery) => unknown;

/** Tells of an alert that was not delivered. */
export interface SinkFailure {
  /** The sink's name, as in `webhook hooks.example.com`; never its address. */
  readonly sink: string;
  readonly alert: Alert;
  readonly error: unknown;
}
