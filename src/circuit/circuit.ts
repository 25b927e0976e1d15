import type { Clock } from "../clock/clock.ts";
import type { ErrorSummary } from "../errors/error-summary.ts";
import type { CircuitEventBase, OpenTrigger } from "../events/breaker-events.ts";
import type { CircuitState, CircuitStats, Isolation, LastFailure } from "../events/circuit-state.ts";
import type { EventHub } from "../events/event-hub.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { Admissions } from "./admissions.ts";
import { CircuitAnnouncer } from "./circuit-announcer.ts";
import type { CircuitIdentity } from "./circuit-identity.ts";
import type { CircuitMemory } from "./circuit-memory.ts";
import { Latencies } from "./latencies.ts";
import {
  makeLease,
  type Admission,
  type Candidate,
  type Lease,
  type Refusal,
  type Report,
  type Watcher,
} from "./lease.ts";
import { StateMachine } from "./state-machine.ts";
import type { Traffic } from "./traffic.ts";

/** What a circuit needs from outside. */
export interface CircuitSurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly events: EventHub;
  /** Told when an outage begins that the circuit found out about, when it goes on, and when it ends. */
  readonly onOutage?: () => void;
}

/**
 * One circuit: lets calls through or not, as its state has it, and hears how they went.
 *
 * A call holds a lease from its admission to its end.
 */
export class CircuitCore implements Traffic {
  readonly identity: CircuitIdentity;
  readonly #announcer: CircuitAnnouncer;
  readonly #machine: StateMachine;
  readonly #admissions: Admissions;
  readonly #onOutage: () => void;
  readonly #clock: Clock;
  readonly #latencies: Latencies;
  #successes = 0;
  #rejections = 0;
  #fallbacks = 0;
  #finalState: CircuitState | undefined;

