import type { ErrorSummary } from "../errors/error-summary.ts";
import type { Judgement } from "../outcome/verdict.ts";

/** Somebody who asks a circuit to be let through, and may be willing to wait for it. */
export interface Candidate {
  /** Longest it waits for an open circuit to let it through, in milliseconds; 0: not at all. */
  readonly maxWaitMs: number;
  /** Whether it is to be sent whatever the circuit's state is, and decides nothing. */
  readonly isBypass?: boolean;
  /** Called with a lease when the wait is over. */
  onAdmitted(lease: Lease): void;
  /** Called when the wait was in vain. */
  onRefused(refusal: Refusal): void;
  /** Called instead when its turn has come, where it only wants to know and takes no lease. */
  onTurn?(): void;
  /** Called when the circuit takes back the right to send anything more. */
  onStop(): void;
}

/** Somebody who waits only to be told that a call would be let through. */
export interface Watcher extends Candidate {
  onTurn(): void;
}

/** A call's right to be sent, given by a circuit; it ends with the call. */
export interface Lease {
  readonly candidate: Candidate;
  /** The circuit's generation in which the call was admitted; its result decides about no other. */
  readonly generation: number;
  /** Whether this call is to tell a half-open circuit if the service is back. */
  readonly isProbe: boolean;
  /** When a half-open circuit stops waiting for this probe and lets the next call try. */
  readonly expiresAt: number;
  /** Whether it counts against `capacity`. */
  readonly takesSlot: boolean;
  /** Whether it may send whatever the circuit's state is. */
  readonly isBypass: boolean;
  /** In a dry run: why the call would have been refused. */
  readonly wouldReject: Refusal["reason"] | undefined;
}

/** A lease, of the plainest kind where nothing else is said. */
export function makeLease(candidate: Candidate, terms: Partial<Lease> & Pick<Lease, "generation">): Lease {
  const { generation, isProbe = false, expiresAt = Infinity } = terms;
  const { takesSlot = true, isBypass = false, wouldReject } = terms;
  return { candidate, generation, isProbe, expiresAt, takesSlot, isBypass, wouldReject };
}

/** Why a circuit does not let a call through. */
export type Refusal =
  | {
      readonly reason: "open";
      /** `rampUp`: closed again, but not yet for all calls. */
      readonly state: "open" | "halfOpen" | "rampUp";
      readonly retryAfterMs: number;
      /** The failure that opened the circuit. */
      readonly cause: ErrorSummary | undefined;
    }
  | { readonly reason: "isolated"; readonly isolation: string }
  | { readonly reason: "capacity"; readonly capacity: number }
  | { readonly reason: "shutdown" };

/** A circuit's answer to a candidate: let through, turned away, or `undefined` while it waits to be told. */
export type Admission =
  | { readonly lease: Lease; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly lease?: never }
  | undefined;

/** What a circuit is told of a call, or of one of its attempts. */
export interface Report {
  readonly judgement: Judgement;
  /** Milliseconds the service took. */
  readonly durationMs: number;
  readonly error?: unknown;
  /**
   * Makes of the error what observers may see.
   * @default what may be seen of it whatever was asked for
   */
  readonly disclosure?: { summarize(error: unknown): ErrorSummary };
}
