import type { AmplifyClient } from "@aws-sdk/client-amplify";

/** A command of the Amplify client, whichever. */
export type AnyCommand = Parameters<AmplifyClient["send"]>[0];

/** One way to make Amplify calls: raw, or protected by some library. */
export interface Subject {
  readonly name: string;
  protect(client: AmplifyClient): ProtectedCalls;
}

/** A client's calls, as a program makes them that uses the subject. */
export interface ProtectedCalls {
  send(command: AnyCommand): Promise<unknown>;
  /** Calls back when the circuit that refuses `operation`'s calls changes its state; the raw client has none. */
  onStateChange?(operation: string, listener: (state: CircuitState) => void): void;
  /** Whether an error says that the call was refused, not sent. */
  isRefusal(error: unknown): boolean;
  /** Whether an answer came from a fallback. */
  isFallback?(output: unknown): boolean;
  close(): void;
}

export type CircuitState = "closed" | "open" | "halfOpen";
