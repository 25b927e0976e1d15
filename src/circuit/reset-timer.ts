import type { CancelTimer, Clock } from "../clock/clock.ts";

/**
 * Tells an open circuit that its time is up.
 *
 * It only makes the change heard of without traffic: a process that was frozen finds it by the clock with its next call,
 * and a pending reset keeps no process alive.
 */
export class ResetTimer {
  readonly #clock: Clock;
  readonly #onReset: () => void;
  #resetAt = 0;
  #cancel: CancelTimer | undefined;

  constructor(clock: Clock, onReset: () => void) {
    this.#clock = clock;
    this.#onReset = onReset;
  }

  /** Milliseconds until the time is up, 0 once it is. */
  get remainingMs(): number {
    return Math.max(0, this.#resetAt - this.#clock.now());
  }

  /** Milliseconds since the time was up, 0 before. */
  get overdueMs(): number {
    return Math.max(0, this.#clock.now() - this.#resetAt);
  }

  start(delayMs: number): void {
    this.#resetAt = this.#clock.now() + delayMs;
    this.resume();
  }

  /** Waits for what remains; needed after a {@link stop} that was not for good. */
  resume(): void {
    this.stop();
    this.#cancel = this.#clock.startTimer(
      () => this.#fire(),
      Math.max(1, Math.ceil(this.remainingMs)),
      false,
    );
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Node's timers may fire a little before the clock says so. */
  #fire(): void {
    if (this.remainingMs > 0) this.resume();
    else this.#onReset();
  }
}
