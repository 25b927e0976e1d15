import type {
  BreakerEventOf,
  CallEvent,
  ErrorSummary,
  HalfOpenEvent,
  OpenEvent,
  ProbeFailedEvent,
} from "../../index.ts";
import { formatMs } from "../format-ms.ts";
import type { Look, Paint } from "../paint.ts";
import { formatTime } from "./format-time.ts";

/** The events that are news to somebody who watches: all but successes, and what the watcher did himself. */
export const watchedEvents = [
  "open",
  "halfOpen",
  "probeFailed",
  "close",
  "failure",
  "timeout",
  "throttled",
  "ignored",
  "reject",
] as const;

/** An event that gets a line. */
export type WatchedEvent = BreakerEventOf<(typeof watchedEvents)[number]>;

const looks: Readonly<Record<WatchedEvent["type"], Look>> = {
  open: "red",
  halfOpen: "yellow",
  probeFailed: "red",
  close: "green",
  failure: "red",
  timeout: "red",
  throttled: "yellow",
  ignored: "dim",
  reject: "yellow",
};

/** An event in one line: time, event, operation, and what it means. */
export function eventLine(event: WatchedEvent, paint: Paint): string {
  const type = paint(event.type.padEnd(11), looks[event.type]);
  return `${formatTime(event.at)}  ${type}  ${event.operation.padEnd(12)}  ${describe(event)}`;
}

function describe(event: WatchedEvent): string {
  switch (event.type) {
    case "open":
      return describeOpen(event);
    case "halfOpen":
    case "probeFailed":
      return describeProbing(event);
    case "close":
      return `Amplify answers again, after ${formatMs(event.openForMs)}`;
    case "failure":
    case "timeout":
    case "throttled":
    case "ignored":
    case "reject":
      return describeCall(event);
  }
}

function describeOpen({ trigger, stats, cause, retryAfterMs }: OpenEvent): string {
  const { errorPercentage, consecutiveFailures } = stats;
  const why =
    trigger === "rate"
      ? `${errorPercentage.toFixed(0)} % of calls failed`
      : `${consecutiveFailures} failures in a row`;
  return `out after ${why}: ${oneLine(cause)}; next try in ${formatMs(retryAfterMs)}`;
}

function describeProbing(event: HalfOpenEvent | ProbeFailedEvent): string {
  if (event.type === "halfOpen") return "the next call finds out whether Amplify is back";
  return `still out: ${oneLine(event.cause)}; next try in ${formatMs(event.retryAfterMs)}`;
}

function describeCall(event: Extract<WatchedEvent, CallEvent>): string {
  const { durationMs, attempts = 0, error } = event;
  switch (event.type) {
    case "failure":
      return `failed after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}: ${oneLine(error)}`;
    case "timeout":
      return `given up after ${formatMs(durationMs)}`;
    case "throttled":
      return `Amplify asks for a slower pace, which opens no circuit: ${oneLine(error)}`;
    case "ignored":
      return `failed for a reason that says nothing against Amplify: ${oneLine(error)}`;
    case "reject":
      return "refused at once, nothing sent: the circuit is open";
  }
}

function oneLine(error: ErrorSummary | undefined): string {
  if (error === undefined) return "no error given";
  const { name, message } = error;
  return (message === "" ? name : `${name}: ${message}`).replaceAll(/\s+/g, " ");
}