  constructor(identity: CircuitIdentity, options: ResolvedCallOptions, surroundings: CircuitSurroundings) {
    const { clock, random, events, onOutage = () => {} } = surroundings;
    this.identity = identity;
    this.#onOutage = onOutage;
    this.#clock = clock;
    this.#announcer = new CircuitAnnouncer({
      identity,
      clock,
      events,
      isDryRun: () => !this.options.enabled,
      stats: () => this.stats(),
    });
    this.#latencies = new Latencies(clock.now());
    this.#machine = new StateMachine(options, { clock, random, announcer: this.#announcer });
    this.#admissions = new Admissions(this.#machine, clock);
    this.#machine.direct(this);
  }

  get options(): ResolvedCallOptions {
    return this.#machine.options;
  }

  get state(): CircuitState {
    if (this.#finalState !== undefined) return this.#finalState;
    return this.options.enabled ? this.#machine.state : "disabled";
  }

  /** Milliseconds until the circuit may admit a call: 0 where it may now, `Infinity` while isolated. */
  get retryAfterMs(): number {
    return this.options.enabled ? this.#machine.retryAfterMs : 0;
  }

  get lastFailure(): LastFailure | undefined {
    return this.#machine.lastFailure;
  }

  get isolation(): Isolation | undefined {
    return this.#machine.isolation;
  }

  /** Why the circuit is open, or was last. */
  get cause(): ErrorSummary | undefined {
    return this.#machine.cause;
  }

  /** Successes heard of so far, whatever their generation; two readings tell whether there was one in between. */
  get successes(): number {
    return this.#successes;
  }

  /** Whether the circuit is in an outage that it found out about itself, and of which it has heard lately. */
  get isTripped(): boolean {
    const { recentTrigger } = this.#machine;
    return recentTrigger !== undefined && recentTrigger !== "service";
  }

  /** Whether the circuit could be forgotten: nobody uses it, and it is closed, or nobody has tried it for a whole window. */
  get isIdle(): boolean {
    return this.#admissions.isIdle && this.#machine.isForgettable;
  }

  get inFlight(): ReadonlySet<Lease> {
    return this.#admissions.inFlight;
  }

  stats(): CircuitStats {
    const { successes, failures, slow, consecutiveFailures } = this.#machine.counts();
    const verdicts = successes + failures;
    const { inFlight, waiting, queued } = this.#admissions;
    return Object.freeze({
      successes,
      failures,
      slow,
      errorPercentage: verdicts === 0 ? 0 : (failures / verdicts) * 100,
      consecutiveFailures,
      inFlight: inFlight.size,
      waiting,
      queued,
      p50Ms: this.#quantile(0.5),
      p99Ms: this.#quantile(0.99),
      rejections: this.#rejections,
      fallbacks: this.#fallbacks,
    });
  }

  /**
   * Lets the candidate through with a lease, says why not, or has it wait; every lease must be given back with
   * {@link finish}.
   */
  admit(candidate: Candidate): Admission {
    if (candidate.isBypass === true) return { lease: this.#leaseOutside(candidate, undefined) };
    if (this.options.enabled) return this.#admissions.admit(candidate);
    return { lease: this.#leaseInDryRun(candidate) };
  }

  /** Why a call that waits at most so long need not even ask: the circuit is open or isolated for longer. */
  refusalAtOnce(maxWaitMs: number): Refusal | undefined {
    return this.options.enabled ? this.#admissions.refusalAtOnce(maxWaitMs) : undefined;
  }

  /** Calls `onTurn` when a call would be let through, within this call where one would be now. */
  watch(watcher: Watcher): void {
    if (this.#finalState !== undefined) watcher.onRefused({ reason: "shutdown" });
    else if (this.options.enabled) this.#admissions.watch(watcher);
    else watcher.onTurn();
  }

  /** Why a call would not be let through at once, if it would not. */
  obstacle(): Refusal | undefined {
    return this.options.enabled ? this.#admissions.obstacle() : undefined;
  }

  /** The candidate no longer waits. */
  withdraw(candidate: Candidate): void {
    this.#admissions.withdraw(candidate);
  }

  /** Whether the call that holds the lease may send one more attempt. */
  permits(lease: Lease): boolean {
    return lease.isBypass || !this.options.enabled || this.#machine.permits(lease);
  }

  /** Hears what a call, or one of its attempts, says about the service. */
  report(lease: Lease, report: Report): void {
    if (report.judgement.verdict === "success") {
      this.#successes++;
      if (this.#machine.hears(lease))
        this.#latencies.record(report.durationMs, this.#clock.now(), this.#spanMs);
    }
    this.#machine.hear(lease, report);
  }

  /** A call was refused for the state that the circuit is in. */
  countRejection(): void {
    this.#rejections++;
  }

  /** A call was answered by its fallback. */
  countFallback(): void {
    this.#fallbacks++;
  }

  /** Takes the lease back: the call is over, and a probe that proved nothing has passed its turn on. */
  finish(lease: Lease): void {
    this.#admissions.giveBack(lease);
    this.#machine.passOn(lease);
    this.#admissions.serve();
  }

  /** Opens a closed circuit for a reason that lies outside it. */
  open(trigger: OpenTrigger, cause: ErrorSummary | undefined): void {
    if (this.#finalState === undefined) this.#machine.open(trigger, cause);
  }

  /** Refuses all calls until {@link release}, whatever the service does; the outage, if there is one, goes on below. */
  isolate(reason: string): void {
    this.#machine.isolate(reason);
  }

  release(): void {
    this.#machine.release();
  }

  /** Goes on with other options from the next call on; what was counted is kept. */
  configure(options: ResolvedCallOptions): void {
    if (options === this.options) return;
    const from = this.state;
    this.#machine.configure(options);
    this.#announcer.changed(from, this.state);
    // Who listens for the change may have made another.
    if (this.options.enabled) this.#admissions.serve();
    else this.#admissions.releaseAll((candidate) => this.#leaseInDryRun(candidate));
  }

  /** Ends all timers; calls in flight end as they would and decide nothing any more, and nobody waits any longer. */
  shutdown(): void {
    // What it was stays to be read: opossum would from now on pass for closed.
    this.#finalState ??= this.state;
    this.#machine.shutdown();
    this.#admissions.dismiss({ reason: "shutdown" });
  }

  /** All that the circuit knows, to go on from with {@link restore}. */
  memory(): CircuitMemory {
    return this.#machine.memory();
  }

  /** Goes on where another circuit stood. */
  restore(memory: CircuitMemory): void {
    if (this.#finalState !== undefined) return;
    this.#machine.restore(memory);
    if (this.#machine.announcedState !== "closed") this.#stopCalls();
    this.#admissions.serve();
  }

  /** What every event about a call on this circuit carries. */
  eventBase(): CircuitEventBase {
    return this.#announcer.base();
  }

  stop(): void {
    this.#stopCalls();
    this.#onOutage();
  }

  recover(share: number): void {
    this.#onOutage();
    this.#admissions.recover(share);
  }

  allowMore(share: number): void {
    this.#admissions.allowMore(share);
  }

  serve(): void {
    this.#admissions.serve();
  }

  #quantile(share: number): number | null {
    return this.#latencies.quantile(share, this.#clock.now(), this.#spanMs);
  }

  get #spanMs(): number {
    return this.options.rollingCountTimeout;
  }

  /** What would have been refused would have told the circuit nothing. */
  #leaseInDryRun(candidate: Candidate): Lease {
    const obstacle = this.#admissions.obstacle();
    if (obstacle !== undefined) return this.#leaseOutside(candidate, obstacle.reason);
    return this.#admissions.take(this.#machine.issueLease(candidate));
  }

  /** Takes back the right to send from every call in flight: what it has under way may end, no more may begin. */
  #stopCalls(): void {
    if (!this.options.enabled) return;
    for (const { candidate, isBypass } of [...this.inFlight]) if (!isBypass) candidate.onStop();
    // Who listened for the change, or was stopped, may have made another.
    this.#admissions.hold(this.retryAfterMs);
  }

  /** For a call that takes no slot and decides nothing. */
  #leaseOutside(candidate: Candidate, wouldReject: Lease["wouldReject"]): Lease {
    const isBypass = candidate.isBypass === true;
    return this.#admissions.take(
      makeLease(candidate, { generation: -1, takesSlot: false, isBypass, wouldReject }),
    );
  }
}
