import type { CircuitSnapshot } from "./breakers-snapshot.ts";

/**
 * At most that many of the circuits, those first whose loss would do most harm: what somebody took out of service, what
 * is in an outage, and then the rest.
 */
export function mostImportant(circuits: readonly CircuitSnapshot[], most: number): CircuitSnapshot[] {
  return circuits.toSorted((one, other) => rank(one) - rank(other)).slice(0, most);
}

function rank({ isolation, state }: CircuitSnapshot): number {
  if (isolation !== undefined) return 0;
  return state === "closed" ? 2 : 1;
}
