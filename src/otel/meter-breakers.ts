import type { Attributes, BatchObservableResult, Meter } from "@opentelemetry/api";
import type { CallEvent, CircuitEventBase } from "../events/breaker-events.ts";
import type { CircuitReading } from "../events/circuit-state.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { subscribe, type Listeners } from "../events/subscribe.ts";

/** As OpenTelemetry recommends for durations of calls, in seconds, and on to our longest default deadline. */
const secondsBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30];
const longSecondsBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];

/** Counts and times what is heard of the breakers; scopes are no attribute, because there is no end of them. */
export function meterBreakers(breakers: MonitoredBreakers, meter: Meter): () => void {
  const unsubscribe = subscribe(breakers, eventListeners(meter));
  const unobserve = observeCircuits(breakers, meter);
  return () => {
    unsubscribe();
    unobserve();
  };
}

function eventListeners(meter: Meter): Listeners {
  const calls = meter.createCounter("amplify_breaker.calls", {
    unit: "{call}",
    description: "Calls that have ended, by how they did",
  });
  const durations = meter.createHistogram("amplify_breaker.call.duration", {
    unit: "s",
    description: "Time from the call to its settlement",
    advice: { explicitBucketBoundaries: secondsBoundaries },
  });
  const attempts = meter.createCounter("amplify_breaker.attempts", {
    unit: "{attempt}",
    description: "Attempts of the SDK, by what they said of the service",
  });
  const rejections = meter.createCounter("amplify_breaker.rejections", {
    unit: "{call}",
    description: "Calls that were refused, by why",
  });
  const fallbacks = meter.createCounter("amplify_breaker.fallbacks", {
    unit: "{call}",
    description: "Calls that a fallback answered, by why it was asked",
  });
  const ages = meter.createHistogram("amplify_breaker.fallback.age", {
    unit: "s",
    description: "Age of the old answers that were given",
    advice: { explicitBucketBoundaries: longSecondsBoundaries },
  });
  const transitions = meter.createCounter("amplify_breaker.circuit.transitions", {
    unit: "{transition}",
    description: "Changes of a circuit's state",
  });
  const openTimes = meter.createHistogram("amplify_breaker.circuit.open.duration", {
    unit: "s",
    description: "How long circuits were open, told when they close",
    advice: { explicitBucketBoundaries: longSecondsBoundaries },
  });
  const count = (event: CallEvent): void => {
    const attributes = { ...ofCall(event), "amplify_breaker.outcome": event.type };
    calls.add(1, attributes);
    durations.record(event.durationMs / 1_000, attributes);
  };
  return {
    ...{ success: count, failure: count, timeout: count, throttled: count, ignored: count, cancelled: count },
    reject: (event) => {
      count(event);
      rejections.add(1, { ...ofCall(event), "amplify_breaker.reason": event.reason });
    },
    attempt: (event) => attempts.add(1, { ...ofCall(event), "amplify_breaker.verdict": event.verdict }),
    fallback: (event) => {
      const attributes = { ...ofCall(event), "amplify_breaker.reason": event.reason };
      fallbacks.add(1, attributes);
      if (event.ageMs !== undefined) ages.record(event.ageMs / 1_000, attributes);
    },
    stateChange: (event) => {
      const { from, to } = event;
      transitions.add(1, { ...ofCircuit(event), "amplify_breaker.from": from, "amplify_breaker.to": to });
    },
    close: (event) => openTimes.record(event.openForMs / 1_000, ofCircuit(event)),
  };
}

function observeCircuits(breakers: MonitoredBreakers, meter: Meter): () => void {
  const circuits = meter.createObservableUpDownCounter("amplify_breaker.circuits", {
    unit: "{circuit}",
    description: "Circuits in use, by their state",
  });
  const inFlight = meter.createObservableUpDownCounter("amplify_breaker.calls.in_flight", {
    unit: "{call}",
    description: "Calls that were sent and have not settled",
  });
  const waiting = meter.createObservableUpDownCounter("amplify_breaker.calls.waiting", {
    unit: "{call}",
    description: "Calls that wait for an open circuit, or for one of the capacity",
  });
  const observe = (result: BatchObservableResult): void => {
    for (const { attributes, states, calls, waits } of sumsOf(breakers)) {
      for (const [state, number] of states) {
        result.observe(circuits, number, { ...attributes, "amplify_breaker.state": state });
      }
      result.observe(inFlight, calls, attributes);
      result.observe(waiting, waits, attributes);
    }
  };
  const observables = [circuits, inFlight, waiting];
  meter.addBatchObservableCallback(observe, observables);
  return () => meter.removeBatchObservableCallback(observe, observables);
}

/** Circuits of one name and place, of all scopes. */
interface Sum {
  readonly attributes: Attributes;
  readonly states: Map<string, number>;
  calls: number;
  waits: number;
}

function sumsOf(breakers: Iterable<CircuitReading>): Iterable<Sum> {
  const sums = new Map<string, Sum>();
  for (const circuit of breakers) {
    const { name, region, endpoint, state } = circuit;
    const key = JSON.stringify([name, region, endpoint]);
    const sum = sums.get(key) ?? {
      attributes: ofCircuit({ circuit: name, region, endpoint }),
      states: new Map<string, number>(),
      calls: 0,
      waits: 0,
    };
    sums.set(key, sum);
    const stats = circuit.stats();
    sum.states.set(state, (sum.states.get(state) ?? 0) + 1);
    sum.calls += stats.inFlight;
    sum.waits += stats.waiting + stats.queued;
  }
  return sums.values();
}

type Place = Pick<CircuitReading, "region" | "endpoint">;

function placeOf({ region, endpoint }: Partial<Place>): Attributes {
  return {
    ...(region === undefined ? undefined : { "cloud.region": region }),
    ...(endpoint === undefined ? undefined : { "server.address": endpoint }),
  };
}

function ofCircuit({ circuit, ...place }: { readonly circuit: string } & Partial<Place>): Attributes {
  return { "amplify_breaker.circuit": circuit, ...placeOf(place) };
}

function ofCall(event: CircuitEventBase): Attributes {
  return {
    "amplify_breaker.operation": event.operation,
    ...placeOf(event),
    ...(event.dryRun === true ? { "amplify_breaker.dry_run": true } : undefined),
  };
}
