import type { BreakerEvent, BreakerEventOf, BreakerEventType, CallEvent } from "../../../src/index.ts";

interface EventSource {
  on<Type extends BreakerEventType>(type: Type, listener: (event: BreakerEventOf<Type>) => unknown): unknown;
}

/** The events one of which ends each call. */
export const callEventTypes = [
  "success",
  "failure",
  "timeout",
  "throttled",
  "ignored",
  "cancelled",
  "reject",
] as const;

const circuitEventTypes = [
  "open",
  "halfOpen",
  "probeFailed",
  "close",
  "isolate",
  "release",
  "stateChange",
] as const;

/** Everything a source emitted, in order. */
export class EventRecord {
  readonly all: BreakerEvent[] = [];
  readonly #source: EventSource;

  constructor(source: EventSource) {
    this.#source = source;
    for (const type of [
      ...callEventTypes,
      ...circuitEventTypes,
      "attempt",
      "fallback",
      "listenerError",
    ] as const) {
      source.on(type, (event: BreakerEvent) => {
        this.all.push(event);
      });
    }
  }

  /** The events that ended calls. */
  get calls(): CallEvent[] {
    return this.all.filter((event): event is CallEvent =>
      (callEventTypes as readonly string[]).includes(event.type),
    );
  }

  /** The types of the events that ended calls. */
  get endings(): string[] {
    return this.calls.map(({ type }) => type);
  }

  /** The types of the events about circuits, without `stateChange`, which says the same again. */
  get story(): string[] {
    const types: readonly string[] = circuitEventTypes;
    return this.all.map(({ type }) => type).filter((type) => types.includes(type) && type !== "stateChange");
  }

  of<Type extends BreakerEventType>(type: Type): BreakerEventOf<Type>[] {
    return this.all.filter((event): event is BreakerEventOf<Type> => event.type === type);
  }

  /** The next event of that type, from now on. */
  next<Type extends BreakerEventType>(type: Type): Promise<BreakerEventOf<Type>> {
    return new Promise((resolve) => {
      this.#source.on(type, resolve);
    });
  }
}

/** Starts to record what `source` emits. */
export function recordEvents(source: EventSource): EventRecord {
  return new EventRecord(source);
}
