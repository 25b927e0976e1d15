import type { CancelTimer, Clock } from "../clock/clock.ts";

/** Something that goes on when the event loop has turned. */
export interface TurnListener {
  turned(now: number): void;
}

/** Tells a listener when the event loop has turned; holds no process open. */
export class TurnWatch {
  readonly #clock: Clock;
  #cancel: CancelTimer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(listener: TurnListener): void {
    this.stop();
    this.#cancel = this.#clock.startTimer(() => listener.turned(this.#clock.now()), 0, false);
  }

  stop(): void {
    this.#cancel?.();
  }
}
