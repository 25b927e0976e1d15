import type { CircuitWhereabouts } from "./circuit-key.ts";
import { shorten } from "./shorten.ts";

/** Longest name of a circuit, a scope or an endpoint that is shown whole. */
export const longestName = 200;

/** The same, without what is not known, and no longer than a page can show. */
export function whereaboutsOf(
  of: CircuitWhereabouts,
): Readonly<Partial<Record<keyof CircuitWhereabouts, string>>> {
  return {
    ...(of.region === undefined ? undefined : { region: shorten(of.region, longestName) }),
    ...(of.endpoint === undefined ? undefined : { endpoint: shorten(of.endpoint, longestName) }),
    ...(of.scope === undefined ? undefined : { scope: shorten(of.scope, longestName) }),
  };
}
