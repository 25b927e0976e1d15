import { describeValue } from "./describe-value.ts";
import { readString } from "./read-property.ts";

/**
 * Tells the process of something of the user's that failed where nobody else could hear of it.
 *
 * @param what - that failed, as in `The logger given to logEvents()`
 */
export function warnOfFailure(what: string, error: unknown, code: string, hint = ""): void {
  const message = readString(error, "message") ?? describeValue(error);
  process.emitWarning(`${what} failed: ${message}${hint}`, { type: "AmplifyBreakerWarning", code });
}
