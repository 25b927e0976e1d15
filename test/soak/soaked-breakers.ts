import { lastKnownGood, type BreakerOptions } from "../../src/index.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";

/** Quick to open and to close: a soak should see many outages. */
const hasty: BreakerOptions = {
  timeout: 1_000,
  consecutiveFailures: 2,
  failureSpanMs: 20,
  resetTimeout: 30,
  resetBackoff: { maxMs: 200 },
  fallbackTimeoutMs: 50,
};

const endless = (): Promise<never> => new Promise(() => {});
const answer = { $metadata: {} };

/** A circuit for each operation; reads share requests, and fall back in all ways. */
export function byOperation(random: SeededRandom): BreakerOptions {
  return {
    ...hasty,
    coalesce: true,
    maxWaitMs: 60,
    retryThrottled: true,
    fallback: lastKnownGood({ maxEntries: 20, maxAgeMs: 2_000 }),
    classify: () => {
      if (random.chance(0.1)) throw new Error("a classifier that throws");
      return (random.chance(0.1) ? "nonsense" : undefined) as never;
    },
    operations: {
      GetApp: { fallback: () => (random.chance(0.5) ? { ...answer, app: undefined } : undefined) },
      GetBranch: { fallback: async () => ({ ...answer, branch: undefined }) },
      UpdateApp: { fallback: () => Promise.reject(new Error("a fallback that rejects")) },
      DeleteBranch: {
        fallback: () => {
          throw new Error("a fallback that throws");
        },
      },
      StartJob: { fallback: endless, capacity: 5 },
      GetJob: { fallback: () => "no output" as never, capacity: 8, queue: { size: 10, maxWaitMs: 50 } },
      ListTagsForResource: { count: "attempts", maxWaitMs: 0 },
    },
  };
}

/** What the circuit of a call is named by. */
export function nameByApp(operation: string, input: unknown): string {
  return `${operation} ${(input as { appId?: string }).appId ?? ""}`;
}

/** More names of circuits than there may be circuits, all with every limit there is. */
export function byApp(): BreakerOptions {
  return {
    ...hasty,
    circuit: nameByApp,
    maxCircuits: 12,
    capacity: 10,
    queue: { size: 20, maxWaitMs: 80 },
    maxWaitMs: 80,
    maxWaiting: 10,
    slowCall: { durationMs: 400, thresholdPercentage: 60 },
    halfOpenProbes: 2,
    rampUpMs: 200,
    serviceThreshold: 8,
    count: "attempts",
    fallback: lastKnownGood({ maxEntries: 20, maxBytes: 100_000 }),
  };
}

/** For clients that keep their breakers to themselves. */
export function sole(): BreakerOptions {
  return { ...hasty, fallback: async () => answer };
}
