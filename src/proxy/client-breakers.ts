import type { OperationName } from "../amplify/operations.ts";
import { StopSignal } from "../call/stop-signal.ts";
import { whenAvailable } from "../call/when-available.ts";
import { circuitName } from "../circuit/circuit-name.ts";
import type { BreakersSnapshot } from "../circuit/breakers-snapshot.ts";
import { CircuitView, viewsOf, type Circuit } from "../circuit/circuit-view.ts";
import { restoreSnapshot } from "../circuit/restore-snapshot.ts";
import { takeSnapshot } from "../circuit/take-snapshot.ts";
import { ShutdownError } from "../errors/shutdown-error.ts";
import type { BreakerEventType, BreakerListener } from "../events/breaker-events.ts";
import type { CircuitAddress } from "../incident/circuit-address.ts";
import type { IncidentBook } from "../incident/incident-book.ts";
import type { Incident } from "../incident/incident.ts";
import type { CallOptions } from "../options/breaker-options.ts";
import { checkMembers } from "../errors/check-members.ts";
import { checkOperationName } from "../options/check-names.ts";
import type { ClientBinding } from "./client-binding.ts";
import { ClientListeners } from "./client-listeners.ts";
import { checkWaitOptions, type CircuitOf, type WaitForOptions } from "./wait-options.ts";

import { findIncident, type IncidentName } from "./find-incident.ts";
/** Options that can be changed while calls are made, for all operations or for one. */
export type PatchFor<Target extends OperationName | "*"> = Target extends OperationName
  ? CallOptions<Target>
  : CallOptions;

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
   * @param of - the call's input, where option `circuit` is a function that looks at it
   * @throws TypeError where there is no such operation
   */
  circuit(operation: OperationName, of?: CircuitOf): Circuit;
  /**
   * Resolves when a call of the operation would be let through, to hold one's place in an outage: those who ask are
   * served in the order in which they did. The turn is for a call that is made at once; after that the next one has it.
   *
   * @throws a promise that rejects with a `CircuitOpenError` when `timeoutMs` has passed, with the signal's reason when
   * that is aborted, with a `ShutdownError` after `shutdown()`; TypeError or RangeError for a wrong option
   * @example
   * ```ts
   * await amplify.breakers.whenAvailable("StartJob", { timeoutMs: 600_000 });
   * await amplify.send(new StartJobCommand(job));
   * ```
   */
  whenAvailable(operation: OperationName, options?: WaitForOptions): Promise<void>;
  /**
   * Changes options from the next call on, of one operation or with `"*"` of all; what circuits counted is kept, and what
   * is left out stays as it is. Where breakers are shared, this changes them for all their clients; for a single circuit
   * there is `circuit().configure()`.
   *
   * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came; nothing changes then
   */
  configure<Target extends OperationName | "*">(target: Target, patch: PatchFor<Target>): void;
  /**
   * What is known of the outage of an operation that is on, or else of its last one, for this client's region, endpoint
   * and scope; where the circuit has not opened, what calls failed with lately. `undefined` where nothing went wrong.
   *
   * @param name - the operation, or a circuit as events name it
   * @param of - the call's input, where option `circuit` is a function that looks at it
   * @throws TypeError where there is neither
   * @example
   * ```ts
   * console.log(amplify.breakers.incident("StartJob")?.toMarkdown());
   * ```
   */
  incident(name: IncidentName, of?: CircuitOf): Incident | undefined;
  /** The outages that are remembered, of this client's circuits, the latest first; option `incidents` says how many. */
  incidents(): readonly Incident[];
  /** What these circuits, and all that share their breakers, know: plain JSON, to go on from after a restart. */
  snapshot(): BreakersSnapshot;
  /**
   * Goes on from a {@link snapshot}; best done before the first call.
   *
   * @throws TypeError or RangeError where it is none, or one of another version; nothing changes then
   */
  restore(snapshot: unknown): void;
  /**
   * Ends the protection for good: later calls of this client reject with a `ShutdownError`, calls in flight end
   * normally. Circuits that are shared with other clients go on for those.
   */
  shutdown(): void;
  [Symbol.dispose](): void;
}

/** How long a client is protected. */
export interface Lifetime {
  readonly isShutdown: () => boolean;
  readonly shutdown: () => void;
}

