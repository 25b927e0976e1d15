import type { OperationName } from "../amplify/operations.ts";
import type { HealthSource } from "../aws-health/health-report.ts";
import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import type { BreakerOptions, CallOptions, CircuitGrouping } from "./breaker-options.ts";
import { checkBreakerOptions } from "./check-breaker-options.ts";
import { checkTarget } from "./check-names.ts";
import { checkOwnCircuit } from "./circuit-options.ts";
import { defaultBreakerOptions } from "./default-options.ts";
import { OptionLayers } from "./option-layers.ts";
import { readOperations } from "./read-operations.ts";
import { readCallOptions, readKnownOptions } from "./read-options.ts";
import type { ResolvedCallOptions, ResolvedOptions } from "./resolved-options.ts";
import { mergeSetOptions } from "./set-options.ts";

/** {@link Settings.resolvePatched} */
export type ResolvePatched = (
  operation: string | undefined,
  patch: CallOptions,
  where?: string,
) => ResolvedCallOptions;

/** `BreakerOptions`, checked and complete; those that are not for all of a program's life can be changed. */
export class Settings implements ResolvedOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Which calls share a circuit. */
  readonly circuit: CircuitGrouping;
  readonly maxCircuits: number;
  readonly serviceThreshold: number | false;
  /** Outages that are remembered. */
  readonly incidents: number;
  readonly health: HealthSource | undefined;
  /**
   * The options in force for an operation, also for one that is not in our table: the same object until they change. It
   * may be called without its object.
   */
  readonly forOperation: (operation: string) => ResolvedCallOptions;
  #layers: OptionLayers;

  /**
   * Keeps no reference to the options.
   *
   * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
   */
  constructor(options: BreakerOptions = {}) {
    checkBreakerOptions(options);
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.circuit = options.circuit ?? defaultBreakerOptions.circuit;
    this.maxCircuits = options.maxCircuits ?? defaultBreakerOptions.maxCircuits;
    this.serviceThreshold = options.serviceThreshold ?? defaultBreakerOptions.serviceThreshold;
    this.incidents = options.incidents ?? defaultBreakerOptions.incidents;
    this.health = options.health;
    const general = readKnownOptions({ what: "options", prefix: "option " }, options);
    this.#layers = new OptionLayers("", general, readOperations(options.operations, this.circuit));
    this.forOperation = (operation) => this.#layers.resolved(operation);
    Object.freeze(this);
  }

  /** The options of a circuit that operations share; what is for reads only is left out. */
  forCircuit(): ResolvedCallOptions {
    return this.#layers.resolved(undefined);
  }

  /**
   * The options of an operation, or of a shared circuit, with a checked patch on top.
   *
   * @param where - what error messages begin with, as in `configure()`
   * @throws TypeError or RangeError where options do not go together
   */
  resolvePatched(operation: string | undefined, patch: CallOptions, where?: string): ResolvedCallOptions {
    return resolvePatched(this.#layers, operation, patch, where);
  }

  /**
   * Changes the options of one operation, or with `"*"` those for all, over which an operation's own still win; what is
   * `undefined` stays as it is. Where anything is wrong, nothing changes.
   *
   * @param confirm - is given what would be in force, and refuses it by throwing
   * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came
   */
  configure(
    target: OperationName | "*",
    patch: CallOptions,
    confirm?: (resolvePatched: ResolvePatched) => void,
  ): void {
    checkTarget(target, "configure()");
    const where = `configure("${target}")`;
    const operation = target === "*" ? undefined : target;
    const set = checkPatch(where, operation, patch);
    if (operation !== undefined) checkOwnCircuit(`${where}: option `, this.circuit, set);
    const next = this.#layers.changed(`${where}: `, target, set);
    confirm?.((...args) => resolvePatched(next, ...args));
    this.#layers = next;
  }
}

/**
 * A copy of a patch, checked one by one; whether it goes together with the rest shows when it is resolved.
 *
 * @param where - what error messages begin with, as in `configure()`
 * @param operation - the one it is for, where it is for one
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 */
export function checkPatch(where: string, operation: string | undefined, patch: CallOptions): CallOptions {
  const place = { what: `${where}: options`, prefix: `${where}: option `, operation };
  return readCallOptions(place, patch) as CallOptions;
}

/** One patch for two; the later wins, `undefined` sets nothing, and what are objects is merged. */
export function mergePatches(earlier: CallOptions, later: CallOptions): CallOptions {
  return mergeSetOptions(earlier, later) as CallOptions;
}

function resolvePatched(
  layers: OptionLayers,
  ...[operation, patch, where]: Parameters<ResolvePatched>
): ResolvedCallOptions {
  if (Object.values(patch).every((value) => value === undefined)) return layers.resolved(operation);
  return layers.resolvePatched(where === undefined ? "option " : `${where}: option `, operation, patch);
}
