import type { OperationName } from "../amplify/operations.ts";
import { CircuitView, type Circuit } from "../circuit/circuit-view.ts";
import type { BreakerEventType, BreakerListener } from "../events/breaker-events.ts";
import { checkOperationName } from "../options/check-names.ts";
import type { ClientBinding } from "./client-binding.ts";
import { ClientListeners } from "./client-listeners.ts";

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
   * Calls `listener` with every event of that type, until {@link off}; whatever it does changes no call. Where clients
   * come and go on shared circuits, remove it with the client, or listen on the shared breakers instead.
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
  readonly #listeners: ClientListeners;
  readonly #views = new Map<string, Circuit>();

  constructor(binding: ClientBinding, shutdown: () => void) {
    this.#binding = binding;
    this.#shutdown = shutdown;
    this.#listeners = new ClientListeners(binding);
  }

  on<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    this.#listeners.add(type, listener);
    return this;
  }

  once<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    this.#listeners.addOnce(type, listener);
    return this;
  }

  off<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    this.#listeners.remove(type, listener);
    return this;
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
}
