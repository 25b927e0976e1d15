import type { ErrorSummary } from "../errors/error-summary.ts";

/**
 * What a circuit does with the next call: sends it, refuses it, takes it as a probe, refuses it until released,
 * or only observes it.
 */
export type CircuitState = "closed" | "open" | "halfOpen" | "isolated" | "disabled";

/** What a circuit counted; the counts cover its rolling window, where nothing else is said. */
export interface CircuitStats {
  /** Successful calls in the window. */
  readonly successes: number;
  /** Calls in the window that failed for the service's or the network's fault. */
  readonly failures: number;
  /** Verdicts in the window that took as long as `slowCall` says, or longer. */
  readonly slow: number;
  /** Share of failures among both, in percent; 0 where there were none. */
  readonly errorPercentage: number;
  /** Failures since the last success. */
  readonly consecutiveFailures: number;
  /** Calls that were sent and are not settled yet. */
  readonly inFlight: number;
  /** Calls that wait for the circuit to let them through (`maxWaitMs`). */
  readonly waiting: number;
  /** Calls that wait for one in flight to end (`queue`). */
  readonly queued: number;
  /**
   * Milliseconds that half of the last good answers took at most; `null` where there were none within the window,
   * or the one before.
   */
  readonly p50Ms: number | null;
  /** {@link p50Ms}, for 99 of 100 answers. */
  readonly p99Ms: number | null;
  /** Calls that were refused because the circuit was open or isolated, since it was first used. */
  readonly rejections: number;
  /** Calls that a fallback answered, since the circuit was first used. */
  readonly fallbacks: number;
}

/** The last failure that was held against the service. */
export interface LastFailure {
  readonly error: ErrorSummary;
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** That somebody took a circuit out of service. */
export interface Isolation {
  /** Who or what for, as given to `isolate()`. */
  readonly reason: string;
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** One circuit, as whoever watches it sees it. */
export interface CircuitReading {
  /** The circuit's name: the operation, as in `ListApps`. */
  readonly name: string;
  /** AWS region, where it is known. */
  readonly region: string | undefined;
  /** Host of the endpoint, where the client was given one. */
  readonly endpoint: string | undefined;
  /** The scope that was given to `protect()`. */
  readonly scope: string | undefined;
  /** What happens to the next call; `closed` until the client's region and endpoint are known. */
  readonly state: CircuitState;
  /** Milliseconds until a call may be admitted: 0 where one may now, `Infinity` while isolated. */
  readonly retryAfterMs: number;
  /** The last failure that was held against the service. */
  readonly lastFailure: LastFailure | undefined;
  /** Who isolated the circuit, or what for, and since when; `undefined` where nobody has. */
  readonly isolation: Isolation | undefined;
  /** What the circuit counted in its rolling window. */
  stats(): CircuitStats;
}
