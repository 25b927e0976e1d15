import type { CircuitState } from "../../index.ts";
import { ascending, percentile } from "./percentile.ts";
import { RateGauge } from "./rate-gauge.ts";
import type { Side } from "./side.ts";
import { countOutcomes, type OutcomeCounts } from "./tally.ts";

/** How far back a glimpse looks. */
const SPAN_MS = 1_000;

/** One client, as it is at this moment. */
export interface SideGlimpse {
  /** Requests that reach Amplify, and how many did in each part of the run so far. */
  readonly requestsPerSecond: number;
  readonly requestHistory: readonly number[];
  /** What callers got in the last second, and how long the median of them waited. */
  readonly outcomes: OutcomeCounts;
  readonly p50WaitMs: number | undefined;
}

/** A circuit, as it is at this moment. */
export interface CircuitGlimpse {
  readonly operation: string;
  readonly state: CircuitState;
}

/** Everything the live view shows, but for the lines that scroll. */
export interface DemoGlimpse {
  readonly nowMs: number;
  readonly raw: SideGlimpse;
  readonly withBreakers: SideGlimpse;
  readonly circuits: readonly CircuitGlimpse[];
}

/** How many values a history has. */
export const historyLength = 24;

/** Looks at one client again and again. */
export class SideObserver {
  readonly #gauge: RateGauge;
  readonly #side: Side;

  constructor(side: Side, durationMs: number) {
    this.#side = side;
    this.#gauge = new RateGauge(durationMs, historyLength);
  }

  look(nowMs: number): SideGlimpse {
    const { simulator, caller } = this.#side;
    // The few uploads are among them; the result leaves them out.
    this.#gauge.sample(nowMs, simulator.requests.total);
    const calls = caller.tally.endedSince(nowMs - SPAN_MS);
    return {
      requestsPerSecond: this.#gauge.perSecond,
      requestHistory: this.#gauge.history(nowMs),
      outcomes: countOutcomes(calls),
      p50WaitMs: percentile(ascending(calls.map(({ startMs, endMs }) => endMs - startMs)), 50),
    };
  }
}
