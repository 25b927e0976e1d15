import type { BreakerEventOf, BreakerEventType } from "../../src/events/breaker-events.ts";
import type { EventHub } from "../../src/events/event-hub.ts";

/** Emits an event of that type; only `operation` matters to these tests, and tells the events apart. */
export function emit(hub: EventHub, type: BreakerEventType, operation = "ListApps"): void {
  hub.emit(type, () => ({ type, operation }) as unknown as BreakerEventOf<typeof type>);
}

/** A listener that writes down what it hears. */
export function recorder(
  heard: string[],
  name: string,
  then: (type: BreakerEventType) => unknown = () => {},
): (event: { readonly type: BreakerEventType }) => unknown {
  return ({ type }) => {
    heard.push(`${name} ${type}`);
    return then(type);
  };
}
