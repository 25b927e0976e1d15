import { adviceOn, type Advice } from "../amplify/advice.ts";
import { readNumber, readProperty, readString } from "./read-property.ts";

/** Nobody says more in a message that matters here. */
const longestMessage = 1_000;

/**
 * What to do about an error that a call of Amplify ended in, whatever was thrown.
 *
 * @example
 * ```ts
 * catch (error) {
 *   console.error(adviceFor(error).steps); // ["Wait: the circuit tries again by itself.", …]
 * }
 * ```
 */
export function adviceFor(error: unknown): Advice {
  return adviceOn({
    name: readString(error, "name") ?? "",
    message: (readString(error, "message") ?? "").slice(0, longestMessage),
    code: readString(error, "code") ?? "",
    fault: readString(error, "$fault") ?? "",
    status: readNumber(readProperty(error, "$metadata"), "httpStatusCode"),
  });
}
