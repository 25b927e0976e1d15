import { readProperty, readString } from "../errors/read-property.ts";

/**
 * Milliseconds the service asked callers to wait, from the `Retry-After` header of the answer behind `error`.
 *
 * @param epochMs - the time now, because the header may hold a date
 */
export function retryAfterMs(error: unknown, epochMs: number): number | undefined {
  const header = readString(readProperty(readProperty(error, "$response"), "headers"), "retry-after");
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const delayMs = Number.isNaN(seconds) ? Date.parse(header) - epochMs : seconds * 1000;
  return delayMs > 0 ? delayMs : undefined;
}
