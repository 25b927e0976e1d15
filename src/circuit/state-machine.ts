import type { Clock } from "../clock/clock.ts";
import type { ErrorSummary } from "../errors/error-summary.ts";
import type { OpenTrigger } from "../events/breaker-events.ts";
import type { Isolation, LastFailure } from "../events/circuit-state.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import type { Gate } from "./admissions.ts";
import type { CircuitAnnouncer } from "./circuit-announcer.ts";
import type { CircuitMemory } from "./circuit-memory.ts";
import { FailureMemory } from "./failure-memory.ts";
import { Health, type HealthCounts } from "./health.ts";
import { makeLease, type Candidate, type Lease, type Refusal, type Report } from "./lease.ts";
import { Outage } from "./outage.ts";
import { ProbeTurn } from "./probe-turn.ts";
import { RampUp } from "./ramp-up.ts";
import type { Traffic } from "./traffic.ts";

/** What a state machine needs from outside. */
export interface MachineParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly announcer: CircuitAnnouncer;
}

/**
 * Closed, open, half-open or isolated, and what leads from one to the other.
 *
 * Every transition begins a new generation, and what is heard from a lease of an older one decides nothing.
 */
export class StateMachine implements Gate {
  readonly #parts: MachineParts;
  readonly #health: Health;
  readonly #outage: Outage;
  readonly #probe: ProbeTurn;
  readonly #rampUp = new RampUp();
  readonly #failures: FailureMemory;
  #options: ResolvedCallOptions;
  #traffic!: Traffic;
  #generation = 0;
  #probesPassed = 0;
  #trigger: OpenTrigger | undefined;
  #isolation: Isolation | undefined;

  constructor(options: ResolvedCallOptions, parts: MachineParts) {
    const { clock, random } = parts;
    this.#options = options;
    this.#parts = parts;
    this.#failures = new FailureMemory(clock);
    this.#health = new Health(options, clock.now());
    this.#outage = new Outage(options, { clock, random, onReset: () => this.#becomeHalfOpen() });
    // Those who wait have their turn when the probe's lease ends, whatever has become of it.
    this.#probe = new ProbeTurn(clock, () => this.#traffic.serve());
  }

  /** Says whose traffic it directs; traffic and state need each other, so one of them comes later. */
  direct(traffic: Traffic): void {
    this.#traffic = traffic;
  }

  get options(): ResolvedCallOptions {
    return this.#options;
  }

  /** The state that events told of last: the clock may be ahead of them where no timer could fire. */
  get announcedState(): "closed" | "open" | "halfOpen" | "isolated" {
    return this.#isolation === undefined ? this.#health.state : "isolated";
  }

  /** The state as it is; it follows the clock, not the timer. */
  get state(): "closed" | "open" | "halfOpen" | "isolated" {
    const state = this.announcedState;
    return state === "open" && this.#outage.remainingMs === 0 ? "halfOpen" : state;
  }

