import type { CancelTimer, Clock } from "../clock/clock.ts";
import { turnWatchOf, type TurnListener, type TurnWatch } from "./turn-watch.ts";

/** Timers and clocks are not of one mind about fractions of a millisecond. */
const toleranceMs = 0.5;

interface Deadline {
  readonly dueAt: number;
  readonly pass: () => void;
}

/**
 * The deadlines of all calls on one clock, with one timer for all of them: nearly every call ends before its own, and to
 * start and cancel a timer for each costs more than all else that a call is accompanied by.
 *
 * The timer is set for the first of them, and stays when that is met; it is gone when the event loop turns and nobody
 * has a deadline any more. Until then it holds the process open, as a call in flight does.
 */
class Deadlines implements TurnListener {
  readonly #clock: Clock;
  readonly #turns: TurnWatch;
  readonly #pending = new Set<Deadline>();
  #setFor = Infinity;
  #cancelTimer: CancelTimer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#turns = turnWatchOf(clock);
  }

  add(dueAt: number, pass: () => void): CancelTimer {
    const deadline = { dueAt, pass };
    this.#pending.add(deadline);
    if (dueAt < this.#setFor) this.#setTimer(dueAt);
    return () => {
      if (this.#pending.delete(deadline) && this.#pending.size === 0) this.#turns.add(this);
    };
  }

  turned(): void {
    if (this.#pending.size > 0) return;
    this.#cancelTimer?.();
    this.#setFor = Infinity;
  }

  #setTimer(dueAt: number): void {
    this.#cancelTimer?.();
    this.#setFor = dueAt;
    this.#cancelTimer = this.#clock.startTimer(() => this.#passAll(), dueAt - this.#clock.now(), true);
  }

  #passAll(): void {
    this.#setFor = Infinity;
    const now = this.#clock.now() + toleranceMs;
    for (const deadline of [...this.#pending]) {
      // What passes may end other calls, whose deadlines are met then.
      if (deadline.dueAt <= now && this.#pending.delete(deadline)) deadline.pass();
    }
    let first = Infinity;
    for (const { dueAt } of this.#pending) first = Math.min(first, dueAt);
    if (first < this.#setFor) this.#setTimer(first);
  }
}

const deadlinesByClock = new WeakMap<Clock, Deadlines>();

/** Calls back when the time has come, unless it is cancelled before; the process is held open until then. */
export function addDeadline(clock: Clock, dueAt: number, pass: () => void): CancelTimer {
  let deadlines = deadlinesByClock.get(clock);
  if (deadlines === undefined) {
    deadlines = new Deadlines(clock);
    deadlinesByClock.set(clock, deadlines);
  }
  return deadlines.add(dueAt, pass);
}
