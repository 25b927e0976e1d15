import type { BreakerEventType, BreakerListener } from "./breaker-events.ts";
import type { BreakerEvents } from "./monitored-breakers.ts";

/** Listeners by the name of what they hear. */
export type Listeners = { readonly [Type in BreakerEventType]?: BreakerListener<Type> };

/** Adds all listeners, and gives what removes them again. */
export function subscribe(breakers: BreakerEvents, listeners: Listeners): () => void {
  const all = Object.entries(listeners) as [BreakerEventType, BreakerListener<BreakerEventType>][];
  for (const [type, listener] of all) breakers.on(type, listener);
  return () => {
    for (const [type, listener] of all) breakers.off(type, listener);
  };
}
