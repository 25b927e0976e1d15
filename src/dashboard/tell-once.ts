import { describeValue } from "../errors/describe-value.ts";
import { readString } from "../errors/read-property.ts";

/**
 * Gives what warns, once, of what goes wrong where nobody is there to catch it: it must neither end the process nor
 * flood it with warnings.
 */
export function tellOnce(what: string): (error: unknown) => void {
  let hasTold = false;
  return (error) => {
    if (hasTold) return;
    hasTold = true;
    process.emitWarning(`${what}: ${readString(error, "message") ?? describeValue(error)}`, {
      type: "AmplifyBreakerWarning",
      code: "AMPLIFY_BREAKER_DASHBOARD_ERROR",
    });
  };
}
