import type { BreakerEventOf, BreakerEventType } from "../../src/events/breaker-events.ts";
import type { CircuitReading } from "../../src/events/circuit-state.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import type { MonitoredBreakers } from "../../src/events/monitored-breakers.ts";

type Told<Type extends BreakerEventType> = Partial<BreakerEventOf<Type>>;

/** Breakers that say what a test wants them to say. */
export interface HandMadeBreakers extends MonitoredBreakers {
  readonly readings: CircuitReading[];
  tell<Type extends BreakerEventType>(type: Type, event: Told<Type>): void;
}

export function handMadeBreakers(readings: CircuitReading[] = []): HandMadeBreakers {
  const hub = new EventHub();
  return {
    readings,
    on: (type, listener) => hub.on(type, listener),
    off: (type, listener) => hub.off(type, listener),
    [Symbol.iterator]: () => readings.values(),
    tell: (type, event) => {
      const whole = {
        operation: "ListApps",
        circuit: "ListApps",
        region: "eu-west-1",
        at: 1_000,
        ...event,
        type,
      };
      hub.emit(type, () => whole as unknown as BreakerEventOf<typeof type>);
    },
  };
}

/** A circuit, open unless a test says otherwise. */
export function aReading(reading: Partial<CircuitReading> = {}): CircuitReading {
  return {
    ...{ name: "ListApps", region: "eu-west-1", endpoint: undefined, scope: undefined, state: "open" },
    ...{ retryAfterMs: 1_000, lastFailure: undefined, isolation: undefined },
    stats: () => ({
      ...{ successes: 0, failures: 0, slow: 0, errorPercentage: 0 },
      ...{ consecutiveFailures: 0, inFlight: 0, waiting: 0, queued: 0 },
      ...{ p50Ms: null, p99Ms: null, rejections: 0, fallbacks: 0 },
    }),
    ...reading,
  };
}
