import { systemClock } from "../../src/clock/system-clock.ts";
import type { CancelTimer, Clock } from "../../src/index.ts";

/** The machine's clock, which knows what timers it still holds. */
export class CountingClock implements Clock {
  readonly #pending = new Set<object>();

  get pending(): number {
    return this.#pending.size;
  }

  now(): number {
    return systemClock.now();
  }

  epochMs(): number {
    return systemClock.epochMs();
  }

  startTimer(callback: () => void, delayMs: number, keepsAlive: boolean): CancelTimer {
    const timer = {};
    this.#pending.add(timer);
    const ring = (): void => {
      this.#pending.delete(timer);
      callback();
    };
    const cancel = systemClock.startTimer(ring, delayMs, keepsAlive);
    return () => {
      this.#pending.delete(timer);
      cancel();
    };
  }
}