  /** Milliseconds until a call may be let through: 0 where one may now, `Infinity` while isolated. */
  get retryAfterMs(): number {
    if (this.#isolation !== undefined) return Infinity;
    return this.#health.state === "open" ? this.#outage.remainingMs : this.#probeWaitMs;
  }

  get isFree(): "all" | "probe" | false {
    const state = this.announcedState;
    if (state === "closed") return "all";
    return state === "halfOpen" && this.#probeWaitMs === 0 ? "probe" : false;
  }

  /** What the outage began with, if there is one and it was heard of within the last window's time. */
  get recentTrigger(): OpenTrigger | undefined {
    return this.#outage.overdueMs < this.#options.rollingCountTimeout ? this.#trigger : undefined;
  }

  /** Whether nothing is lost that matters where the circuit is forgotten. */
  get isForgettable(): boolean {
    return this.#isolation === undefined && this.recentTrigger === undefined;
  }

  get cause(): ErrorSummary | undefined {
    return this.#outage.cause;
  }

  get isolation(): Isolation | undefined {
    return this.#isolation;
  }

  get lastFailure(): LastFailure | undefined {
    return this.#failures.last;
  }

  counts(): HealthCounts {
    return this.#health.counts(this.#now);
  }

  get barrier(): Refusal | undefined {
    if (this.#isolation !== undefined) return { reason: "isolated", isolation: this.#isolation.reason };
    const remainingMs = this.#health.state === "open" ? this.#outage.remainingMs : 0;
    return remainingMs > 0 ? this.#refusalFor("open", remainingMs) : undefined;
  }

  refusal(): Refusal | undefined {
    const { barrier } = this;
    if (barrier !== undefined) return barrier;
    if (this.#health.state === "open") {
      this.#becomeHalfOpen();
      // Who listens for that may have isolated the circuit, or have sent a probe that failed.
      return this.refusal();
    }
    if (this.#probeWaitMs > 0) return this.#refusalFor("halfOpen", this.#probeWaitMs);
    // One call at a time harms nobody, however little is let through.
    if (this.#traffic.inFlight.size === 0 || this.#rampUp.admits(this.#now)) return undefined;
    return this.#refusalFor("rampUp", this.#rampUp.nextMs(this.#now));
  }

  issueLease(candidate: Candidate): Lease {
    const generation = this.#generation;
    if (this.#health.state !== "halfOpen") return makeLease(candidate, { generation });
    const expiresAt = this.#probe.expiry(this.#options);
    const lease = makeLease(candidate, { generation, isProbe: true, expiresAt });
    this.#probe.begin(lease);
    return lease;
  }

  permits(lease: Lease): boolean {
    if (this.#isolation !== undefined) return false;
    return this.#health.state === "closed" || this.#probe.isOf(lease);
  }

  hears(lease: Lease): boolean {
    return lease.generation === this.#generation;
  }

  /** Hears what a call, or one of its attempts, says about the service. */
  hear(lease: Lease, report: Report): void {
    if (report.judgement.verdict === "failure") this.#failures.remember(report);
    if (!this.hears(lease)) return;
    if (lease.isProbe) this.#hearProbe(lease, report);
    else this.#hearCall(report);
  }

  /** A probe that proved nothing passes its turn on. */
  passOn(lease: Lease): void {
    if (this.#probe.isOf(lease)) this.#probe.end();
  }

  /** Opens a closed circuit for a reason that lies outside it. */
  open(trigger: OpenTrigger, cause: ErrorSummary | undefined): void {
    if (this.announcedState === "closed") this.#becomeOpen(trigger, undefined, cause);
  }

  isolate(reason: string): void {
    const from = this.announcedState;
    this.#isolation = Object.freeze({ reason, at: this.#parts.clock.epochMs() });
    this.#generation++;
    this.#probe.end();
    this.#outage.pauseTimer();
    this.#parts.announcer.isolated(reason, from);
    this.#traffic.stop();
  }

  release(): void {
    const isolation = this.#isolation;
    if (isolation === undefined) return;
    this.#isolation = undefined;
    this.#generation++;
    if (this.#health.state === "open") this.#outage.resumeTimer();
    this.#parts.announcer.released(isolation.reason, this.#health.state);
    this.#traffic.serve();
  }

  configure(options: ResolvedCallOptions): void {
    this.#options = options;
    this.#health.configure(options, this.#now);
    this.#outage.configure(options);
    this.#rampUp.configure(options.rampUpMs);
  }

  shutdown(): void {
    // Equal to no generation, itself included, so that whatever is still heard decides nothing.
    this.#generation = Number.NaN;
    this.#outage.pauseTimer();
    this.#probe.end();
    this.#health.shutdown();
  }

  memory(): CircuitMemory {
    return {
      trigger: this.#trigger,
      isolation: this.#isolation,
      lastFailure: this.#failures.last,
      outage: this.#outage.state,
      health: this.#health.record(this.#now),
    };
  }

  /** Goes on where another stood; an outage whose reset has passed is half-open, and not open again. */
  restore(memory: CircuitMemory): void {
    const from = this.announcedState;
    const isOutage = memory.trigger !== undefined;
    this.#generation++;
    this.#probe.end();
    this.#rampUp.stop();
    this.#health.restore(memory.health, isOutage, this.#now);
    this.#trigger = memory.trigger;
    this.#failures.last = memory.lastFailure;
    this.#isolation = memory.isolation;
    this.#outage.restore(memory.outage, isOutage);
    if (this.#isolation !== undefined) this.#outage.pauseTimer();
    this.#parts.announcer.changed(from, this.announcedState);
  }

  get #now(): number {
    return this.#parts.clock.now();
  }

  /** A probe is mostly answered long before its lease ends, so nobody is told to wait for that. */
  get #probeWaitMs(): number {
    return Math.min(this.#probe.remainingMs, this.#options.resetTimeout);
  }

  #refusalFor(state: "open" | "halfOpen" | "rampUp", retryAfterMs: number): Refusal {
    return { reason: "open", state, retryAfterMs, cause: this.#outage.cause };
  }

  #hearCall({ judgement: { verdict }, durationMs, error }: Report): void {
    const now = this.#now;
    if (verdict === "success") {
      const trigger = this.#health.succeed(durationMs, now);
      if (trigger !== undefined) this.#becomeOpen(trigger, this.#slowError(durationMs));
      else this.#traffic.allowMore(this.#rampUp.share(now));
    } else if (verdict === "failure") {
      const trigger = this.#health.fail(durationMs, error, now);
      if (trigger !== undefined) this.#becomeOpen(trigger, error);
    }
  }

  #hearProbe(lease: Lease, { judgement: { verdict, answered }, durationMs, error }: Report): void {
    const isGood = verdict === "success" || (verdict === "ignored" && answered);
    if (isGood && this.#health.isSlow(durationMs)) this.#reopen(this.#slowError(durationMs));
    else if (isGood) this.#passProbe(lease);
    else if (verdict === "failure") this.#reopen(error);
    else this.passOn(lease);
  }

  #slowError(durationMs: number): Error {
    const { slowCall } = this.#options;
    return this.#failures.rememberSlow(durationMs, slowCall === false ? 0 : slowCall.durationMs);
  }

  #passProbe(lease: Lease): void {
    if (++this.#probesPassed >= this.#options.halfOpenProbes) {
      this.#becomeClosed();
    } else {
      this.passOn(lease);
      this.#traffic.serve();
    }
  }

  /** @param cause - where it is not the last failure of this circuit's own */
  #becomeOpen(trigger: OpenTrigger, error: unknown, cause = this.#failures.last?.error): void {
    this.#health.open();
    this.#generation++;
    this.#trigger = trigger;
    this.#rampUp.stop();
    this.#parts.announcer.opened(trigger, cause, this.#outage.begin(cause, error));
    this.#traffic.stop();
  }

  #reopen(error: unknown, cause = this.#failures.last?.error): void {
    this.#health.reopen(error, this.#now);
    this.#generation++;
    this.#probe.end();
    this.#parts.announcer.probeFailed(cause, this.#outage.goOn(cause, error));
    this.#traffic.stop();
  }

  #becomeHalfOpen(): void {
    this.#outage.pauseTimer();
    this.#health.halfOpen();
    this.#generation++;
    this.#probesPassed = 0;
    this.#parts.announcer.halfOpened();
    this.#traffic.serve();
  }

  #becomeClosed(): void {
    this.#health.close(this.#now);
    this.#generation++;
    this.#probe.end();
    this.#trigger = undefined;
    this.#rampUp.start(this.#now, this.#options.rampUpMs);
    this.#parts.announcer.closed(this.#outage.end());
    this.#traffic.recover(this.#rampUp.share(this.#now));
  }
}
