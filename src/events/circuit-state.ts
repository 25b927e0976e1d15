/**
 * What a circuit does with the next call: sends it, refuses it, takes it as a probe, refuses it until released,
 * or only observes it.
 */
export type CircuitState = "closed" | "open" | "halfOpen" | "isolated" | "disabled";

/** What a circuit counted; the counts cover its rolling window. */
export interface CircuitStats {
  /** Successful calls in the window. */
  readonly successes: number;
  /** Calls in the window that failed for the service's or the network's fault. */
  readonly failures: number;
  /** Share of failures among both, in percent; 0 where there were none. */
  readonly errorPercentage: number;
  /** Failures since the last success. */
  readonly consecutiveFailures: number;
  /** Calls that were sent and are not settled yet. */
  readonly inFlight: number;
}
