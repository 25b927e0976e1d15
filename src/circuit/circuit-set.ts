import { unknownOperation } from "../amplify/operations.ts";
import type { ErrorSummary } from "../errors/error-summary.ts";
import { EventHub } from "../events/event-hub.ts";
import type { CallOptions } from "../options/breaker-options.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { checkPatch, mergePatches, type ResolvePatched, type Settings } from "../options/settings.ts";
import type { CircuitPlace } from "./circuit-identity.ts";
import { circuitName } from "./circuit-name.ts";
import { CircuitCore } from "./circuit.ts";

/** Where new names go when there are as many circuits as there may be, and all of them are in use. */
const overflowName = "(overflow)";

/** The circuit a call goes through, and the options in force for the call. */
export interface Route {
  readonly circuit: CircuitCore;
  readonly options: ResolvedCallOptions;
}

/** A circuit, and when it was last asked for. */
interface Member {
  readonly circuit: CircuitCore;
  usedAt: number;
}

/** The circuits of one place: one region, endpoint and scope. They are made as they are needed. */
export class CircuitSet implements Iterable<CircuitCore> {
  readonly place: CircuitPlace;
  /** Hears what happens in this place only, and passes it on to the hub of all places. */
  readonly events: EventHub;
  readonly #settings: Settings;
  readonly #members = new Map<string, Member>();
  /** What was changed for one circuit alone; it outlives the circuit. */
  readonly #patches = new Map<string, CallOptions>();
  #uses = 0;
  /** Whether as many circuits are in an outage as it takes for the service to count as out. */
  #isServiceOut = false;
  #isShutdown = false;

  constructor(place: CircuitPlace, settings: Settings, allEvents: EventHub) {
    this.place = place;
    this.events = new EventHub(allEvents);
    this.#settings = settings;
  }

  /** The circuit that a call of the operation goes through, and the options of the call. */
  route(operation: string, input: unknown): Route {
    const circuit = this.circuit(operation, input);
    const { name } = circuit.identity;
    // A circuit of its own has the options of its operation.
    if (this.#isOwn(name)) return { circuit, options: circuit.options };
    const patch = this.#patches.get(name);
    if (patch === undefined) return { circuit, options: this.#settings.forOperation(operation) };
    return { circuit, options: this.#settings.resolvePatched(operation, patch) };
  }

  /** The circuit that a call of the operation goes through. */
  circuit(operation: string, input: unknown): CircuitCore {
    return this.named(circuitName(this.#settings.circuit, operation, input));
  }

  /** The circuit of that name, if there is one; to look is no use of it. */
  known(name: string): CircuitCore | undefined {
    return this.#members.get(name)?.circuit;
  }

  /** The circuit of that name, or the one that takes in all for which there is no room. */
  named(name: string): CircuitCore {
    const known = this.#members.get(name);
    if (known !== undefined) {
      known.usedAt = ++this.#uses;
      return known.circuit;
    }
    const isFull = this.#members.size >= this.#settings.maxCircuits;
    // A call whose operation is not known is never held up by what others met.
    const hasOwnPlace = name === overflowName || name === unknownOperation;
    if (isFull && !hasOwnPlace && !this.#forgetOne()) return this.named(overflowName);
    return this.#make(name);
  }

  /**
   * Changes the options of one circuit alone.
   *
   * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came; nothing changes then
   */
  configure(name: string, patch: CallOptions): void {
    const { merged, options } = this.#patched(name, patch);
    this.#patches.set(name, merged);
    this.#members.get(name)?.circuit.configure(options);
  }

  /** Throws what {@link configure} would throw. */
  checkPatch(name: string, patch: CallOptions): void {
    this.#patched(name, patch);
  }

  /** Throws where what would be in force does not go together with what was changed for single circuits. */
  confirm(resolvePatched: ResolvePatched, where: string): void {
    for (const [name, patch] of this.#patches) resolvePatched(this.#operationOf(name), patch, where);
  }

  /** Takes up options that have changed. */
  reconfigure(): void {
    for (const [name, { circuit }] of this.#members) circuit.configure(this.#optionsOf(name));
  }

  *[Symbol.iterator](): Iterator<CircuitCore> {
    for (const { circuit } of this.#members.values()) yield circuit;
  }

  shutdown(): void {
    this.#isShutdown = true;
    for (const circuit of this) circuit.shutdown();
  }

  #make(name: string): CircuitCore {
    const { clock, random } = this.#settings;
    const onOutage = (): void => this.#noticeOutage(circuit.cause);
    const circuit: CircuitCore = new CircuitCore({ ...this.place, name }, this.#optionsOf(name), {
      ...{ clock, random, onOutage },
      events: this.events,
    });
    this.#members.set(name, { circuit, usedAt: ++this.#uses });
    // A call that was made before the shutdown may have had to wait until its place was known.
    if (this.#isShutdown) circuit.shutdown();
    else this.#joinOutage(circuit);
    return circuit;
  }

  /** Makes room by the circuit that nobody has used for longest; `false` where all are in use. */
  #forgetOne(): boolean {
    let oldest: Member | undefined;
    for (const member of this.#members.values()) {
      const isOlder = oldest === undefined || member.usedAt < oldest.usedAt;
      const isOverflow = member.circuit.identity.name === overflowName;
      if (isOlder && !isOverflow && member.circuit.isIdle) oldest = member;
    }
    if (oldest === undefined) return false;
    const { circuit } = oldest;
    circuit.shutdown();
    return this.#members.delete(circuit.identity.name);
  }

  /** With this outage as many circuits have found the service out as it takes: the others open too. */
  #noticeOutage(cause: ErrorSummary | undefined): void {
    const { serviceThreshold } = this.#settings;
    if (serviceThreshold === false) return;
    const wasOut = this.#isServiceOut;
    this.#isServiceOut = this.#tripped.length >= serviceThreshold;
    // Those that have recovered since it began are left alone.
    if (wasOut || !this.#isServiceOut) return;
    for (const circuit of this) {
      if (circuit.identity.name !== unknownOperation) circuit.open("service", cause);
    }
  }

  /** A new circuit need not find out for itself that the service is out. */
  #joinOutage(circuit: CircuitCore): void {
    const { serviceThreshold } = this.#settings;
    if (serviceThreshold === false || circuit.identity.name === unknownOperation) return;
    const tripped = this.#tripped;
    if (tripped.length >= serviceThreshold) circuit.open("service", tripped.at(-1)?.cause);
  }

  get #tripped(): CircuitCore[] {
    return [...this].filter(({ isTripped, identity }) => isTripped && identity.name !== unknownOperation);
  }

  #optionsOf(name: string): ResolvedCallOptions {
    const operation = this.#operationOf(name);
    const patch = this.#patches.get(name);
    if (patch !== undefined) return this.#settings.resolvePatched(operation, patch);
    return operation === undefined ? this.#settings.forCircuit() : this.#settings.forOperation(operation);
  }

  #patched(name: string, patch: CallOptions): { merged: CallOptions; options: ResolvedCallOptions } {
    const where = `configure() of the circuit ${name}`;
    const operation = this.#operationOf(name);
    const merged = mergePatches(this.#patches.get(name) ?? {}, checkPatch(where, operation, patch));
    return { merged, options: this.#settings.resolvePatched(operation, merged, where) };
  }

  #operationOf(name: string): string | undefined {
    return this.#isOwn(name) ? name : undefined;
  }

  /** Whether the circuit belongs to one operation, whose name it has. */
  #isOwn(name: string): boolean {
    const isForOne = this.#settings.circuit === "operation" && name !== overflowName;
    return isForOne || name === unknownOperation;
  }
}
