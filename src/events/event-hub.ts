import { AsyncResource } from "node:async_hooks";
import { EventEmitter } from "eventemitter3";
import { warnOfFailure } from "../errors/warn-of-failure.ts";
import type { BreakerEvent, BreakerEventOf, BreakerEventType, BreakerListener } from "./breaker-events.ts";
import { diagnose, isDiagnosed } from "./diagnostics.ts";
import { checkSubscription } from "./event-types.ts";

type Emit = (event: BreakerEvent) => void;

/**
 * Hands events to listeners, and keeps whatever listeners do away from everybody else.
 *
 * Listeners are called in the order of the events, also when one of them causes another event.
 */
export class EventHub {
  readonly #emitter = new EventEmitter<string>();
  /** One guard per listener, so that `off` finds what `on` registered. */
  readonly #guards = new WeakMap<object, Emit>();
  readonly #parent: EventHub | undefined;
  #queue: (() => void)[] | undefined;
  #isHandingOut = false;
  #hasWarned = false;

  /** @param parent - hears everything this hub emits, after its own listeners */
  constructor(parent?: EventHub) {
    this.#parent = parent;
  }

  on<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): void {
    checkSubscription(type, listener);
    this.#emitter.on(type, this.#guard(listener));
  }

  once<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): void {
    checkSubscription(type, listener);
    this.#emitter.once(type, this.#guard(listener));
  }

  off<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): void {
    checkSubscription(type, listener);
    const guard = this.#guards.get(listener);
    if (guard !== undefined) this.#emitter.off(type, guard);
  }

  /** Whether anybody would hear the event; saves making events that nobody hears. */
  hears(type: BreakerEventType): boolean {
    if (this.#emitter.listenerCount(type) > 0) return true;
    return this.#parent === undefined ? isDiagnosed(type) : this.#parent.hears(type);
  }

  /** Makes the event and hands it out, if anybody hears it. */
  emit<Type extends BreakerEventType>(type: Type, makeEvent: () => BreakerEventOf<Type>): void {
    if (this.hears(type)) this.#deliver(Object.freeze<BreakerEvent>(makeEvent()));
  }

  /** Emits what `emitAll` emits as one: no listener can put an event of its own causing in between. */
  batch(emitAll: () => void): void {
    if (this.#queue !== undefined) {
      emitAll();
      return;
    }
    const queue: (() => void)[] = [];
    this.#queue = queue;
    try {
      emitAll();
      this.#isHandingOut = true;
      for (const handOut of queue) handOut();
    } finally {
      this.#isHandingOut = false;
      this.#queue = undefined;
    }
  }

  #deliver(event: BreakerEvent): void {
    const handOut = (): void => this.#handOut(event);
    // What a listener causes waits, but is told in the async context in which it happened.
    this.batch(() => this.#queue?.push(this.#isHandingOut ? AsyncResource.bind(handOut) : handOut));
  }

  #handOut(event: BreakerEvent): void {
    this.#emitter.emit(event.type, event);
    if (this.#parent === undefined) diagnose(event);
    else this.#parent.#deliver(event);
  }

  #guard<Type extends BreakerEventType>(listener: BreakerListener<Type>): Emit {
    const known = this.#guards.get(listener);
    if (known !== undefined) return known;
    const guard: Emit = (event) => {
      try {
        const returned: unknown = listener(event as BreakerEventOf<Type>);
        if (isThenable(returned)) returned.then(undefined, (error: unknown) => this.#report(event, error));
      } catch (error) {
        this.#report(event, error);
      }
    };
    this.#guards.set(listener, guard);
    return guard;
  }

  #report(event: BreakerEvent, error: unknown): void {
    const isOfReport = event.type === "listenerError";
    if (!isOfReport && this.hears("listenerError")) {
      this.#deliver(Object.freeze({ type: "listenerError", event: event.type, error }));
    }
    // A tool on the channel is nobody who would mend the listener.
    if ((isOfReport || !this.#hasListener("listenerError")) && !this.#hasWarned) {
      this.#hasWarned = true;
      warn(event.type, error);
    }
  }

  #hasListener(type: BreakerEventType): boolean {
    if (this.#emitter.listenerCount(type) > 0) return true;
    return this.#parent !== undefined && this.#parent.#hasListener(type);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}

function warn(type: string, error: unknown): void {
  const hint = '. Listen for "listenerError" to hear of every such failure.';
  warnOfFailure(`A listener for "${type}"`, error, "AMPLIFY_BREAKER_LISTENER_ERROR", hint);
}
