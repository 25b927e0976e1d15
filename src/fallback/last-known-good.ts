import { resolveBounds, type AnswerBounds, type LastKnownGoodOptions } from "./answer-bounds.ts";
import { AnswerStore } from "./answer-store.ts";

let storeOf: (memory: LastKnownGood) => AnswerStore;
let isOne: (value: object) => value is LastKnownGood;

/** A fallback for reads that remembers their last good answers; made by {@link lastKnownGood}. */
export class LastKnownGood {
  /** Oldest answer that is given, in milliseconds. */
  readonly maxAgeMs: number;
  /** Most answers that are remembered. */
  readonly maxEntries: number;
  /** Most bytes that all answers together may take. */
  readonly maxBytes: number;
  // Out of sight of inspect() and JSON: answers may hold secrets.
  readonly #store: AnswerStore;

  constructor(bounds: AnswerBounds) {
    this.maxAgeMs = bounds.maxAgeMs;
    this.maxEntries = bounds.maxEntries;
    this.maxBytes = bounds.maxBytes;
    this.#store = new AnswerStore(bounds);
    Object.freeze(this);
  }

  static {
    storeOf = (memory) => memory.#store;
    isOne = (value): value is LastKnownGood => #store in value;
  }
}

/**
 * A fallback for reads: remembers the last good answer of each, in memory only, and gives a copy of it when the circuit
 * refuses a call or the call fails. A list is given whole or not at all, and answers with presigned URLs never are.
 *
 * Its bounds hold over all clients and operations it is given to; each client gets its own answers only, as do all
 * clients with one `scope`.
 *
 * @param options - oldest answer (`maxAgeMs`, 10 minutes), most answers (`maxEntries`, 1 000) and most bytes (`maxBytes`,
 * 32 MiB)
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 *
 * @example
 * ```ts
 * const amplify = withBreakers(new AmplifyClient({}), { fallback: lastKnownGood({ maxAgeMs: 60_000 }) });
 * const output = await amplify.send(new ListAppsCommand({}));
 * console.log(fallbackOf(output)?.ageMs); // undefined while the service answers
 * ```
 */
export function lastKnownGood(options: LastKnownGoodOptions = {}): LastKnownGood {
  return new LastKnownGood(resolveBounds(options));
}

/**
 * Whether `value` is what {@link lastKnownGood} made.
 *
 * @example
 * ```ts
 * if (isLastKnownGood(options.fallback)) console.log(options.fallback.maxAgeMs);
 * ```
 */
export function isLastKnownGood(value: unknown): value is LastKnownGood {
  return typeof value === "object" && value !== null && isOne(value);
}

/** Where it keeps its answers; not for users. */
export function answersOf(memory: LastKnownGood): AnswerStore {
  return storeOf(memory);
}
