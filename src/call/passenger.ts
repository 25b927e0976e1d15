import type { Lease, Refusal } from "../circuit/lease.ts";
import type { Judgement, Verdict } from "../outcome/verdict.ts";

/** How a flight ended. */
export type FlightEnding =
  | { readonly type: "success"; readonly output: unknown }
  | { readonly type: Verdict; readonly error: unknown }
  | { readonly type: "refused"; readonly refusal: Refusal };

/** A call that waits for the flight's end. */
export interface Passenger {
  readonly isCallerGone: boolean;
  /** Tells observers how it ended, and answers with what tells the caller. */
  conclude(ending: FlightEnding, wouldReject: Lease["wouldReject"]): () => void;
}

/** What it says about the service that a passenger's time was up. */
export interface LeftBehind {
  readonly judgement: Judgement;
  /** Whether the SDK was waiting between two attempts. */
  readonly isInBackoff: boolean;
}
