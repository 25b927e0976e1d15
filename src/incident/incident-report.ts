import type { Advice } from "../amplify/advice.ts";
import type { HealthReport } from "../aws-health/health-report.ts";
import type { OpenTrigger } from "../events/breaker-events.ts";
import type { CircuitState } from "../events/circuit-state.ts";

/** One failure of a call, with all that AWS Support looks it up by. */
export interface FailureReport {
  /** When it was heard of, as in `2026-11-23T03:45:31.250Z`. */
  readonly at: string;
  readonly operation: string;
  /** `timeout`: the call's own deadline passed. */
  readonly type: "failure" | "timeout";
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** HTTP status, where the service answered. */
  readonly status?: number;
  readonly requestId?: string;
  readonly extendedRequestId?: string;
  readonly cfId?: string;
  /** SDK attempts; `null` where they could not be seen. */
  readonly attempts: number | null;
  /** What the SDK waited between attempts, as it says itself; `null` where it does not. */
  readonly totalRetryDelayMs: number | null;
  readonly durationMs: number;
}

/** Failures of one kind. */
export interface ErrorCount {
  readonly name: string;
  readonly code?: string;
  readonly status?: number;
  /** What the first of them said. */
  readonly message: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** Something that happened to the circuit. */
export interface TimelineEntry {
  readonly at: string;
  readonly type: "open" | "halfOpen" | "probeFailed" | "close" | "isolate" | "release";
  /** What is known of why. */
  readonly detail?: string;
}

/** How another circuit is doing. */
export interface Neighbour {
  readonly circuit: string;
  readonly region?: string;
  /** `quiet`: nothing was asked of it within its window. */
  readonly condition: "works" | "failing" | "out" | "quiet";
  readonly successes: number;
  readonly failures: number;
}

/** How far the trouble reaches, as far as the program's own calls tell. */
export interface Reach {
  /**
   * `operation`: others work in the same region; `several`: some of them do not; `region`: none works there, and the same
   * works elsewhere; `service`: none works; `unknown`: nobody asked for anything else.
   */
  readonly verdict: "operation" | "several" | "region" | "service" | "unknown";
  readonly sentence: string;
  readonly neighbours: readonly Neighbour[];
}

/** How to see the failure again. */
export interface Reproduction {
  readonly operation: string;
  /** An `aws amplify …` command line for a POSIX shell. */
  readonly command: string;
  /** A script for Node.js that does the same with the SDK. */
  readonly script: string;
}

/** How long calls take. */
export interface LatencyReport {
  /** Of the good answers of the last window before; `null` where there were none. */
  readonly before: { readonly p50Ms: number | null; readonly p99Ms: number | null };
  /** Of the last calls that failed; `null` where there were none. */
  readonly during: { readonly p50Ms: number | null; readonly maxMs: number | null };
}

/** Who was running. */
export interface Versions {
  readonly amplifyBreaker: string;
  /** `@aws-sdk/client-amplify`, as its requests say. */
  readonly sdk?: string;
  readonly node: string;
  readonly platform: string;
}

/** An outage, or what an operation failed with lately, as plain JSON; its schema is `incident.schema.json`. */
export interface IncidentReport {
  readonly version: 1;
  /** The same for one outage in all reports, alerts and dashboards. */
  readonly id: string;
  /** `failing`: calls failed, and the circuit did not open. */
  readonly status: "ongoing" | "over" | "failing";
  readonly reportedAt: string;
  readonly since: string;
  readonly until?: string;
  readonly durationMs: number;
  readonly circuit: string;
  readonly region?: string;
  /** Host of the endpoint, where the client was given one. */
  readonly endpoint?: string;
  /** The scope that was given to `protect()`. */
  readonly scope?: string;
  /** AWS account, where the credentials or an ARN say it. */
  readonly accountId?: string;
  /** `null` where the circuit is no longer in use. */
  readonly state: CircuitState | null;
  /** Milliseconds until the next call may go; `null` where nobody can tell. */
  readonly retryAfterMs: number | null;
  /** Why the circuit opened. */
  readonly trigger?: OpenTrigger;
  /** `true` where it only would have happened. */
  readonly dryRun?: true;
  /** The operations that failed. */
  readonly operations: readonly string[];
  readonly errors: readonly ErrorCount[];
  /** Failures of further kinds, for which there was no room. */
  readonly otherFailures: number;
  /** The last ones, the oldest first. */
  readonly failures: readonly FailureReport[];
  readonly totals: {
    readonly failures: number;
    readonly attempts: number;
    readonly retryDelayMs: number;
    readonly probesFailed: number;
    /** Calls that the open circuit refused. */
    readonly rejections: number;
    /** Calls that a fallback answered. */
    readonly fallbacks: number;
  };
  readonly latency: LatencyReport;
  readonly reach: Reach;
  /** The oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** Entries left out in the middle of the timeline. */
  readonly timelineLeftOut: number;
  /** What AWS reports itself, where it is asked. */
  readonly health?: HealthReport;
  readonly advice: Advice;
  /** What the program's caller can do meanwhile. */
  readonly canStillDo: readonly string[];
  readonly reproduction?: Reproduction;
  /** The circuit's options, those that are functions named as such; `null` where it is no longer in use. */
  readonly settings: Readonly<Record<string, unknown>> | null;
  readonly versions: Versions;
}
