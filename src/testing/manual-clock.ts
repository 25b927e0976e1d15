import { setImmediate as nextTurn } from "node:timers/promises";
import type { CancelTimer, Clock } from "../clock/clock.ts";

/** So many timers at one instant are a callback that restarts itself without delay. */
const MOST_TIMERS_AT_ONE_INSTANT = 100_000;
/** A chain of awaits without I/O settles within one turn of the event loop; the others are for `setImmediate` in it. */
const TURNS_TO_SETTLE = 3;
const DEFAULT_EPOCH_MS = Date.UTC(2026, 0, 1);

interface ManualTimer {
  readonly callback: () => void;
  readonly dueAt: number;
  readonly keepsAlive: boolean;
}

/** Where a {@link ManualClock} starts. */
export interface ManualClockOptions {
  /** What `now()` reads at first, in milliseconds. @default 0 */
  readonly nowMs?: number;
  /** What `epochMs()` reads at first, in milliseconds since 1970. @default 2026-01-01T00:00:00Z */
  readonly epochMs?: number;
}

/**
 * A clock that moves only when told to, so that a test of minutes takes no time.
 *
 * @example
 * ```ts
 * const clock = new ManualClock();
 * const amplify = withBreakers(client, { clock });
 * clock.advance(30_000);
 * ```
 */
export class ManualClock implements Clock {
  readonly #epochOffsetMs: number;
  // In order of start: a set keeps the order in which things were added.
  readonly #timers = new Set<ManualTimer>();
  #nowMs: number;

  /** @throws TypeError when a starting time is not a finite number */
  constructor(options: ManualClockOptions = {}) {
    this.#nowMs = finite("nowMs", options.nowMs ?? 0);
    this.#epochOffsetMs = finite("epochMs", options.epochMs ?? DEFAULT_EPOCH_MS) - this.#nowMs;
  }

  /** Milliseconds on this clock. */
  now(): number {
    return this.#nowMs;
  }

  /** Milliseconds since the Unix epoch, moving with `now()`. */
  epochMs(): number {
    return this.#epochOffsetMs + this.#nowMs;
  }

  /** Starts a timer that fires when the clock has been advanced by `delayMs`. */
  startTimer(callback: () => void, delayMs: number, keepsAlive: boolean): CancelTimer {
    // As with `setTimeout`, a delay that is negative or not a number counts as none.
    const delay = Number.isNaN(delayMs) ? 0 : Math.max(0, delayMs);
    const timer = { callback, dueAt: this.#nowMs + delay, keepsAlive };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /**
   * Moves time on and fires what comes due, in order of time and then of start, timers started on the way included.
   *
   * @param ms - how far, in milliseconds; 0 fires what is due already
   * @throws RangeError when `ms` is negative or not finite
   * @throws whatever a callback throws; time then stands at that callback
   */
  advance(ms: number): void {
    const until = this.#nowMs + distance(ms);
    const guard = new InstantGuard();
    for (let timer = this.#nextDue(until); timer; timer = this.#nextDue(until)) {
      guard.count(timer.dueAt);
      this.#fire(timer);
    }
    this.#nowMs = Math.max(this.#nowMs, until);
  }

  /**
   * As `advance`, and lets promises settle before, between and after the timers.
   *
   * @param ms - how far, in milliseconds
   * @throws RangeError (as a rejection) when `ms` is negative or not finite
   */
  async advanceAsync(ms: number): Promise<void> {
    const until = this.#nowMs + distance(ms);
    const guard = new InstantGuard();
    await settle();
    for (let timer = this.#nextDue(until); timer; timer = this.#nextDue(until)) {
      guard.count(timer.dueAt);
      this.#fire(timer);
      await settle();
    }
    this.#nowMs = Math.max(this.#nowMs, until);
  }

  /**
   * Moves time on as for a process that was frozen: no timer fires until the next `advance`, and then it is late.
   *
   * @param ms - how far, in milliseconds
   * @throws RangeError when `ms` is negative or not finite
   */
  jump(ms: number): void {
    this.#nowMs += distance(ms);
  }

  /** How many timers wait. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** How many of them would keep a process running. */
  get pendingRefTimers(): number {
    return [...this.#timers].filter((timer) => timer.keepsAlive).length;
  }

  #nextDue(until: number): ManualTimer | undefined {
    let next: ManualTimer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueAt <= until && (next === undefined || timer.dueAt < next.dueAt)) next = timer;
    }
    return next;
  }

  #fire(timer: ManualTimer): void {
    this.#timers.delete(timer);
    this.#nowMs = Math.max(this.#nowMs, timer.dueAt);
    timer.callback();
  }
}

/** Ends a test that would otherwise hang: a timer without delay that starts itself again. */
class InstantGuard {
  #instant = Number.NaN;
  #fired = 0;

  count(dueAt: number): void {
    this.#fired = dueAt === this.#instant ? this.#fired + 1 : 1;
    this.#instant = dueAt;
    if (this.#fired > MOST_TIMERS_AT_ONE_INSTANT) {
      throw new Error(
        `${this.#fired} timers came due at ${dueAt} ms: a callback restarts itself without a delay`,
      );
    }
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS_TO_SETTLE; turn += 1) await nextTurn();
}

function distance(ms: number): number {
  if (!Number.isFinite(ms) || ms < 0) {
    throw new RangeError(`ms must be a finite number of at least 0, got ${String(ms)}`);
  }
  return ms;
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`${name} must be a finite number, got ${String(value)}`);
  return value;
}
