import CircuitBreaker from "opossum";
import type { Action, BareBreaker } from "./bare-breaker.ts";

export function bareOpossum(action: Action, options: CircuitBreaker.Options): BareBreaker {
  return bare(new CircuitBreaker(action, { ...options }));
}

/**
 * opossum with a window that is full of successes, over all its buckets.
 *
 * They are put into it rather than fired, so that their latencies can be what a service's are: fired at a function that
 * returns at once all would be 0, and sorted already.
 */
export function filledOpossum(
  action: Action,
  options: CircuitBreaker.Options,
  latencies: readonly number[],
): BareBreaker {
  const breaker = new CircuitBreaker(action, { ...options });
  const { window } = breaker.status;
  for (const [index, latency] of latencies.entries()) {
    const bucket = window[index % window.length];
    if (bucket === undefined) throw new Error("opossum has no window");
    bucket.fires += 1;
    bucket.successes += 1;
    bucket.latencyTimes.push(latency);
  }
  return bare(breaker);
}

function bare(breaker: CircuitBreaker<[]>): BareBreaker {
  return {
    fire: () => breaker.fire(),
    isClosed: () => breaker.closed,
    close: () => breaker.shutdown(),
  };
}
