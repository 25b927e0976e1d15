import { describeValue } from "../errors/describe-value.ts";
import { nearestName } from "../errors/nearest-name.ts";
import type { BreakerEventType } from "./breaker-events.ts";

/** All event names, which is what `on()` accepts. */
export const breakerEventTypes: readonly BreakerEventType[] = Object.freeze(
  Object.keys({
    open: true,
    halfOpen: true,
    probeFailed: true,
    close: true,
    isolate: true,
    release: true,
    stateChange: true,
    success: true,
    failure: true,
    timeout: true,
    throttled: true,
    ignored: true,
    cancelled: true,
    reject: true,
    fallback: true,
    attempt: true,
    listenerError: true,
  } satisfies Record<BreakerEventType, true>) as BreakerEventType[],
);

/** @throws TypeError where there is no such event, or the listener is no function */
export function checkSubscription(type: unknown, listener: unknown): void {
  if (!breakerEventTypes.includes(type as BreakerEventType)) {
    const nearest = typeof type === "string" ? nearestName(type, breakerEventTypes) : undefined;
    const hint =
      nearest === undefined ? `known are ${breakerEventTypes.join(", ")}` : `did you mean "${nearest}"?`;
    throw new TypeError(`there is no event ${describeValue(type)}; ${hint}`);
  }
  if (typeof listener !== "function") {
    throw new TypeError(
      `the listener for "${String(type)}" must be a function; got ${describeValue(listener)}`,
    );
  }
}
