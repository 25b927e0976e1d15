import type { OpenTrigger } from "../events/breaker-events.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { Engine, type WindowBucket, type WindowCounts } from "./engine.ts";
import { FailureStreak, type StreakState } from "./failure-streak.ts";
import { SlowCalls } from "./slow-calls.ts";

/** What a circuit's own verdicts can open it for. */
export type HealthTrigger = Extract<OpenTrigger, "consecutive" | "rate" | "slow">;

/** What the window holds at present. */
export interface HealthCounts extends WindowCounts {
  readonly slow: number;
  readonly consecutiveFailures: number;
}

/** All that is kept of what a circuit has heard. */
export interface HealthRecord {
  readonly window: readonly WindowBucket[];
  /** Slow answers as failures, others as successes. */
  readonly slow: readonly WindowBucket[];
  readonly streak: StreakState;
}

/** What one circuit has heard of the service: the streak, the error rate, the slow answers, and what they come to. */
export class Health {
  readonly #engine: Engine;
  #streak: FailureStreak;
  #slow: SlowCalls;
  #options: ResolvedCallOptions;

  constructor(options: ResolvedCallOptions, now: number) {
    this.#options = options;
    this.#engine = new Engine(options, now);
    this.#streak = new FailureStreak(options);
    this.#slow = new SlowCalls(options, now);
  }

  get state(): "closed" | "open" | "halfOpen" {
    return this.#engine.state;
  }

  isSlow(durationMs: number): boolean {
    return this.#slow.isSlow(durationMs);
  }

  /** Counts a success, and says what for the circuit should open, if it should. */
  succeed(durationMs: number, now: number): HealthTrigger | undefined {
    this.#streak.recordSuccess(now);
    this.#engine.recordSuccess(now);
    return this.#slow.record(durationMs, now) ? "slow" : undefined;
  }

  /** Counts a failure, and says what for the circuit should open, if it should. */
  fail(durationMs: number, error: unknown, now: number): HealthTrigger | undefined {
    const isStreak = this.#streak.recordFailure(now);
    this.#engine.recordFailure(now, error);
    const isSlow = this.#slow.record(durationMs, now);
    if (isStreak) return "consecutive";
    if (this.#engine.state === "open") return "rate";
    return isSlow ? "slow" : undefined;
  }

  open(): void {
    if (this.#engine.state !== "open") this.#engine.open();
  }

  halfOpen(): void {
    this.#engine.halfOpen();
  }

  /** A probe failed. */
  reopen(error: unknown, now: number): void {
    this.#engine.recordFailure(now, error);
  }

  /** The service has recovered: nothing that was counted before counts any more. */
  close(now: number): void {
    this.#engine.recordSuccess(now);
    this.#engine.clearWindow(now);
    this.#goOn({ length: 0, lastSuccessAt: now }, [], now);
  }

  counts(now: number): HealthCounts {
    const { successes, failures } = this.#engine.counts(now);
    const consecutiveFailures = this.#streak.length;
    return { successes, failures, slow: this.#slow.count(now), consecutiveFailures };
  }

  record(now: number): HealthRecord {
    return {
      window: this.#engine.contents(now),
      slow: this.#slow.contents(now),
      streak: this.#streak.state,
    };
  }

  /** Goes on from what another had heard, open or closed. */
  restore({ window, slow, streak }: HealthRecord, isOpen: boolean, now: number): void {
    this.#engine.restore(window, isOpen, now);
    this.#goOn(streak, slow, now);
  }

  /** Goes on with other options, in the same state and with what was heard so far. */
  configure(options: ResolvedCallOptions, now: number): void {
    const { slow, streak } = this.record(now);
    this.#options = options;
    this.#engine.configure(options, now);
    this.#goOn(streak, slow, now);
  }

  shutdown(): void {
    this.#engine.shutdown();
    this.#slow.shutdown();
  }

  #goOn(streak: StreakState, slow: readonly WindowBucket[], now: number): void {
    this.#streak = new FailureStreak(this.#options, streak);
    this.#slow.shutdown();
    this.#slow = new SlowCalls(this.#options, now, slow);
  }
}
