import { unknownOperation } from "../amplify/operations.ts";
import { isLastKnownGood } from "../fallback/last-known-good.ts";
import type { CallOptions, CallQueue } from "./breaker-options.ts";
import { defaultCallOptions, defaultResetBackoff, defaultSlowCallPercentage } from "./default-options.ts";
import { checkOption } from "./option-rule.ts";
import { queueRules, slowCallRules } from "./option-rules.ts";
import { isKept, isRead } from "./reads-only.ts";
import type { ResolvedCallOptions, ResolvedResetBackoff, ResolvedSlowCall } from "./resolved-options.ts";
import type { SetCallOptions } from "./set-options.ts";

/** Options that were checked one by one. */
type CheckedOptions = { readonly [Name in keyof CallOptions]: Exclude<CallOptions[Name], undefined> };

/**
 * Fills in what was not set; what is for reads only is left out for an operation that is none, or for `undefined`.
 *
 * @throws TypeError or RangeError where options do not go together
 */
export function resolveCallOptions(
  prefix: string,
  operation: string | undefined,
  set: SetCallOptions,
): ResolvedCallOptions {
  const checked = set as CheckedOptions;
  const resetTimeout = checked.resetTimeout ?? defaultCallOptions.resetTimeout;
  const capacity = checked.capacity ?? defaultCallOptions.capacity;
  return Object.freeze({
    ...defaultCallOptions,
    ...checked,
    slowCall: resolveSlowCall(prefix, checked.slowCall),
    resetBackoff: resolveResetBackoff(prefix, resetTimeout, checked.resetBackoff),
    queue: resolveQueue(prefix, capacity, checked.queue),
    coalesce: checked.coalesce === true && operation !== undefined && isRead(operation),
    fallback: resolveFallback(operation, checked.fallback),
    // Never refused: nobody could say which circuit it was.
    enabled: operation !== unknownOperation && (checked.enabled ?? defaultCallOptions.enabled),
  });
}

function resolveSlowCall(prefix: string, slowCall: CheckedOptions["slowCall"]): ResolvedSlowCall | false {
  if (slowCall === undefined || slowCall === false) return false;
  const { durationMs, thresholdPercentage = defaultSlowCallPercentage } = slowCall;
  checkOption(`${prefix}slowCall.durationMs`, durationMs, slowCallRules.durationMs);
  return Object.freeze({ durationMs, thresholdPercentage });
}

function resolveResetBackoff(
  prefix: string,
  resetTimeout: number,
  backoff: CheckedOptions["resetBackoff"],
): ResolvedResetBackoff {
  const { factor = defaultResetBackoff.factor, jitter = defaultResetBackoff.jitter } = backoff ?? {};
  const maxMs = backoff?.maxMs ?? Math.max(defaultResetBackoff.maxMs, resetTimeout);
  if (maxMs < resetTimeout) {
    throw new RangeError(
      `${prefix}resetBackoff.maxMs must be at least resetTimeout (${resetTimeout}); got ${maxMs}`,
    );
  }
  return Object.freeze({ factor, maxMs, jitter });
}

function resolveQueue(
  prefix: string,
  capacity: number | false,
  queue: CheckedOptions["queue"],
): CallQueue | false {
  if (queue === undefined || queue === false) return false;
  const { size, maxWaitMs } = queue;
  checkOption(`${prefix}queue.size`, size, queueRules.size);
  checkOption(`${prefix}queue.maxWaitMs`, maxWaitMs, queueRules.maxWaitMs);
  if (capacity === false) {
    throw new TypeError(`${prefix}queue needs a capacity, over which calls wait in it; capacity is false`);
  }
  return Object.freeze({ size, maxWaitMs });
}

function resolveFallback(
  operation: string | undefined,
  fallback: CheckedOptions["fallback"],
): ResolvedCallOptions["fallback"] {
  if (fallback === false) return undefined;
  if (!isLastKnownGood(fallback)) return fallback;
  return operation !== undefined && isKept(operation) ? fallback : undefined;
}
