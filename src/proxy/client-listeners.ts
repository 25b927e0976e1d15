import type { BreakerEventOf, BreakerEventType, BreakerListener } from "../events/breaker-events.ts";
import { checkSubscription } from "../events/event-types.ts";
import type { ClientBinding } from "./client-binding.ts";

type Wrapper = (event: never) => unknown;

/**
 * One client's listeners.
 *
 * Clients of one place share a hub, and may be given the same function to call: each listener is registered there in a
 * wrapper of its own, so that no client removes what another added.
 */
export class ClientListeners {
  readonly #binding: ClientBinding;
  readonly #wrappers = new Map<BreakerEventType, Map<object, Set<Wrapper>>>();

  constructor(binding: ClientBinding) {
    this.#binding = binding;
  }

  add<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): void {
    checkSubscription(type, listener);
    this.#register(type, listener, (event) => listener(event));
  }

  addOnce<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): void {
    checkSubscription(type, listener);
    const wrapper: BreakerListener<Type> = (event) => {
      this.#forget(type, listener, wrapper);
      this.#unregister(type, wrapper);
      return listener(event);
    };
    this.#register(type, listener, wrapper);
  }

  remove<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): void {
    checkSubscription(type, listener);
    const listeners = this.#wrappers.get(type);
    for (const wrapper of listeners?.get(listener) ?? []) this.#unregister(type, wrapper);
    listeners?.delete(listener);
  }

  /** No event of this client can come before it has circuits, so nothing is missed by waiting for them. */
  #register<Type extends BreakerEventType>(
    type: Type,
    listener: BreakerListener<Type>,
    wrapper: (event: BreakerEventOf<Type>) => unknown,
  ): void {
    const listeners = this.#wrappers.get(type) ?? new Map<object, Set<Wrapper>>();
    const wrappers = listeners.get(listener) ?? new Set<Wrapper>();
    this.#wrappers.set(type, listeners.set(listener, wrappers.add(wrapper)));
    this.#binding.withEach(({ events }) => events.on(type, wrapper));
  }

  #forget(type: BreakerEventType, listener: object, wrapper: Wrapper): void {
    const listeners = this.#wrappers.get(type);
    const wrappers = listeners?.get(listener);
    wrappers?.delete(wrapper);
    if (wrappers?.size === 0) listeners?.delete(listener);
  }

  #unregister(type: BreakerEventType, wrapper: Wrapper): void {
    this.#binding.withEach(({ events }) => events.off(type, wrapper as BreakerListener<BreakerEventType>));
  }
}
