import type { Clock } from "../clock/clock.ts";

/** Something that goes on when the event loop has turned. */
export interface TurnListener {
  turned(now: number): void;
}

/** How much later than at the first turn a listener may be told; a timer for every turn costs calls more. */
export const turnPrecisionMs = 5;

/**
 * Tells listeners when the event loop has turned, with one timer for all that come before it does: every call asks for
 * this, and few live to need it.
 */
export class TurnWatch {
  readonly #clock: Clock;
  readonly #listeners = new Set<TurnListener>();
  #isTimerSet = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(listener: TurnListener): void {
    this.#listeners.add(listener);
    if (this.#isTimerSet) return;
    this.#isTimerSet = true;
    this.#clock.startTimer(() => this.#tell(), turnPrecisionMs, false);
  }

  /** The timer stays, for the next one; it holds no process open. */
  remove(listener: TurnListener): void {
    this.#listeners.delete(listener);
  }

  #tell(): void {
    this.#isTimerSet = false;
    const told = [...this.#listeners];
    this.#listeners.clear();
    const now = this.#clock.now();
    for (const listener of told) listener.turned(now);
  }
}

const watches = new WeakMap<Clock, TurnWatch>();

/** The one of all calls on that clock. */
export function turnWatchOf(clock: Clock): TurnWatch {
  let watch = watches.get(clock);
  if (watch === undefined) {
    watch = new TurnWatch(clock);
    watches.set(clock, watch);
  }
  return watch;
}
