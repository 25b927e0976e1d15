import type { Clock } from "../clock/clock.ts";
import type { ErrorSummary } from "../errors/error-summary.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { retryAfterMs } from "../outcome/retry-after.ts";
import { ResetSchedule } from "./reset-schedule.ts";
import { ResetTimer } from "./reset-timer.ts";

/** How an outage stands, by the clock. */
export interface OutageState {
  readonly openedAt: number;
  readonly closedAt: number;
  /** Milliseconds until the next probe. */
  readonly remainingMs: number;
  /** How often the circuit has opened without having been closed for long in between. */
  readonly openings: number;
  readonly cause: ErrorSummary | undefined;
}

/** When the circuit opened and why, and when it may next try whether the service is back. */
export class Outage {
  readonly #clock: Clock;
  readonly #resets: ResetSchedule;
  readonly #timer: ResetTimer;
  #options: ResolvedCallOptions;
  #cause: ErrorSummary | undefined;
  #openedAt = 0;
  #closedAt: number;

  /** @param onReset - told when a probe may be sent; also found by {@link remainingMs} where no timer could fire */
  constructor(
    options: ResolvedCallOptions,
    { clock, random, onReset }: { clock: Clock; random: () => number; onReset: () => void },
  ) {
    this.#options = options;
    this.#clock = clock;
    this.#closedAt = clock.now();
    this.#resets = new ResetSchedule(options, random);
    this.#timer = new ResetTimer(clock, onReset);
  }

  /** The failure that opened the circuit, or that its last probe met. */
  get cause(): ErrorSummary | undefined {
    return this.#cause;
  }

  get remainingMs(): number {
    return this.#timer.remainingMs;
  }

  /** Milliseconds for which a probe could have been sent. */
  get overdueMs(): number {
    return this.#timer.overdueMs;
  }

  /** The circuit opens; says for how long. */
  begin(cause: ErrorSummary | undefined, error: unknown): number {
    this.#openedAt = this.#clock.now();
    if (this.#openedAt - this.#closedAt >= this.#options.rollingCountTimeout) this.#resets.forget();
    return this.goOn(cause, error);
  }

  /** A probe failed; says for how long the circuit stays open now. */
  goOn(cause: ErrorSummary | undefined, error: unknown): number {
    this.#cause = cause;
    const openMs = this.#resets.next(retryAfterMs(error, this.#clock.epochMs()));
    this.#timer.start(openMs);
    return openMs;
  }

  /** The circuit closes; says how long it was open. */
  end(): number {
    this.#closedAt = this.#clock.now();
    return this.#closedAt - this.#openedAt;
  }

  pauseTimer(): void {
    this.#timer.stop();
  }

  resumeTimer(): void {
    this.#timer.resume();
  }

  configure(options: ResolvedCallOptions): void {
    this.#options = options;
    this.#resets.configure(options);
  }

  get state(): OutageState {
    return {
      openedAt: this.#openedAt,
      closedAt: this.#closedAt,
      remainingMs: this.remainingMs,
      openings: this.#resets.openings,
      cause: this.#cause,
    };
  }

  /** Goes on where another stood; its timer runs where there is an outage. */
  restore(state: OutageState, isOpen: boolean): void {
    this.#openedAt = state.openedAt;
    this.#closedAt = state.closedAt;
    this.#cause = state.cause;
    this.#resets.openings = state.openings;
    if (isOpen) this.#timer.start(Math.min(state.remainingMs, this.#options.resetBackoff.maxMs));
    else this.#timer.stop();
  }
}
