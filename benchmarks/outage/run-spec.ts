import type { Scenario } from "./scenarios.ts";

/** One run, to be done by every subject. */
export interface RunSpec {
  readonly scenario: Scenario;
  /** Calls of the sick operation that each client makes. */
  readonly callsPerSecond: number;
  /** How many clients there are at once, each with circuits, retry tokens and arrivals of its own. */
  readonly clients: number;
  readonly repetition: number;
  readonly warmUpMs: number;
  /** How long the run goes on after the healing: until all is well, within these bounds. */
  readonly watchMs: readonly [least: number, most: number];
  /** Of the arrivals and of the dice of a brown-out: the same for every subject, and other ones in each run. */
  readonly seed: number;
}

/** So many calls to the operations that stay well are made for each call to the sick one. */
export const otherShare: number = 1 / 10;

/** Calls per second, all in all. */
export function loadOf({ callsPerSecond, clients }: RunSpec): number {
  return callsPerSecond * clients * (1 + otherShare);
}
