import type { Clock } from "../../clock/clock.ts";

/** Tells how long ago something began. */
export class Stopwatch {
  readonly clock: Clock;
  /** When it began, on the clock. */
  readonly startMs: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.startMs = clock.now();
  }

  get elapsedMs(): number {
    return this.clock.now() - this.startMs;
  }
}
