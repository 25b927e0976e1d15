import type { FallbackReason, RejectReason } from "../events/breaker-events.ts";
import type { CallEnding } from "./call-ending.ts";

/** After a shutdown nothing answers any more. */
const byRejection: Readonly<Record<RejectReason, FallbackReason | undefined>> = {
  open: "open",
  isolated: "isolated",
  capacity: "capacity",
  shutdown: undefined,
  // Asked for the reason its first page had.
  staleList: undefined,
};

const byOtherEnding: Readonly<Record<Exclude<CallEnding["type"], "reject">, FallbackReason | undefined>> = {
  failure: "failure",
  throttled: "throttled",
  timeout: "timeout",
  success: undefined,
  ignored: undefined,
  cancelled: undefined,
};

/** What a fallback is asked for after such an ending; `undefined` where none is asked. */
export function fallbackReason(ending: CallEnding): FallbackReason | undefined {
  return ending.type === "reject" ? byRejection[ending.reason] : byOtherEnding[ending.type];
}
