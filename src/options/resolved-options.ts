import type { Clock } from "../clock/clock.ts";
import type { LastKnownGood } from "../fallback/last-known-good.ts";
import type { Classify } from "../outcome/judge.ts";
import type { CallQueue, Fallback } from "./breaker-options.ts";

/** `ResetBackoff` with every member decided. */
export interface ResolvedResetBackoff {
  readonly factor: number;
  readonly maxMs: number;
  readonly jitter: number;
}

/** `SlowCall` with every member decided. */
export interface ResolvedSlowCall {
  readonly durationMs: number;
  readonly thresholdPercentage: number;
}

/** `CallOptions` with every member decided. */
export interface ResolvedCallOptions {
  readonly timeout: number | false;
  readonly consecutiveFailures: number | false;
  readonly failureSpanMs: number;
  readonly errorThresholdPercentage: number;
  readonly volumeThreshold: number;
  readonly rollingCountTimeout: number;
  readonly rollingCountBuckets: number;
  readonly slowCall: ResolvedSlowCall | false;
  readonly resetTimeout: number;
  readonly resetBackoff: ResolvedResetBackoff;
  readonly halfOpenProbes: number;
  readonly rampUpMs: number;
  readonly capacity: number | false;
  readonly queue: CallQueue | false;
  readonly maxWaitMs: number;
  readonly maxWaiting: number;
  readonly count: "calls" | "attempts";
  readonly retryThrottled: boolean;
  /** `false` for writes. */
  readonly coalesce: boolean;
  readonly classify: Classify | undefined;
  /** For writes, and where answers are never kept, no `LastKnownGood`. */
  readonly fallback: Fallback | LastKnownGood | undefined;
  readonly fallbackTimeoutMs: number;
  readonly enabled: boolean;
}

/** `BreakerOptions`, checked and complete. */
export interface ResolvedOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** The options in force for an operation, also for one that is not in our table. */
  readonly forOperation: (operation: string) => ResolvedCallOptions;
}
