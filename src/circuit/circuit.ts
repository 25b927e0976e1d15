import type { Clock } from "../clock/clock.ts";
import { summarizeError, type ErrorSummary } from "../errors/error-summary.ts";
import type { CircuitEventBase } from "../events/breaker-events.ts";
import type { CircuitState, CircuitStats } from "../events/circuit-state.ts";
import type { EventHub } from "../events/event-hub.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { retryAfterMs } from "../outcome/retry-after.ts";
import type { Judgement } from "../outcome/verdict.ts";
import { CircuitAnnouncer } from "./circuit-announcer.ts";
import type { CircuitIdentity } from "./circuit-identity.ts";
import { Engine } from "./engine.ts";
import { FailureStreak } from "./failure-streak.ts";
import type { Admission, Lease, Refusal } from "./lease.ts";
import { ResetSchedule } from "./reset-schedule.ts";
import { ResetTimer } from "./reset-timer.ts";

/** A probe that has not answered by then no longer keeps the next call from trying. */
const longestProbeMs = 5_000;

/** What a circuit needs from outside. */
export interface CircuitSurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly events: EventHub;
}

/** The last failure a circuit was told of. */
export interface LastFailure {
  readonly error: ErrorSummary;
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/**
 * The state machine of one circuit: admits calls, hears how they went, and opens, probes and closes by it.
 *
 * A call holds a lease from its admission to its end. Every transition begins a new generation, and what is heard from
 * a lease of an older one decides nothing.
 */
export class CircuitCore {
  readonly options: ResolvedCallOptions;
  readonly identity: CircuitIdentity;
  readonly #clock: Clock;
  readonly #announcer: CircuitAnnouncer;
  readonly #engine: Engine;
  readonly #resets: ResetSchedule;
  readonly #resetTimer: ResetTimer;
  readonly #inFlight = new Set<Lease>();
  #streak: FailureStreak;
  #generation = 0;
  #probe: Lease | undefined;
  #isolation: string | undefined;
  #lastFailure: LastFailure | undefined;
  #cause: ErrorSummary | undefined;
  #openedAt = 0;
  #closedAt: number;
  #successes = 0;
  #finalState: CircuitState | undefined;

  constructor(identity: CircuitIdentity, options: ResolvedCallOptions, surroundings: CircuitSurroundings) {
    const { clock, random, events } = surroundings;
    this.identity = identity;
    this.options = options;
    this.#clock = clock;
    this.#closedAt = clock.now();
    this.#announcer = new CircuitAnnouncer({ identity, isDryRun: !options.enabled, clock, events });
    this.#engine = new Engine(options, this.#closedAt);
    this.#resets = new ResetSchedule(options, random);
    this.#resetTimer = new ResetTimer(clock, () => this.#becomeHalfOpen());
    this.#streak = new FailureStreak(options);
  }

