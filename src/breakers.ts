import type { AmplifyClient } from "@aws-sdk/client-amplify";
import type { OperationName } from "./amplify/operations.ts";
import type { BreakersSnapshot } from "./circuit/breakers-snapshot.ts";
import { CircuitDirectory } from "./circuit/circuit-directory.ts";
import { viewsOf, type Circuit } from "./circuit/circuit-view.ts";
import { restoreSnapshot } from "./circuit/restore-snapshot.ts";
import { takeSnapshot } from "./circuit/take-snapshot.ts";
import { describeValue } from "./errors/describe-value.ts";
import { withoutUndefined } from "./errors/without-undefined.ts";
import { readProperty } from "./errors/read-property.ts";
import type { BreakerEventType, BreakerListener } from "./events/breaker-events.ts";
import { IncidentRecorder, type RecorderParts } from "./incident/incident-recorder.ts";
import { noIncidents, type IncidentBook } from "./incident/incident-book.ts";
import type { Incident } from "./incident/incident.ts";
import { describeOptions } from "./options/describe-options.ts";
import type { BreakerOptions, CallOptions } from "./options/breaker-options.ts";
import { checkMembers } from "./errors/check-members.ts";
import { checkOperationName } from "./options/check-names.ts";
import { resolveOptions } from "./options/resolve-options.ts";
import { assertAmplifyClient } from "./proxy/amplify-client.ts";
import { ClientBinding } from "./proxy/client-binding.ts";
import { BoundBreakers, type ClientBreakers, type Lifetime, type PatchFor } from "./proxy/client-breakers.ts";
import { findIncident, type IncidentName } from "./proxy/find-incident.ts";
import { ClientLifetime } from "./proxy/client-lifetime.ts";
import { isProtected, protectClient, type Protected } from "./proxy/protect-client.ts";
import type { CircuitOf, WaitForOptions } from "./proxy/wait-options.ts";

/** What {@link Breakers.protect} may be told of a client. */
export interface ProtectOptions {
  /** Says that the client belongs to one principal or tenant; clients of different scopes share no circuit. */
  readonly scope?: string | undefined;
}

/** Whose circuit is meant. */
export interface OfClient extends CircuitOf {
  /** A client that the breakers protect. */
  readonly client: AmplifyClient;
}

/**
 * One set of circuits, for any number of clients.
 *
 * @example
 * ```ts
 * const breakers = createBreakers({ timeout: 20_000 });
 * const amplify = breakers.protect(new AmplifyClient({ region }), { scope: tenantId });
 * ```
 */
export class Breakers implements Iterable<Circuit> {
  readonly #directory: CircuitDirectory;
  readonly #incidents: IncidentBook;
  readonly #clients = new WeakMap<object, ClientBreakers>();

  /** @internal Made by {@link createBreakers}. */
  constructor(options: BreakerOptions | undefined) {
    const settings = resolveOptions(options);
    const { incidents: keep, clock, health } = settings;
    if (keep === 0) {
      this.#directory = new CircuitDirectory(settings);
      this.#incidents = noIncidents;
      return;
    }
    const settingsOf: RecorderParts["settingsOf"] = ({ circuit: name, ...place }) => {
      const circuit = this.#directory.find({ name, ...withoutUndefined(place) });
      return circuit === undefined ? null : describeOptions(circuit.options);
    };
    const recorder = new IncidentRecorder({ circuits: this, clock, keep, settingsOf, health });
    this.#directory = new CircuitDirectory(settings, (events) => recorder.listen(events));
    this.#incidents = recorder;
  }

