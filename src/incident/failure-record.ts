import { readProperty } from "../errors/read-property.ts";
import type { FailureEvent, TimeoutEvent } from "../events/breaker-events.ts";
import { shortText } from "./short-text.ts";

/** A call that went wrong, as events tell it. */
export type FailedCall = FailureEvent | TimeoutEvent;

/** What is kept of a failure. */
export interface FailureRecord {
  readonly at: number;
  readonly operation: string;
  readonly type: "failure" | "timeout";
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly extendedRequestId: string | undefined;
  readonly cfId: string | undefined;
  readonly attempts: number | undefined;
  readonly totalRetryDelayMs: number | undefined;
  readonly durationMs: number;
}

/** What of an event is worth keeping; its texts come from elsewhere, and are cut to a length. */
export function recordFailure(event: FailedCall): FailureRecord {
  const { at, operation, type, error, attempts, durationMs } = event;
  const { name = "Error", message = "", code, $metadata = {} } = error ?? {};
  return {
    ...{ at, operation, type, attempts, durationMs },
    name: shortText(name),
    message: shortText(message),
    code: optionalText(code),
    status: $metadata.httpStatusCode,
    requestId: optionalText(event.requestId ?? $metadata.requestId),
    extendedRequestId: optionalText($metadata.extendedRequestId),
    cfId: optionalText($metadata.cfId),
    totalRetryDelayMs: $metadata.totalRetryDelay,
  };
}

/** The part of an ARN that names the account. */
const accountInArn = /\barn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/u;

/** The account that was called, where anything in the event says so. */
export function accountOf(event: FailedCall): string | undefined {
  if (event.accountId !== undefined) return event.accountId;
  const arn = readProperty(event.input, "resourceArn");
  const texts = [typeof arn === "string" ? arn : "", event.error?.message ?? ""];
  return texts.map((text) => accountInArn.exec(text)?.[1]).find((account) => account !== undefined);
}

function optionalText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shortText(text);
}