  get state(): CircuitState {
    if (this.#finalState !== undefined) return this.#finalState;
    return this.options.enabled ? this.#protectingState : "disabled";
  }

  /** Milliseconds until the circuit may admit a call: 0 where it may now, `Infinity` while isolated. */
  get retryAfterMs(): number {
    return this.options.enabled ? this.#protectingWaitMs : 0;
  }

  get #protectingWaitMs(): number {
    if (this.#isolation !== undefined) return Infinity;
    return this.#engine.state === "open" ? this.#resetTimer.remainingMs : this.#probeWaitMs;
  }

  get lastFailure(): LastFailure | undefined {
    return this.#lastFailure;
  }

  /** Successes heard of so far, whatever their generation; two readings tell whether there was one in between. */
  get successes(): number {
    return this.#successes;
  }

  stats(): CircuitStats {
    const { successes, failures } = this.#engine.counts(this.#clock.now());
    const verdicts = successes + failures;
    return Object.freeze({
      successes,
      failures,
      errorPercentage: verdicts === 0 ? 0 : (failures / verdicts) * 100,
      consecutiveFailures: this.#streak.length,
      inFlight: this.#inFlight.size,
    });
  }

  /** Lets the call through with a lease, or says why not; every lease must be given back with {@link finish}. */
  admit(onStop: () => void): Admission {
    const refusal = this.#refusal();
    if (refusal !== undefined && this.options.enabled) return { refusal };
    const isProbe = refusal === undefined && this.#engine.state === "halfOpen";
    const lease: Lease = {
      // In a dry run: what would have been refused would have told the circuit nothing.
      generation: refusal === undefined ? this.#generation : -1,
      isProbe,
      expiresAt: isProbe ? this.#clock.now() + this.#probeMs : Infinity,
      wouldReject: refusal?.reason,
      onStop,
    };
    if (isProbe) this.#probe = lease;
    this.#inFlight.add(lease);
    return { lease };
  }

  /** Whether the call that holds the lease may send one more attempt. */
  permits(lease: Lease): boolean {
    if (!this.options.enabled) return true;
    if (this.#isolation !== undefined) return false;
    return this.#engine.state === "closed" || this.#probe === lease;
  }

  /** Hears what a call, or one of its attempts, says about the service. */
  report(lease: Lease, judgement: Judgement, error?: unknown): void {
    const now = this.#clock.now();
    if (judgement.verdict === "success") this.#successes++;
    if (judgement.verdict === "failure") {
      this.#lastFailure = Object.freeze({ error: summarizeError(error), at: this.#clock.epochMs() });
    }
    if (lease.generation !== this.#generation) return;
    if (lease.isProbe) this.#hearProbe(lease, judgement, error, now);
    else this.#hearCall(judgement, error, now);
  }

  /** Takes the lease back: the call is over, and a probe that proved nothing has passed its turn on. */
  finish(lease: Lease): void {
    this.#inFlight.delete(lease);
    this.#passOn(lease);
  }

  /** Refuses all calls until {@link release}, whatever the service does; the outage, if there is one, goes on below. */
  isolate(reason: string): void {
    const from = this.#announcedState;
    this.#isolation = reason;
    this.#generation++;
    this.#probe = undefined;
    this.#resetTimer.stop();
    this.#announcer.isolated(reason, from);
    this.#stopCalls();
  }

  release(): void {
    const reason = this.#isolation;
    if (reason === undefined) return;
    this.#isolation = undefined;
    this.#generation++;
    if (this.#engine.state === "open") this.#resetTimer.resume();
    this.#announcer.released(reason, this.#engine.state);
  }

  /** Ends all timers; calls in flight end as they would, and decide nothing any more. */
  shutdown(): void {
    // What it was stays to be read: opossum would from now on pass for closed.
    this.#finalState ??= this.state;
    // Equal to no generation, itself included, so that whatever is still heard decides nothing.
    this.#generation = Number.NaN;
    this.#resetTimer.stop();
    this.#engine.shutdown();
  }

  /** What every event about a call on this circuit carries. */
  eventBase(): CircuitEventBase {
    return this.#announcer.base();
  }

  /** The state as it is, or in a dry run would be; it follows the clock, not the timer. */
  get #protectingState(): Exclude<CircuitState, "disabled"> {
    const state = this.#announcedState;
    return state === "open" && this.#resetTimer.remainingMs === 0 ? "halfOpen" : state;
  }

  /** The state that events told of last: the clock may be ahead of them where no timer could fire. */
  get #announcedState(): Exclude<CircuitState, "disabled"> {
    return this.#isolation === undefined ? this.#engine.state : "isolated";
  }

  get #probeMs(): number {
    return Math.min(this.options.timeout === false ? longestProbeMs : this.options.timeout, longestProbeMs);
  }

  #refusal(): Refusal | undefined {
    if (this.#isolation !== undefined) return { reason: "isolated", isolation: this.#isolation };
    if (this.#engine.state === "open") {
      if (this.#resetTimer.remainingMs > 0) return this.#refusalUntil("open", this.#resetTimer.remainingMs);
      this.#becomeHalfOpen();
      // Who listens for that may have isolated the circuit, or have sent a probe that failed.
      return this.#refusal();
    }
    const { capacity } = this.options;
    if (capacity !== false && this.#takenSlots >= capacity) return { reason: "capacity", capacity };
    const waitMs = this.#probeWaitMs;
    return waitMs === 0 ? undefined : this.#refusalUntil("halfOpen", waitMs);
  }

  /** In a dry run, calls that would have been refused are in flight without a slot. */
  get #takenSlots(): number {
    if (this.options.enabled) return this.#inFlight.size;
    return [...this.#inFlight].filter((lease) => lease.wouldReject === undefined).length;
  }

  /** A probe is mostly answered long before its lease ends, so nobody is told to wait for that. */
  get #probeWaitMs(): number {
    if (this.#probe === undefined) return 0;
    return Math.min(Math.max(0, this.#probe.expiresAt - this.#clock.now()), this.options.resetTimeout);
  }

  #refusalUntil(state: "open" | "halfOpen", waitMs: number): Refusal {
    return { reason: "open", state, retryAfterMs: waitMs, cause: this.#cause };
  }

  #hearCall({ verdict }: Judgement, error: unknown, now: number): void {
    if (verdict === "success") {
      this.#streak.recordSuccess(now);
      this.#engine.recordSuccess(now);
    } else if (verdict === "failure") {
      const isStreak = this.#streak.recordFailure(now);
      this.#engine.recordFailure(now, error);
      if (isStreak) this.#engine.open();
      if (this.#engine.state === "open") this.#becomeOpen(isStreak ? "consecutive" : "rate", error, now);
    }
  }

  #hearProbe(lease: Lease, { verdict, answered }: Judgement, error: unknown, now: number): void {
    if (verdict === "success" || (verdict === "ignored" && answered)) this.#becomeClosed(now);
    else if (verdict === "failure") this.#reopen(error, now);
    else this.#passOn(lease);
  }

  #passOn(lease: Lease): void {
    if (this.#probe === lease) this.#probe = undefined;
  }

  #becomeOpen(trigger: "consecutive" | "rate", error: unknown, now: number): void {
    if (now - this.#closedAt >= this.options.rollingCountTimeout) this.#resets.forget();
    this.#openedAt = now;
    this.#generation++;
    const openMs = this.#startReset(error);
    this.#announcer.opened(trigger, this.#cause, openMs, () => this.stats());
    this.#stopCalls();
  }

  #reopen(error: unknown, now: number): void {
    this.#engine.recordFailure(now, error);
    this.#generation++;
    this.#probe = undefined;
    const openMs = this.#startReset(error);
    this.#announcer.probeFailed(this.#cause, openMs);
    this.#stopCalls();
  }

  #startReset(error: unknown): number {
    this.#cause = this.#lastFailure?.error;
    const openMs = this.#resets.next(retryAfterMs(error, this.#clock.epochMs()));
    this.#resetTimer.start(openMs);
    return openMs;
  }

  #becomeHalfOpen(): void {
    this.#resetTimer.stop();
    this.#engine.halfOpen();
    this.#generation++;
    this.#announcer.halfOpened();
  }

  #becomeClosed(now: number): void {
    this.#engine.recordSuccess(now);
    this.#engine.clearWindow(now);
    this.#streak = new FailureStreak(this.options);
    this.#streak.recordSuccess(now);
    this.#probe = undefined;
    this.#closedAt = now;
    this.#generation++;
    this.#announcer.closed(now - this.#openedAt);
  }

  /** Takes back the right to send from every call in flight: what it still has under way may end, no more may begin. */
  #stopCalls(): void {
    if (!this.options.enabled) return;
    for (const lease of [...this.#inFlight]) lease.onStop();
  }
}
