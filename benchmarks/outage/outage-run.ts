import type { CircuitState } from "../subjects/subject.ts";

/**
 * One subject in one scenario at one rate.
 *
 * Times are milliseconds since the fault began; negative ones lie before it. A call belongs to the time at which it was
 * due, whether the program got round to it then or not.
 */
export interface OutageRun {
  readonly subject: string;
  /** Such as "200 ms", "brown-out 30 %" or "hang". */
  readonly scenario: string;
  readonly callsPerSecond: number;
  /** How long the fault lasted. */
  readonly faultMs: number;
  /** Requests of the sick operation that reached the service while it was sick. */
  readonly requestsInFault: number;
  /** Calls of the sick operation that ended in an error, from the beginning of the fault to the end of the run. */
  readonly callsLost: number;
  /** Calls of the sick operation that were answered by a fallback. */
  readonly callsByFallback: number;
  /** What callers of the sick operation waited, whatever they got, who called while it was sick. */
  readonly waitMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** What 99 % of the callers waited at most who called while the circuit was open and whose calls were not sent. */
  readonly openP99Ms: number | undefined;
  /** From the arrival of the first request that met the fault to the circuit's opening. */
  readonly openedAfterMs: number | undefined;
  /** From the healing to the first good answer to a request that came after it. */
  readonly firstGoodAfterMs: number | undefined;
  /** From the healing to the time from which on no second has less than 99 % of its calls answered well. */
  readonly good99AfterMs: number | undefined;
  /** Calls of the sick operation that were refused after the healing: the service was well by then. */
  readonly healthyRefused: number;
  /** Calls of operations that were never sick, refused or failed. */
  readonly otherLost: number;
  readonly otherCalls: number;
  /** The sick operation over time, in bins of equal width. */
  readonly series: readonly OutageBin[];
  /** What the circuit of the sick operation changed to; it begins closed. */
  readonly states: readonly OutageState[];
}

/** What fell into one bin of time. */
export interface OutageBin {
  /** Where the bin begins. */
  readonly atMs: number;
  /** Requests that arrived at the service. */
  readonly requests: number;
  /** Calls due in this bin that the service answered well in the end. */
  readonly good: number;
  readonly lost: number;
  readonly fallback: number;
}

/** A change of the circuit's state. */
export interface OutageState {
  readonly atMs: number;
  readonly state: CircuitState;
}
