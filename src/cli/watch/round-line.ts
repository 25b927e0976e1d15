import type { Circuit, CircuitState } from "../../index.ts";
import { formatMs } from "../format-ms.ts";
import type { Paint } from "../paint.ts";
import type { RoundEntry } from "./account-reader.ts";
import { formatTime } from "./format-time.ts";

/** What a round is described from. */
export interface RoundState {
  readonly epochMs: number;
  /** Number of the round, from 1. */
  readonly number: number;
  readonly entries: readonly RoundEntry[];
  readonly circuits: Iterable<Pick<Circuit, "name" | "state">>;
}

/** A round in one line: what was answered, and which circuits are not closed. */
export function roundLine({ epochMs, number, entries, circuits }: RoundState, paint: Paint): string {
  const calls = entries.map(
    ({ operation, calls: made, answered, longestMs }) =>
      `${operation} ${answered}/${made} in ${formatMs(longestMs)}`,
  );
  return `${formatTime(epochMs)}  round ${number}: ${[...calls, describeCircuits(circuits, paint)].join(", ")}`;
}

function describeCircuits(circuits: RoundState["circuits"], paint: Paint): string {
  const others = [...circuits].filter(({ state }) => state !== "closed");
  if (others.length === 0) return paint("all circuits closed", "green");
  return others.map(({ name, state }) => paint(`${name} ${wordOf(state)}`, "red")).join(", ");
}

function wordOf(state: CircuitState): string {
  return state === "halfOpen" ? "half-open" : state;
}
