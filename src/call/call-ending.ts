import type { RejectReason } from "../events/breaker-events.ts";
import type { Verdict } from "../outcome/verdict.ts";

/** How a call ended, as its event says it. */
export type CallEnding =
  | { readonly type: "success"; readonly output: unknown }
  | { readonly type: Verdict; readonly error: unknown }
  | { readonly type: "timeout"; readonly error: unknown; readonly verdict: Verdict }
  | { readonly type: "reject"; readonly error: unknown; readonly reason: RejectReason };
