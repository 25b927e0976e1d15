import type { CancelTimer, Clock } from "../../clock/clock.ts";
import type { FaultBoard, FaultHandle } from "./fault-board.ts";
import type { ResolvedPhase } from "./phase.ts";

/** A script that plays. */
export interface ScriptRun {
  readonly phases: readonly ResolvedPhase[];
  /** The phase in force; undefined when the script is over. */
  readonly currentPhase: ResolvedPhase | undefined;
  /** Resolves when the last phase is over, or the script was stopped. A last phase without a duration has no end. */
  readonly done: Promise<"ended" | "stopped">;
  /** Resolves with the next phase when it begins, or undefined when the script is over. */
  nextPhase(): Promise<ResolvedPhase | undefined>;
  /** Ends the script and takes its faults away. */
  stop(): void;
}

/** How to play a script. */
export interface PlayOptions {
  /** Called as each phase begins, the first one included. */
  readonly onPhase?: (phase: ResolvedPhase) => void;
}

/** Plays phases one after the other, by the clock's time. */
export class PlayingScript implements ScriptRun {
  readonly phases: readonly ResolvedPhase[];
  readonly done: Promise<"ended" | "stopped">;
  readonly #board: FaultBoard;
  readonly #clock: Clock;
  readonly #onPhase: ((phase: ResolvedPhase) => void) | undefined;
  #current: ResolvedPhase | undefined;
  #endsAtMs: number;
  #handles: readonly FaultHandle[] = [];
  #cancelTimer: CancelTimer | undefined;
  #resolveDone!: (end: "ended" | "stopped") => void;
  #waiters: ((phase: ResolvedPhase | undefined) => void)[] = [];

  constructor(phases: readonly ResolvedPhase[], board: FaultBoard, clock: Clock, options: PlayOptions) {
    this.phases = phases;
    this.#board = board;
    this.#clock = clock;
    this.#onPhase = options.onPhase;
    this.#endsAtMs = clock.now();
    this.done = new Promise((resolve) => {
      this.#resolveDone = resolve;
    });
    this.#enter(0);
  }

  get currentPhase(): ResolvedPhase | undefined {
    return this.#current;
  }

  nextPhase(): Promise<ResolvedPhase | undefined> {
    if (!this.#current) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  stop(): void {
    this.#finish("stopped");
  }

  /** Enters the phases that are due by now: a timer may be late, and that of a frozen process very late. */
  catchUp(): void {
    while (this.#current && this.#clock.now() >= this.#endsAtMs) this.#enter(this.#current.index + 1);
  }

  #enter(index: number): void {
    this.#leave();
    const phase = this.phases[index];
    if (!phase) {
      this.#finish("ended");
      return;
    }
    this.#current = phase;
    this.#handles = phase.faults.map((fault) => this.#board.inject(fault));
    // From the planned end of the phase before, so that late timers do not add up.
    this.#endsAtMs += phase.durationMs ?? Infinity;
    if (phase.durationMs !== undefined) this.#startTimer(phase);
    this.#announce(phase);
    this.#onPhase?.(phase);
  }

  #startTimer(phase: ResolvedPhase): void {
    const onTime = () => {
      this.catchUp();
      // `setTimeout` may fire a fraction of a millisecond early.
      if (this.#current === phase) this.#startTimer(phase);
    };
    this.#cancelTimer = this.#clock.startTimer(
      onTime,
      Math.max(0, this.#endsAtMs - this.#clock.now()),
      false,
    );
  }

  #leave(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const handle of this.#handles) handle.remove();
    this.#handles = [];
  }

  #finish(end: "ended" | "stopped"): void {
    this.#leave();
    this.#current = undefined;
    this.#announce(undefined);
    this.#resolveDone(end);
  }

  #announce(phase: ResolvedPhase | undefined): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve(phase);
  }
}
