import { scrubText } from "../amplify/scrub-text.ts";
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
 * Authorization header, and every member that the service's answer happened to have. What the service says may quote
 * what it was sent.
 *
 * @param secrets - what must not show up in any text of it: the secrets of the call's input
 */
export function summarizeError(error: unknown, secrets: readonly string[] = []): ErrorSummary {
  const given = readString(error, "message") ?? (typeof error === "string" ? error : "");
  const name = readString(error, "name") ?? "Error";
  const message = scrubText(given, secrets);
  const summary = Object.create(Error.prototype) as Record<string, unknown>;
  defineHidden(summary, "message", message);
  defineHidden(summary, "name", scrubName(name, secrets));
  const stack = readString(error, "stack") ?? "";
  defineHidden(
    summary,
    "stack",
    message === given && repeats(stack, given) ? stack : scrubStack(stack, secrets),
  );
  const code = readString(error, "code");
  if (code !== undefined) summary["code"] = scrubName(code, secrets);
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

/** An answer's name and code may be anything, but mostly are what they should be. */
function scrubName(name: string, secrets: readonly string[]): string {
  return /^[A-Za-z.]{1,60}$/u.test(name) ? name : scrubText(name, secrets);
}

/** Whether all that a stack says beside its frames is the message, as it mostly is. */
function repeats(stack: string, message: string): boolean {
  const start = stack.indexOf(message);
  const hasOnlyFrames = start !== -1 && stack.startsWith("\n    at ", start + message.length);
  return hasOnlyFrames && /^(?:[A-Za-z]{1,60}: )?$/u.test(stack.slice(0, start));
}

/** Frames name functions and files; what a stack says besides stands before them. */
function scrubStack(stack: string, secrets: readonly string[]): string {
  const lines = stack.split("\n");
  const lastWord = lines.findLastIndex((line) => !line.startsWith("    at "));
  const words = lines.slice(0, lastWord + 1).join("\n");
  return [scrubText(words, secrets), ...lines.slice(lastWord + 1)].join("\n");
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
