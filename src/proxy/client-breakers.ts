import type { OperationName } from "../amplify/operations.ts";
import { CircuitView, type Circuit } from "../circuit/circuit-view.ts";
import type { BreakerEventType, BreakerListener } from "../events/breaker-events.ts";
import { checkSubscription } from "../events/event-types.ts";
import { checkOperationName } from "../options/check-names.ts";
import type { ClientBinding } from "./client-binding.ts";

/**
 * The breakers as one client sees them: the circuits its own calls go through, and their events.
 *
 * @example
 * ```ts
 * amplify.breakers.on("open", ({ operation, cause }) => pager.notify(operation, cause));
 * amplify.breakers.circuit("ListApps").state; // "closed"
 * ```
 */
export interface ClientBreakers extends Iterable<Circuit> {
  /**
   * Calls `listener` with every event of that type; whatever it does changes no call.
   *
   * @throws TypeError where there is no such event, or the listener is no function
   */
  on<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this;
  /** {@link on}, for the next event only. */
  once<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this;
  /** Removes a listener that was added with {@link on} or {@link once}. */
  off<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this;
  /**
   * The circuit this client's calls of the operation go through.
   *
   * @throws TypeError where there is no such operation
   */
  circuit(operation: OperationName): Circuit;
  /**
   * Ends the protection for good: later calls of this client reject with a `ShutdownError`, calls in flight end
   * normally. Circuits that are shared with other clients go on for those.
   */
  shutdown(): void;
  [Symbol.dispose](): void;
}

/** {@link ClientBreakers}, for a client whose place may not be known yet. */
export class BoundBreakers implements ClientBreakers {
  readonly #binding: ClientBinding;
  readonly #shutdown: () => void;
  readonly #views = new Map<string, Circuit>();

  constructor(binding: ClientBinding, shutdown: () => void) {
    this.#binding = binding;
    this.#shutdown = shutdown;
  }

  on<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    return this.#subscribe("on", type, listener);
  }

  once<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    this.#subscribe("once", type, listener);
    // Where the client has no place yet it may come to a second one, whose events must not be heard once more.
    if (this.#binding.circuits === undefined) this.#subscribe("once", type, () => this.off(type, listener));
    return this;
  }

  off<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    return this.#subscribe("off", type, listener);
  }

  circuit(operation: OperationName): Circuit {
    checkOperationName(operation, "circuit()");
    const known = this.#views.get(operation);
    if (known !== undefined) return known;
    const binding = this.#binding;
    const view = new CircuitView({
      name: operation,
      scope: binding.scope,
      current: () => binding.current?.circuit(operation),
      whenKnown: (use) => binding.withEach((circuits) => use(circuits.circuit(operation))),
    });
    this.#views.set(operation, view);
    return view;
  }

  *[Symbol.iterator](): Iterator<Circuit> {
    for (const circuit of this.#binding.current ?? []) yield CircuitView.of(circuit);
  }

  shutdown(): void {
    this.#shutdown();
  }

  [Symbol.dispose](): void {
    this.shutdown();
  }

  /** No event of this client can come before it has circuits, so nothing is missed by waiting for them. */
  #subscribe<Type extends BreakerEventType>(
    method: "on" | "once" | "off",
    type: Type,
    listener: BreakerListener<Type>,
  ): this {
    checkSubscription(type, listener);
    this.#binding.withEach(({ events }) => events[method](type, listener));
    return this;
  }
}
