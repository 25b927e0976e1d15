/** Why a circuit is out of service, or was. */
export interface TileError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** HTTP status, where the service answered. */
  readonly status?: number;
  readonly requestId?: string;
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** What a chart is drawn from: a count for each bin, the oldest first, the one that is still being filled last. */
export interface Series {
  /** All calls, the refused ones included. */
  readonly calls: readonly number[];
  /** Calls that failed or ran out of time. */
  readonly failures: readonly number[];
  /** Calls that were refused. */
  readonly rejections: readonly number[];
}

/** One circuit, as its tile shows it. */
export interface CircuitTile {
  /** Tells circuits of one name apart. */
  readonly id: string;
  readonly name: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly scope?: string;
  readonly state: "closed" | "open" | "halfOpen" | "isolated" | "disabled";
  /** Failures among the verdicts in the circuit's rolling window, in percent; `null` where there were none. */
  readonly failurePercentage: number | null;
  /** Half of the calls of the last minute took at most so many milliseconds; `null` where there were none. */
  readonly p50Ms: number | null;
  /** 99 of 100 calls of the last minute took at most so many milliseconds; `null` where there were none. */
  readonly p99Ms: number | null;
  readonly inFlight: number;
  /** Calls that wait for the circuit, or for one in flight to end. */
  readonly waiting: number;
  /** When the next probe may go, in milliseconds since the Unix epoch; `null` unless the circuit is open. */
  readonly probeAt: number | null;
  /** Who isolated the circuit, or what for. */
  readonly isolation?: string;
  readonly lastError?: TileError;
}

/** A circuit changed its state, or a probe of it failed. */
export interface Transition {
  /** Counts up: a later transition has a higher number. */
  readonly number: number;
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
  readonly circuit: string;
  readonly region?: string;
  readonly scope?: string;
  readonly type: "open" | "halfOpen" | "probeFailed" | "close" | "isolate" | "release";
  /** What is known of why. */
  readonly detail?: string;
  /** `true` where it only would have happened. */
  readonly dryRun?: true;
}

/** An outage that is remembered; `/api/incidents/` and its id give its report, with `.md` as Markdown. */
export interface IncidentEntry {
  readonly id: string;
  readonly status: "ongoing" | "over" | "failing";
  readonly circuit: string;
  readonly region?: string;
  readonly scope?: string;
  /** As in `2026-11-23T03:45:31.250Z`. */
  readonly since: string;
  readonly until?: string;
  readonly durationMs: number;
  /** Name of the error that was met most. */
  readonly error?: string;
  /** Calls that failed. */
  readonly failures: number;
}

/** All that the page shows. */
export interface DashboardSnapshot {
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** Width of a chart's bins in milliseconds. */
  readonly binMs: number;
  /** Number of the bin that is being filled. */
  readonly bin: number;
  readonly isHealthy: boolean;
  readonly circuits: readonly (CircuitTile & { readonly series: Series })[];
  /** Circuits in use that are not among them, for want of room. */
  readonly hiddenCircuits: number;
  /** The oldest first. */
  readonly transitions: readonly Transition[];
}

/** What changed since the last message. */
export interface DashboardChanges {
  readonly at: number;
  readonly bin: number;
  readonly isHealthy: boolean;
  /** Circuits that changed, each with its last two bins: calls, failures, rejections of the one before and this one. */
  readonly circuits: readonly (CircuitTile & { readonly last: readonly number[] })[];
  /** Circuits that are no longer in use. */
  readonly gone: readonly string[];
  readonly hiddenCircuits: number;
  readonly transitions: readonly Transition[];
}
