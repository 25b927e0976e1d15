import type { CallOptions } from "./breaker-options.ts";
import { checkMemberNames, checkObject } from "../errors/check-members.ts";
import { checkOption } from "./option-rule.ts";
import { callOptionNames, callOptionRules, memberRules } from "./option-rules.ts";
import { checkReadsOnly } from "./reads-only.ts";
import { mergeSetOptions, type SetCallOptions } from "./set-options.ts";

/** Where options stand, as error messages name it. */
export interface OptionPlace {
  /** The options as a whole, as in `option operations.ListApps`. */
  readonly what: string;
  /** What stands before an option's name, as in `option operations.ListApps.`. */
  readonly prefix: string;
  /** The one operation they are for, where they are for one. */
  readonly operation?: string | undefined;
}

/**
 * A copy of the options of a call, checked one by one; whether they go together shows when they are resolved.
 *
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 */
export function readCallOptions(place: OptionPlace, options: CallOptions): SetCallOptions {
  checkObject(place.what, options);
  checkMemberNames(place.what, options, callOptionNames);
  return readKnownOptions(place, options);
}

/** {@link readCallOptions}, where others may stand beside them. */
export function readKnownOptions(place: OptionPlace, options: CallOptions): SetCallOptions {
  const set: SetCallOptions = {};
  for (const name of callOptionNames) {
    const value: unknown = options[name];
    if (value === undefined) continue;
    checkOption(`${place.prefix}${name}`, value, callOptionRules[name]);
    set[name] = readMembers(`${place.prefix}${name}`, value, memberRules[name]);
  }
  if (place.operation !== undefined) checkReadsOnly(place.prefix, place.operation, set);
  return mergeSetOptions({}, set);
}

/** A copy of an option's members, because they may be read once only: what was checked is what is used. */
function readMembers(what: string, value: unknown, rules: (typeof memberRules)["queue"]): unknown {
  // What is switched off with `false` has no members.
  if (rules === undefined || typeof value !== "object") return value;
  const given: Readonly<Record<string, unknown>> = { ...value };
  checkMemberNames(what, given, Object.keys(rules));
  for (const [name, rule] of Object.entries(rules)) {
    if (given[name] !== undefined) checkOption(`${what}.${name}`, given[name], rule);
  }
  return given;
}