  /**
   * A substitute for the client, of the same type, whose calls go through these circuits; the client itself is left as it
   * is but for one middleware, which passes its own calls through.
   *
   * @throws TypeError where the client is no Amplify client, or is protected already
   */
  protect<Client extends AmplifyClient>(client: Client, options: ProtectOptions = {}): Protected<Client> {
    let isClientShutdown = false;
    return this.#protect(client, options, {
      isShutdown: () => isClientShutdown,
      shutdown: () => {
        isClientShutdown = true;
      },
    });
  }

  /** @internal For a client that has these breakers to itself. */
  protectSole<Client extends AmplifyClient>(client: Client): Protected<Client> {
    return this.#protect(client, {}, { isShutdown: () => false, shutdown: () => this.shutdown() });
  }

  /**
   * Calls `listener` with every event of that type, of all circuits; whatever it does changes no call.
   *
   * @throws TypeError where there is no such event, or the listener is no function
   */
  on<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    this.#directory.events.on(type, listener);
    return this;
  }

  /** {@link on}, for the next event only. */
  once<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    this.#directory.events.once(type, listener);
    return this;
  }

  /** Removes a listener that was added with {@link on} or {@link once}. */
  off<Type extends BreakerEventType>(type: Type, listener: BreakerListener<Type>): this {
    this.#directory.events.off(type, listener);
    return this;
  }

  /**
   * The circuit that calls of the operation go through, for a client that these breakers protect.
   *
   * @param of - the client, and the call's input where option `circuit` is a function that looks at it
   * @throws TypeError where there is no such operation, or the client is not protected by these breakers
   */
  circuit(operation: OperationName, of: OfClient): Circuit {
    checkOperationName(operation, "circuit()");
    const breakers = this.#breakersOf(of, `circuit("${operation}", { client })`);
    const { client: _, ...rest } = of;
    return breakers.circuit(operation, rest);
  }

  /**
   * Resolves when a call of the operation would be let through, for a client that these breakers protect; see
   * {@link ClientBreakers.whenAvailable}.
   *
   * @throws a promise that rejects as that one does; with a TypeError also where the client is not protected by these
   * breakers
   */
  async whenAvailable(operation: OperationName, options: OfClient & WaitForOptions): Promise<void> {
    checkOperationName(operation, "whenAvailable()");
    const breakers = this.#breakersOf(options, `whenAvailable("${operation}", { client })`);
    const { client: _, ...rest } = options;
    await breakers.whenAvailable(operation, rest);
  }

  /**
   * What is known of the outage of an operation that is on, or else of its last one; where its circuit has not opened,
   * what its calls failed with lately. `undefined` where nothing went wrong.
   *
   * @param name - the operation, or a circuit as events name it
   * @param of - a client that these breakers protect, where only its own region, endpoint and scope are meant, and the
   * call's input, where option `circuit` is a function that looks at it
   * @throws TypeError where there is neither, or the client is not protected by these breakers
   * @example
   * ```ts
   * console.log(breakers.incident("StartJob")?.toMarkdown());
   * ```
   */
  incident(name: IncidentName, of: Partial<OfClient> = {}): Incident | undefined {
    checkMembers("the options of incident()", of, ["client", "input"]);
    const { client, ...rest } = of;
    if (client !== undefined) {
      return this.#breakersOf(of, `incident("${name}", { client })`).incident(name, rest);
    }
    const { settings } = this.#directory;
    const sources = { incidents: this.#incidents, settings, circuits: this };
    return findIncident({ name, input: rest.input, isOwn: () => true }, sources);
  }

  /** The outages that are remembered, of all circuits, the latest first; option `incidents` says how many. */
  incidents(): readonly Incident[] {
    return this.#incidents.all(() => true);
  }

  /**
   * Changes options from the next call on, of one operation or with `"*"` of all; what circuits counted is kept, and what
   * is left out stays as it is. An operation's own options win over those for all.
   *
   * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came; nothing changes then
   * @example
   * ```ts
   * breakers.configure("*", { enabled: false }); // a dry run from here on
   * ```
   */
  configure<Target extends OperationName | "*">(target: Target, patch: PatchFor<Target>): void {
    this.#directory.configure(target, patch as CallOptions);
  }

  /**
   * What all circuits know, as plain JSON of a version of its own: to go on from after a restart, or in another process.
   *
   * @example
   * ```ts
   * await writeFile("breakers.json", JSON.stringify(breakers.snapshot()));
   * ```
   */
  snapshot(): BreakersSnapshot {
    return takeSnapshot(this.#directory);
  }

  /**
   * Goes on from a {@link snapshot}; best done before the first call. An outage whose reset has passed since is half-open,
   * and not open again.
   *
   * @throws TypeError or RangeError where it is none, or one of another version; nothing changes then
   */
  restore(snapshot: unknown): void {
    restoreSnapshot(this.#directory, snapshot);
  }

  /** All circuits that were used so far, of all clients. */
  *[Symbol.iterator](): Iterator<Circuit> {
    for (const circuits of this.#directory) yield* viewsOf(circuits);
  }

  /** Ends the protection for good: later calls reject with a `ShutdownError`, calls in flight end normally. */
  shutdown(): void {
    this.#directory.shutdown();
  }

  [Symbol.dispose](): void {
    this.shutdown();
  }

  #breakersOf(of: unknown, example: string): ClientBreakers {
    const client = readProperty(of, "client");
    const breakers = typeof client === "object" && client !== null ? this.#clients.get(client) : undefined;
    if (breakers !== undefined) return breakers;
    throw new TypeError(
      `${example.replace(/\(.*/, "()")} must be told a client that these breakers protect, as in ${example}; ` +
        `got ${describeValue(client)}`,
    );
  }

  #protect<Client extends AmplifyClient>(
    client: Client,
    options: ProtectOptions,
    lifetime: Lifetime,
  ): Protected<Client> {
    assertAmplifyClient(client);
    if (isProtected(client))
      throw new TypeError("this client is protected already; protect the raw client instead");
    const directory = this.#directory;
    const binding = new ClientBinding(client.config, checkScope(options), directory);
    const isShutdown = (): boolean => directory.isShutdown || lifetime.isShutdown();
    const incidents = this.#incidents;
    const breakers = new BoundBreakers(binding, { isShutdown, shutdown: lifetime.shutdown }, incidents);
    const substitute = protectClient(client, breakers, {
      ...{ client, binding, isShutdown },
      lifetime: new ClientLifetime(),
    });
    this.#clients.set(substitute, breakers);
    return substitute;
  }
}

function checkScope(options: ProtectOptions): string | undefined {
  checkMembers("the options of protect()", options, ["scope"]);
  const { scope } = options;
  if (scope !== undefined && (typeof scope !== "string" || scope === "")) {
    throw new TypeError(`option scope must be a text that is not empty; got ${describeValue(scope)}`);
  }
  return scope;
}

/**
 * Makes one set of circuits that many clients can share.
 *
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 * @example
 * ```ts
 * const breakers = createBreakers({ operations: { StartJob: { consecutiveFailures: 3 } } });
 * const amplify = breakers.protect(new AmplifyClient({ region: "eu-west-1" }));
 * ```
 */
export function createBreakers(options?: BreakerOptions): Breakers {
  return new Breakers(options);
}

/**
 * Puts circuit breakers in front of an Amplify client: use what it returns where the client was.
 *
 * @param options - options for breakers of the client's own, or breakers to share
 * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came
 * @example
 * ```ts
 * const amplify = withBreakers(new AmplifyClient({ region: "eu-west-1" }), { timeout: 20_000 });
 * amplify.breakers.on("open", ({ operation, retryAfterMs }) => console.warn(operation, retryAfterMs));
 * await amplify.send(new ListAppsCommand({}));
 * ```
 */
export function withBreakers<Client extends AmplifyClient>(
  client: Client,
  options?: BreakerOptions | Breakers,
): Protected<Client> {
  if (options instanceof Breakers) return options.protect(client);
  return new Breakers(options).protectSole(client);
}
