import type { CircuitState } from "../subjects/subject.ts";
import type { OutageState } from "./outage-run.ts";

/** How long a circuit was in a state. */
export interface StateSpan {
  readonly state: CircuitState;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The states a circuit was in between two times; it begins closed. */
export function stateSpans(states: readonly OutageState[], fromMs: number, toMs: number): StateSpan[] {
  const changes = states.toSorted((one, other) => one.atMs - other.atMs);
  const all: readonly OutageState[] = [{ atMs: Number.NEGATIVE_INFINITY, state: "closed" }, ...changes];
  return all
    .map(({ atMs, state }, index) => ({
      state,
      fromMs: Math.max(atMs, fromMs),
      toMs: Math.min(all[index + 1]?.atMs ?? Number.POSITIVE_INFINITY, toMs),
    }))
    .filter((span) => span.toMs > span.fromMs);
}
