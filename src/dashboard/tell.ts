import { describeValue } from "../errors/describe-value.ts";
import { readString } from "../errors/read-property.ts";

/** Warns of what went wrong where nobody is there to catch it; it must not end the process. */
export function tell(what: string, error: unknown): void {
  process.emitWarning(`${what}: ${readString(error, "message") ?? describeValue(error)}`, {
    type: "AmplifyBreakerWarning",
    code: "AMPLIFY_BREAKER_DASHBOARD_ERROR",
  });
}
