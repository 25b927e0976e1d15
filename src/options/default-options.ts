import type { CircuitGrouping } from "./breaker-options.ts";
import type { ResolvedCallOptions, ResolvedResetBackoff } from "./resolved-options.ts";

/**
 * What is in force where nothing else is said; each option's meaning stands with `CallOptions`.
 *
 * The reset is short at first so that a blip costs little, and `failureSpanMs` keeps a burst of failures that the
 * service has already got over from opening anything.
 */
export const defaultCallOptions: Omit<ResolvedCallOptions, "resetBackoff"> = Object.freeze({
  timeout: 30_000,
  consecutiveFailures: 5,
  failureSpanMs: 250,
  errorThresholdPercentage: 50,
  volumeThreshold: 10,
  rollingCountTimeout: 60_000,
  rollingCountBuckets: 12,
  slowCall: false,
  resetTimeout: 100,
  halfOpenProbes: 1,
  rampUpMs: 0,
  capacity: false,
  queue: false,
  maxWaitMs: 0,
  maxWaiting: 1_000,
  count: "calls",
  retryThrottled: false,
  coalesce: false,
  classify: undefined,
  fallback: undefined,
  fallbackTimeoutMs: 1_000,
  enabled: true,
});

/**
 * Defaults of `resetBackoff`; `maxMs` is never below `resetTimeout`.
 *
 * A factor of 1.5 rather than 2: at 150 calls a second, an outage of one second cost 1.2 times the calls that it cost
 * without breakers instead of 1.4 times, for two requests more into an outage of eight.
 */
export const defaultResetBackoff: ResolvedResetBackoff = Object.freeze({
  factor: 1.5,
  maxMs: 2_000,
  jitter: 0.2,
});

/** Default of `slowCall.thresholdPercentage`. */
export const defaultSlowCallPercentage = 50;

/** Defaults of what can be given for all operations only. */
export const defaultBreakerOptions: {
  readonly circuit: CircuitGrouping;
  readonly maxCircuits: number;
  readonly serviceThreshold: number | false;
  readonly incidents: number;
} = Object.freeze({ circuit: "operation", maxCircuits: 500, serviceThreshold: false, incidents: 20 });
