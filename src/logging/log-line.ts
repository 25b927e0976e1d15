import type { ErrorSummary } from "../errors/error-summary.ts";
import { readProperty } from "../errors/read-property.ts";
import type { CallEvent, CircuitEvent } from "../events/breaker-events.ts";
import { circuitFields } from "./circuit-fields.ts";
import { formatDuration } from "./format-duration.ts";
import type { LogLevel } from "./logger-like.ts";
import { oneLine, shortened } from "./one-line.ts";
import type { LogFields } from "./write-line.ts";

/** One line of a log. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** Events that become a line each; a rejection does not, since an outage has thousands of them. */
export type LoggedEvent = Exclude<
  CircuitEvent | CallEvent,
  { readonly type: "stateChange" } | { readonly type: "reject" }
>;

/** Puts an event into a line. */
export function logLine(event: LoggedEvent): LogLine {
  const { level, message } = wordsFor(event);
  const isDry = event.dryRun === true;
  return {
    // What only would have happened wakes nobody.
    level: isDry && level === "error" ? "warn" : level,
    message: oneLine(isDry ? `${message} (dry run: nothing is refused)` : message),
    fields: fieldsOf(event),
  };
}

type Words = Pick<LogLine, "level" | "message">;

function wordsFor(event: LoggedEvent): Words {
  const { circuit, operation } = event;
  switch (event.type) {
    case "open":
      return {
        level: "error",
        message: `Amplify ${circuit}: circuit opened (${event.trigger})${because(event.cause)}; next probe in ${formatDuration(event.retryAfterMs)}`,
      };
    case "halfOpen":
      return { level: "info", message: `Amplify ${circuit}: the next call is a probe` };
    case "probeFailed":
      return {
        level: "warn",
        message: `Amplify ${circuit}: still out${because(event.cause)}; next probe in ${formatDuration(event.retryAfterMs)}`,
      };
    case "close":
      return {
        level: "info",
        message: `Amplify ${circuit}: circuit closed after ${formatDuration(event.openForMs)}`,
      };
    case "isolate":
      return { level: "warn", message: `Amplify ${circuit}: isolated (${event.reason})` };
    case "release":
      return { level: "info", message: `Amplify ${circuit}: released (was isolated: ${event.reason})` };
    case "success":
      return { level: "debug", message: `Amplify ${operation} succeeded` };
    case "failure":
      return { level: "warn", message: `Amplify ${operation} failed${because(event.error)}` };
    case "timeout":
      return { level: "warn", message: `Amplify ${operation} timed out` };
    case "throttled":
      return { level: "warn", message: `Amplify ${operation} was throttled${because(event.error)}` };
    case "ignored":
      return {
        level: "debug",
        message: `Amplify ${operation} was answered with an error${because(event.error)}`,
      };
    case "cancelled":
      return { level: "debug", message: `Amplify ${operation} was cancelled by its caller` };
  }
}

function because(error: ErrorSummary | undefined): string {
  return error === undefined ? "" : `: ${shortened(error.name)}`;
}

/** What events carry beside their circuit and their error, in the order in which lines have it. */
const members = [
  ...["trigger", "reason", "retryAfterMs", "openForMs", "callId", "durationMs", "attempts", "requestId"],
  ...["verdict", "coalesced", "wouldReject"],
] as const;

function fieldsOf(event: LoggedEvent): LogFields {
  const error = readProperty(event, "cause") ?? readProperty(event, "error");
  const fields: Record<string, string | number | boolean> = { event: event.type, ...circuitFields(event) };
  if (error !== undefined) Object.assign(fields, errorFields(error as ErrorSummary));
  for (const member of members) {
    const value = readProperty(event, member) as string | number | boolean | undefined;
    if (typeof value === "number") fields[member] = Math.round(value);
    else if (value !== undefined) fields[member] = typeof value === "string" ? shortened(value) : value;
  }
  return fields;
}

function errorFields({ name, message, code, $metadata = {} }: ErrorSummary): LogFields {
  const { httpStatusCode, requestId, attempts } = $metadata;
  return {
    errorName: shortened(name),
    errorMessage: shortened(message),
    ...(code === undefined ? undefined : { errorCode: shortened(code) }),
    ...(httpStatusCode === undefined ? undefined : { httpStatusCode }),
    ...(requestId === undefined ? undefined : { requestId: shortened(requestId) }),
    ...(attempts === undefined ? undefined : { attempts }),
  };
}
