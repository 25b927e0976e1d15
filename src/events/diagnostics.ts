import { channel, type Channel } from "node:diagnostics_channel";
import type { BreakerEvent, BreakerEventType } from "./breaker-events.ts";
import { breakerEventTypes } from "./event-types.ts";

/** Where a channel's name begins; the event's name follows. */
const prefix = "amplify-breaker:";

const channels = Object.fromEntries(
  breakerEventTypes.map((type) => [type, channel(`${prefix}${type}`)]),
) as Readonly<Record<BreakerEventType, Channel<unknown, BreakerEvent>>>;

/** Whether a tool has subscribed to the channel of that event. */
export function isDiagnosed(type: BreakerEventType): boolean {
  return channels[type].hasSubscribers;
}

/**
 * Publishes an event on the channel of its name, as in `amplify-breaker:open`, for tools that are attached without a line
 * of the program's code.
 *
 * @example
 * ```ts
 * import { subscribe } from "node:diagnostics_channel";
 * subscribe("amplify-breaker:open", (event) => console.error(event));
 * ```
 */
export function diagnose(event: BreakerEvent): void {
  channels[event.type].publish(event);
}
