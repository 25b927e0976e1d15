import { readNumber, readProperty, readString } from "../errors/read-property.ts";

/**
 * Whether the connection was reset before any answer began, as happens when the server has closed a kept-alive socket
 * that the client was about to use: no outage, and worth one more attempt.
 */
export function isStaleSocket(error: unknown): boolean {
  const code = readString(error, "code");
  if (code !== "ECONNRESET" && code !== "EPIPE") return false;
  return readNumber(readProperty(error, "$metadata"), "httpStatusCode") === undefined;
}
