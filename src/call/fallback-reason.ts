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

/** What a fallback is asked for after such an ending; `undefined` where none is asked. */
export function fallbackReason(ending: CallEnding): FallbackReason | undefined {
  switch (ending.type) {
    case "reject":
      return byRejection[ending.reason];
    case "failure":
    case "throttled":
    case "timeout":
      return ending.type;
    case "success":
    case "ignored":
    case "cancelled":
      return undefined;
  }
}
