import type { ErrorSummary } from "../errors/error-summary.ts";

/** An error on one line. */
export function describeError({ name, message, code, $metadata }: ErrorSummary): string {
  const status = $metadata?.httpStatusCode;
  const marks = [status === undefined ? [] : [`HTTP ${status}`], code === undefined ? [] : [code]].flat();
  const aside = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
  return message === "" ? `${name}${aside}` : `${name}${aside}: ${message}`;
}
