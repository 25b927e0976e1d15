import { createRandom, deriveSeed } from "../../src/testing/random.ts";
import { otherShare, type RunSpec } from "./run-spec.ts";

/** A call that is to be made. */
export interface Arrival {
  /** When, in milliseconds since the fault began. */
  readonly dueMs: number;
  /** Number of the client that makes it. */
  readonly client: number;
  /** Whether it is of the operation that falls sick. */
  readonly isSick: boolean;
}

/**
 * All calls of a run, fixed beforehand: at random and independent of each other, as many independent users call.
 *
 * Evenly spaced ones would keep step with a circuit's own times (100 ms open, a call every 100 ms).
 */
export function planArrivals({
  scenario,
  callsPerSecond,
  clients,
  warmUpMs,
  watchMs: [, watchMs],
  seed,
}: RunSpec): Arrival[] {
  const span = { fromMs: -warmUpMs, untilMs: scenario.faultMs + watchMs };
  const arrivals: Arrival[] = [];
  for (let client = 0; client < clients; client += 1) {
    for (const isSick of [true, false]) {
      const random = createRandom(deriveSeed(seed, client * 2 + (isSick ? 0 : 1)));
      const meanGapMs = 1_000 / (isSick ? callsPerSecond : callsPerSecond * otherShare);
      for (const dueMs of poisson(span, meanGapMs, random)) arrivals.push({ dueMs, client, isSick });
    }
  }
  return arrivals.toSorted((one, other) => one.dueMs - other.dueMs);
}

function* poisson(
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
  meanGapMs: number,
  random: () => number,
): Generator<number> {
  const gapMs = (): number => -Math.log(1 - random()) * meanGapMs;
  for (let dueMs = fromMs + gapMs(); dueMs < untilMs; dueMs += gapMs()) yield dueMs;
}