/** {@link ClientBreakers}, for a client whose place may not be known yet. */
export class BoundBreakers implements ClientBreakers {
  readonly #binding: ClientBinding;
  readonly #lifetime: Lifetime;
  readonly #listeners: ClientListeners;
  readonly #incidents: IncidentBook;
  readonly #views = new Map<string, Circuit>();
  /** What ends each wait for an operation, if it has not ended by itself. */
  readonly #waits = new Map<StopSignal, OperationName>();

  constructor(binding: ClientBinding, lifetime: Lifetime, incidents: IncidentBook) {
    this.#incidents = incidents;
    this.#binding = binding;
    this.#lifetime = lifetime;
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

  circuit(operation: OperationName, of: CircuitOf = {}): Circuit {
    checkOperationName(operation, "circuit()");
    checkMembers("the options of circuit()", of, ["input"]);
    const { input } = of;
    const { directory } = this.#binding;
    const name = circuitName(directory.settings.circuit, operation, input);
    const known = this.#views.get(name);
    if (known !== undefined) return known;
    const view = this.#view(name);
    // Names that a function makes may be as many as there are inputs.
    if (name === operation) this.#views.set(name, view);
    return view;
  }

  async whenAvailable(operation: OperationName, options: WaitForOptions = {}): Promise<void> {
    checkOperationName(operation, "whenAvailable()");
    checkWaitOptions(options);
    const stop = new StopSignal(options.signal);
    this.#waits.set(stop, operation);
    try {
      await this.#wait(operation, { ...options, signal: stop.signal });
    } finally {
      stop.release();
      this.#waits.delete(stop);
    }
  }

  incident(name: IncidentName, of: CircuitOf = {}): Incident | undefined {
    checkMembers("the options of incident()", of, ["input"]);
    const { settings } = this.#binding.directory;
    const isOwn = (address: CircuitAddress): boolean => this.#isOwn(address);
    const sources = { incidents: this.#incidents, settings, circuits: this };
    return findIncident({ name, input: of.input, isOwn }, sources);
  }

  incidents(): readonly Incident[] {
    return this.#incidents.all((address) => this.#isOwn(address));
  }

  configure<Target extends OperationName | "*">(target: Target, patch: PatchFor<Target>): void {
    this.#binding.directory.configure(target, patch as CallOptions);
  }

  snapshot(): BreakersSnapshot {
    return takeSnapshot(this.#binding.directory);
  }

  restore(snapshot: unknown): void {
    restoreSnapshot(this.#binding.directory, snapshot);
  }

  *[Symbol.iterator](): Iterator<Circuit> {
    const circuits = this.#binding.current;
    if (circuits !== undefined) yield* viewsOf(circuits);
  }

  #isOwn({ region, endpoint, scope }: CircuitAddress): boolean {
    const place = this.#binding.current?.place;
    if (place === undefined) return false;
    return place.region === region && place.endpoint === endpoint && place.scope === scope;
  }

  #view(name: string): Circuit {
    const binding = this.#binding;
    const { settings } = binding.directory;
    return new CircuitView({
      name,
      scope: binding.scope,
      current: () => binding.current?.named(name),
      whenKnown: (use) => binding.withEach((circuits) => use(circuits.named(name))),
      epochMs: () => settings.clock.epochMs(),
      configure: (patch) => {
        // Where it is not known yet which circuit it is, what is wrong is to be said at once all the same.
        binding.directory.checkPatch(name, patch);
        binding.withEach((circuits) => circuits.configure(name, patch));
      },
    });
  }

  shutdown(): void {
    this.#lifetime.shutdown();
    for (const [stop, operation] of this.#waits) stop.stop(new ShutdownError({ operation }));
  }

  [Symbol.dispose](): void {
    this.shutdown();
  }

  async #wait(
    operation: OperationName,
    { input, signal, timeoutMs }: WaitForOptions & { readonly signal: AbortSignal },
  ): Promise<void> {
    const { clock } = this.#binding.directory.settings;
    const askedAt = clock.now();
    this.#checkWait(operation, signal);
    const circuits = await this.#binding.forCall(timeoutMs ?? false, signal);
    this.#checkWait(operation, signal);
    const remainingMs = timeoutMs === undefined ? undefined : timeoutMs - (clock.now() - askedAt);
    const circuit = circuits.circuit(operation, input);
    await whenAvailable(circuit, operation, { clock, signal, timeoutMs: remainingMs });
  }

  #checkWait(operation: OperationName, signal: AbortSignal): void {
    if (this.#lifetime.isShutdown()) throw new ShutdownError({ operation });
    signal.throwIfAborted();
  }
}
