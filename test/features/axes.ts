import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import type { RowOf } from "./covering-array.ts";

/** What is combined: the features that a call meets on its way, and what happens around it. */
export const axes = {
  fallback: ["none", "function", "lastKnownGood", "throws", "hangs"],
  coalesce: [false, true],
  capacity: ["none", "1", "1 and a queue"],
  maxWaitMs: [0, 1_000],
  halfOpenProbes: [1, 2],
  rampUpMs: [0, 1_000],
  slowCall: [false, true],
  count: ["calls", "attempts"],
  timeout: [false, 500],
  protection: ["on", "dry run", "paused"],
  deployer: ["none", "waits for its turn"],
  bypass: [false, true],
  shutdown: ["late", "early"],
  caller: ["stays", "aborts"],
  service: ["answers", "fails", "hangs", "throttles", "404", "slow"],
  circuit: ["closed", "open", "half-open", "isolated"],
} as const;

/** One combination. */
export type Row = RowOf<typeof axes>;

const fallbacks: Readonly<Record<Row["fallback"], () => BreakerOptions["fallback"]>> = {
  none: () => undefined,
  function: () => () => ({ apps: [], $metadata: {} }),
  lastKnownGood: () => lastKnownGood(),
  throws: () => () => {
    throw new Error("a fallback that throws");
  },
  hangs: () => () => new Promise<never>(() => {}),
};

/** Opens quickly, and for long enough that a call can come while it is open. */
export function optionsOf(row: Row): BreakerOptions {
  const { fallback, capacity, slowCall } = row;
  const { coalesce, maxWaitMs, halfOpenProbes, rampUpMs, count, timeout, protection } = row;
  return {
    ...{ coalesce, maxWaitMs, halfOpenProbes, rampUpMs, count, timeout },
    consecutiveFailures: 2,
    failureSpanMs: 0,
    volumeThreshold: 3,
    resetTimeout: 400,
    resetBackoff: { jitter: 0 },
    fallback: fallbacks[fallback](),
    capacity: capacity === "none" ? false : 1,
    queue: capacity === "1 and a queue" ? { size: 2, maxWaitMs: 300 } : false,
    enabled: protection !== "dry run",
    slowCall: slowCall ? { durationMs: 200 } : false,
  };
}
