import { isOperationName, unknownOperation, type OperationName } from "../amplify/operations.ts";
import { resolveCallOptions } from "./resolve-call-options.ts";
import type { ResolvedCallOptions } from "./resolved-options.ts";
import { mergeSetOptions, type SetCallOptions } from "./set-options.ts";

/** What was set for single operations. */
export type OwnOptions = ReadonlyMap<string, SetCallOptions>;

/** The options for all operations, and over them those of single ones; what stands here goes together. */
export class OptionLayers {
  readonly #general: SetCallOptions;
  readonly #own: OwnOptions;
  /** As they are needed; those of no single operation are under `undefined`. */
  readonly #resolved = new Map<string | undefined, ResolvedCallOptions>();

  /**
   * @param lead - what error messages begin with
   * @throws TypeError or RangeError where options do not go together
   */
  constructor(lead: string, general: SetCallOptions, own: OwnOptions) {
    this.#general = general;
    this.#own = own;
    this.#resolve(`${lead}option `, undefined);
    for (const operation of own.keys()) this.#resolve(`${lead}option operations.${operation}.`, operation);
  }

  /** The options of an operation, or of no single one: the same object each time. */
  resolved(operation: string | undefined): ResolvedCallOptions {
    // Names that are not in our table are as many as their makers like.
    const isKnown = operation === unknownOperation || (operation !== undefined && isOperationName(operation));
    const key = isKnown ? operation : undefined;
    return this.#resolved.get(key) ?? this.#resolve("option ", key);
  }

  /**
   * The options of an operation, or of no single one, with one layer more on top.
   *
   * @param prefix - what stands before an option's name in error messages
   * @throws TypeError or RangeError where options do not go together
   */
  resolvePatched(prefix: string, operation: string | undefined, patch: SetCallOptions): ResolvedCallOptions {
    return resolveCallOptions(prefix, operation, mergeSetOptions(this.#setFor(operation), patch));
  }

  /**
   * These layers with a change for one operation, or with `"*"` for all.
   *
   * @throws TypeError or RangeError where options do not go together
   */
  changed(lead: string, target: OperationName | "*", patch: SetCallOptions): OptionLayers {
    if (target === "*") return new OptionLayers(lead, mergeSetOptions(this.#general, patch), this.#own);
    const resolved = this.resolvePatched(`${lead}option `, target, patch);
    const own = new Map(this.#own).set(target, mergeSetOptions(this.#own.get(target) ?? {}, patch));
    const next = new OptionLayers(lead, this.#general, own);
    // What did not change stays the same object.
    for (const [operation, options] of this.#resolved) next.#resolved.set(operation, options);
    next.#resolved.set(target, resolved);
    return next;
  }

  #setFor(operation: string | undefined): SetCallOptions {
    return mergeSetOptions(this.#general, this.#own.get(operation ?? "") ?? {});
  }

  #resolve(prefix: string, operation: string | undefined): ResolvedCallOptions {
    const options = resolveCallOptions(prefix, operation, this.#setFor(operation));
    this.#resolved.set(operation, options);
    return options;
  }
}
