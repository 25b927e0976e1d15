import type { CallOptions } from "./breaker-options.ts";
import { callOptionNames, memberRules } from "./option-rules.ts";

/** What was set, before defaults. */
export type SetCallOptions = Partial<Record<keyof CallOptions, unknown>>;

/** A copy of both, with the later setting where there are two; `undefined` sets nothing, and objects are merged. */
export function mergeSetOptions(earlier: SetCallOptions, later: SetCallOptions): SetCallOptions {
  const merged: SetCallOptions = {};
  for (const name of callOptionNames) {
    const values = [earlier[name], later[name]].filter((value) => value !== undefined);
    if (values.length === 0) continue;
    const isMerged = memberRules[name] !== undefined && typeof values.at(-1) === "object";
    merged[name] = isMerged ? Object.assign({}, ...values.map(definedMembers)) : values.at(-1);
  }
  return merged;
}

/** Of what is no object, as of `false`, nothing. */
function definedMembers(value: unknown): object {
  return Object.fromEntries(Object.entries(value as object).filter(([, member]) => member !== undefined));
}
