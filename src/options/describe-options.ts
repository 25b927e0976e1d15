import { isLastKnownGood } from "../fallback/last-known-good.ts";
import type { ResolvedCallOptions } from "./resolved-options.ts";

/** Options as plain JSON, to be looked at by somebody who cannot look at the program: functions are named as such. */
export function describeOptions(options: ResolvedCallOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, describe(value)]));
}

function describe(value: unknown): unknown {
  if (value === undefined) return null;
  if (isLastKnownGood(value)) return "lastKnownGood";
  if (typeof value === "function") return "a function";
  // Whoever reads it must not be able to change an option by it.
  return structuredClone(value);
}
