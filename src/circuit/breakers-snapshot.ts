import type { OpenTrigger } from "../events/breaker-events.ts";
import type { Isolation } from "../events/circuit-state.ts";
import type { SummaryMetadata } from "../errors/error-summary.ts";
import type { CircuitIdentity } from "./circuit-identity.ts";
import type { WindowBucket } from "./engine.ts";

/** What is kept of an error: nothing that could hold a secret, and no stack. */
export interface ErrorSnapshot {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $fault?: "client" | "server";
  readonly $metadata?: SummaryMetadata;
}

/** The failures in a row, as they stood when a snapshot was taken. */
export interface StreakSnapshot {
  /** Failures since the last success. */
  readonly failures: number;
  /** Left out where nothing has succeeded yet. */
  readonly msSinceSuccess?: number;
}

/** All that one circuit knows; times are in milliseconds since the Unix epoch, ages in milliseconds. */
export interface CircuitSnapshot extends CircuitIdentity {
  /** As it is apart from `isolation`; `halfOpen` as soon as `retryAt` has passed. */
  readonly state: "closed" | "open" | "halfOpen";
  /** That somebody took it out of service. */
  readonly isolation?: Isolation;
  /** What the outage began with; only where there is one. */
  readonly trigger?: OpenTrigger;
  /** How often it has opened without having been closed for long in between; 0 where it never has. */
  readonly openings: number;
  /** When it opened last; left out where it never has. */
  readonly openedAt?: number;
  /** When it was closed last, or made; left out where it never opened. */
  readonly closedAt?: number;
  /** When the next call may be sent, as a probe; only where it is open. */
  readonly retryAt?: number;
  /** The failure that opened it, or that its last probe met. */
  readonly cause?: ErrorSnapshot;
  readonly lastFailure?: { readonly error: ErrorSnapshot; readonly at: number };
  /** The verdicts in the rolling window, the newest first. */
  readonly window: readonly WindowBucket[];
  /** The same, with slow answers for failures and all others for successes; empty without `slowCall`. */
  readonly slow: readonly WindowBucket[];
  readonly streak: StreakSnapshot;
}

/**
 * What a set of breakers knows, as plain JSON: written to a file or a store, it outlives the process.
 *
 * Circuits that know nothing are left out.
 *
 * @example
 * ```ts
 * await writeFile("breakers.json", JSON.stringify(breakers.snapshot()));
 * // after the restart
 * breakers.restore(JSON.parse(await readFile("breakers.json", "utf8")));
 * ```
 */
export interface BreakersSnapshot {
  /** Of the format. */
  readonly version: 1;
  /** In milliseconds since the Unix epoch. */
  readonly takenAt: number;
  readonly circuits: readonly CircuitSnapshot[];
}
