import type { BreakerEventType, BreakerListener } from "./breaker-events.ts";
import type { CircuitReading } from "./circuit-state.ts";

/** Where events come from. */
export interface BreakerEvents {
  on<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): unknown;
  off<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): unknown;
}

/** What can be monitored: shared breakers, or a client's `.breakers`; their events, and a look at each circuit in use. */
export interface MonitoredBreakers extends BreakerEvents, Iterable<CircuitReading> {}
