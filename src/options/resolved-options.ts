import type { Clock } from "../clock/clock.ts";
import type { Classify } from "../outcome/judge.ts";
import type { Fallback } from "./breaker-options.ts";

/** `ResetBackoff` with every member decided. */
export interface ResolvedResetBackoff {
  readonly factor: number;
  readonly maxMs: number;
  readonly jitter: number;
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
  readonly resetTimeout: number;
  readonly resetBackoff: ResolvedResetBackoff;
  readonly capacity: number | false;
  readonly count: "calls" | "attempts";
  readonly classify: Classify | undefined;
  readonly fallback: Fallback | undefined;
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
