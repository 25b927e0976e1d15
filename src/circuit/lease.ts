import type { ErrorSummary } from "../errors/error-summary.ts";

/** A call's right to be sent, given by a circuit; it ends with the call. */
export interface Lease {
  /** The circuit's generation in which the call was admitted; its result decides about no other. */
  readonly generation: number;
  /** Whether this call is to tell a half-open circuit if the service is back. */
  readonly isProbe: boolean;
  /** When a half-open circuit stops waiting for this probe and lets the next call try. */
  readonly expiresAt: number;
  /** In a dry run: why the call would have been refused. */
  readonly wouldReject: "open" | "isolated" | "capacity" | undefined;
  /** Called when the circuit takes back the right to send anything more. */
  readonly onStop: () => void;
}

/** Why a circuit does not let a call through. */
export type Refusal =
  | {
      readonly reason: "open";
      readonly state: "open" | "halfOpen";
      readonly retryAfterMs: number;
      /** The failure that opened the circuit. */
      readonly cause: ErrorSummary | undefined;
    }
  | { readonly reason: "isolated"; readonly isolation: string }
  | { readonly reason: "capacity"; readonly capacity: number };

/** A circuit's answer to a call that wants to be sent. */
export type Admission =
  { readonly lease: Lease; readonly refusal?: never } | { readonly refusal: Refusal; readonly lease?: never };
