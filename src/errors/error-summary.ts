import { readNumber, readProperty, readString } from "./read-property.ts";

/** The part of the SDK's `$metadata` that may be shown to anybody. */
export interface SummaryMetadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly extendedRequestId?: string;
  readonly cfId?: string;
  readonly attempts?: number;
  readonly totalRetryDelay?: number;
}

/** A frozen copy of an error without anything that could hold a secret. */
export interface ErrorSummary extends Error {
  readonly code?: string;
  readonly $fault?: "client" | "server";
  readonly $metadata?: SummaryMetadata;
}

const metadataNumbers = ["httpStatusCode", "attempts", "totalRetryDelay"] as const;
const metadataStrings = ["requestId", "extendedRequestId", "cfId"] as const;

/**
 * Copies what may be shown of an error: name, message, code, `$fault` and `$metadata`.
 *
 * The Error itself must not go to observers: the SDK's errors carry `$response`, which leads to the request's
 * Authorization header, and every member that the service's answer happened to have.
 */
export function summarizeError(error: unknown): ErrorSummary {
  const message = readString(error, "message") ?? (typeof error === "string" ? error : "");
  const summary = Object.create(Error.prototype) as Record<string, unknown>;
  defineHidden(summary, "message", message);
  defineHidden(summary, "name", readString(error, "name") ?? "Error");
  defineHidden(summary, "stack", readString(error, "stack") ?? "");
  const code = readString(error, "code");
  if (code !== undefined) summary["code"] = code;
  const fault = readString(error, "$fault");
  if (fault === "client" || fault === "server") summary["$fault"] = fault;
  const metadata = summarizeMetadata(readProperty(error, "$metadata"));
  if (metadata !== undefined) summary["$metadata"] = metadata;
  return Object.freeze(summary) as unknown as ErrorSummary;
}

/** As on a real Error: these three do not show up when the object is enumerated. */
function defineHidden(target: object, property: string, value: string): void {
  Object.defineProperty(target, property, { value });
}

function summarizeMetadata(metadata: unknown): SummaryMetadata | undefined {
  if (typeof metadata !== "object" || metadata === null) return undefined;
  const summary: Record<string, string | number> = {};
  for (const member of metadataNumbers) {
    const value = readNumber(metadata, member);
    if (value !== undefined) summary[member] = value;
  }
  for (const member of metadataStrings) {
    const value = readString(metadata, member);
    if (value !== undefined) summary[member] = value;
  }
  return Object.freeze(summary);
}
