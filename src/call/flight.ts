import type { CircuitCore } from "../circuit/circuit.ts";
import type { Candidate, Lease, Refusal } from "../circuit/lease.ts";
import type { Clock } from "../clock/clock.ts";
import { isLastKnownGood } from "../fallback/last-known-good.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { judgeError } from "../outcome/judge.ts";
import { markThrottling } from "../outcome/mark-throttling.ts";
import { isStaleSocket } from "../outcome/stale-socket.ts";
import { succeeded, type ErrorJudgement, type Judgement } from "../outcome/verdict.ts";
import { abortError } from "./abort-error.ts";
import type { Answers } from "./answers.ts";
import { observeAttempts, type AttemptObserver } from "./attempt-middleware.ts";
import { Attempts } from "./attempts.ts";
import type { AttemptAnnouncer } from "./call-announcer.ts";
import { Freshness } from "./freshness.ts";
import type { FlightEnding, LeftBehind, Passenger } from "./passenger.ts";
import { stampMetadata } from "./stamp-metadata.ts";

/** What is to be sent, and by which rules. */
export interface FlightPlan {
  readonly operation: string;
  readonly input: unknown;
  readonly options: ResolvedCallOptions;
  readonly isBypass: boolean;
  /** Under what others may find it. */
  readonly sharedAs: string | undefined;
  readonly circuit: CircuitCore;
  readonly clock: Clock;
  readonly answers: Answers<Flight>;
  readonly announcer: AttemptAnnouncer;
  /** Sends it with the SDK; without a signal, just as the caller would have. */
  send(signal: AbortSignal | undefined): unknown;
}

/**
 * One request on its way: admission, with any waiting → send → attempts → verdict.
 *
 * It carries the call that began it and, where calls are coalesced, others that ask the same. It is one verdict, and it
 * ends when it is answered, or when the last of them has left.
 */
export class Flight implements AttemptObserver, Candidate {
  readonly attempts: Attempts = new Attempts();
  readonly #plan: FlightPlan;
  readonly #passengers = new Set<Passenger>();
  readonly #freshness: Freshness;
  /** Made when it is needed: a call that is refused, as most are in an outage, needs none. */
  #madeController: AbortController | undefined;
  #lease: Lease | undefined;
  /** Of a passenger that left when its time was up. */
  #leftWith: Judgement | undefined;
  #isWaiting = false;
  #isOver = false;
  /** Goes on with an attempt that had to wait for a second admission. */
  #resumeAttempt: ((isAdmitted: boolean) => void) | undefined;

  constructor(plan: FlightPlan, first: Passenger) {
    const { operation, input, options, answers, sharedAs } = plan;
    const { enabled, fallback } = options;
    const memory = enabled && isLastKnownGood(fallback) ? fallback : undefined;
    const isShared = sharedAs !== undefined;
    this.#plan = plan;
    this.#passengers.add(first);
    this.#freshness = new Freshness(answers.space, { operation, input, memory, isShared });
  }

  get maxWaitMs(): number {
    return this.#plan.options.maxWaitMs;
  }

  get isBypass(): boolean {
    return this.#plan.isBypass;
  }

  /** Whether the answer will do for an identical call that is made now: not if something was written since. */
  get isJoinable(): boolean {
    return !this.#isOver && this.#madeController?.signal.aborted !== true && !this.#freshness.isOutdated;
  }

  /** In a dry run: why it would have been refused. */
  get wouldReject(): Lease["wouldReject"] {
    return this.#lease?.wouldReject;
  }

  begin(): void {
    const { answers, circuit, sharedAs } = this.#plan;
    if (sharedAs !== undefined) answers.share(sharedAs, this);
    const admission = circuit.admit(this);
    if (admission?.lease !== undefined) this.onAdmitted(admission.lease);
    else if (admission !== undefined) this.onRefused(admission.refusal);
    else this.#wait();
  }

  join(passenger: Passenger): void {
    this.#passengers.add(passenger);
  }

  /** Whether nobody else waits for it. */
  isSoleOf(passenger: Passenger): boolean {
    return this.#passengers.size === 1 && this.#passengers.has(passenger);
  }

  /**
   * A passenger has ended by itself; with the last one the flight ends.
   *
   * @param passed - what it says about the service that its time was up, where it was
   */
  leave(passenger: Passenger, passed: LeftBehind | undefined, reason: unknown): void {
    // With one verdict an attempt, the attempt before the backoff has told the circuit already.
    const isTold = passed?.isInBackoff === true && this.#tellsAttempts;
    if (passed !== undefined && !isTold) this.#leftWith = passed.judgement;
    if (!this.#passengers.delete(passenger) || this.#passengers.size > 0 || this.#isOver) return;
    this.#isOver = true;
    this.#land(this.#leftWith, reason);
    this.#controller.abort(reason);
  }

  /** The only caller gives up: where the SDK was asked it answers for itself. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
    if (this.#isWaiting) this.#end({ type: "cancelled", error: abortError() });
  }

  onAdmitted(lease: Lease): void {
    if (this.#isOver) {
      this.#plan.circuit.finish(lease);
      return;
    }
    this.#lease = lease;
    this.#isWaiting = false;
    const resume = this.#resumeAttempt;
    this.#resumeAttempt = undefined;
    if (resume === undefined) this.#send();
    else resume(true);
  }

  onRefused(refusal: Refusal): void {
    this.#end({ type: "refused", refusal });
    this.#madeController?.abort();
  }

  /** The circuit opened, or was isolated: what is under way may end, but nothing more is sent. */
  onStop(): void {
    const failure = this.attempts.failureInBackoff;
    if (failure !== undefined) this.#giveUp(failure.error);
  }

  claimPipeline(pipeline: object): boolean {
    // A patched `send` may use the raw client when the call is over, which is its own affair.
    return this.#isOver ? this.attempts.owns(pipeline) : this.attempts.claimPipeline(pipeline);
  }

  async observeAttempt<Result>(attempt: () => Promise<Result>): Promise<Result> {
    const permission = this.#maySend();
    if (permission !== true && !(await permission)) throw abortError();
    const { circuit, clock } = this.#plan;
    this.attempts.start(circuit.successes, clock.now());
    const cancelTurn = clock.startTimer(() => this.attempts.couldBeAnswered(clock.now()), 0, false);
    try {
      const result = await attempt();
      this.#attemptSucceeded();
      return result;
    } catch (error) {
      this.#attemptFailed(error);
      throw error;
    } finally {
      cancelTurn();
    }
  }

  #wait(): void {
    this.#isWaiting = true;
    if (this.#madeController?.signal.aborted === true) this.#end({ type: "cancelled", error: abortError() });
  }

  #send(): void {
    const { options } = this.#plan;
    const signal = options.enabled || this.#plan.isBypass ? this.#controller.signal : undefined;
    this.attempts.send(this.#plan.clock.now());
    this.#freshness.sent();
    let sent: unknown;
    try {
      sent = observeAttempts(this, () => this.#plan.send(signal));
    } catch (error) {
      this.#fail(error);
      return;
    }
    Promise.resolve(sent).then(
      (output) => this.#end({ type: "success", output }, succeeded),
      (error: unknown) => this.#fail(error),
    );
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    const { verdict, answered } = this.#judge(error);
    // The service may have answered before something local went wrong, which a probe wants to know.
    const hasAnswered = answered || (verdict === "ignored" && this.attempts.hasAnswered);
    this.#end({ type: verdict, error }, { verdict, answered: hasAnswered });
  }

  /** Ends the flight with the service's last error instead of waiting for an attempt that will not be made. */
  #giveUp(error: unknown): void {
    if (this.#isOver) return;
    stampMetadata(error, this.attempts.started, Math.round(this.attempts.retryDelayMs));
    this.#fail(error);
    this.#controller.abort(error);
  }

  /** Whether an attempt may begin, which where it has to wait for that comes later. */
  #maySend(): boolean | Promise<boolean> {
    if (this.#isOver || this.#lease === undefined) return false;
    if (this.#plan.circuit.permits(this.#lease)) return true;
    const failure = this.attempts.failureInBackoff;
    if (failure === undefined) return this.#isAdmittedAgain(this.#lease);
    this.#giveUp(failure.error);
    return false;
  }

  /** The circuit opened while the SDK was still getting credentials: nothing was sent yet, so the call asks anew. */
  #isAdmittedAgain(expired: Lease): boolean | Promise<boolean> {
    const { circuit } = this.#plan;
    this.#lease = undefined;
    circuit.finish(expired);
    const admission = circuit.admit(this);
    if (admission === undefined) {
      return new Promise((resolve) => {
        this.#resumeAttempt = resolve;
        this.#wait();
      });
    }
    if (admission.refusal !== undefined) {
      this.onRefused(admission.refusal);
      return false;
    }
    this.#lease = admission.lease;
    return true;
  }

  #attemptSucceeded(): void {
    const durationMs = this.attempts.succeeded(this.#plan.clock.now());
    this.#plan.announcer.attempted(succeeded, durationMs, undefined);
    if (this.#tellsAttempts) this.#report(succeeded, undefined);
  }

  #attemptFailed(error: unknown): void {
    const { announcer, circuit, clock, options } = this.#plan;
    const judgement = this.#judge(error);
    const durationMs = this.attempts.failed({ error, judgement }, clock.now());
    announcer.attempted(judgement, durationMs, error);
    if (options.retryThrottled) markThrottling(error);
    if (this.#isOver || this.#lease === undefined) return;
    if (this.#lease.isProbe ? this.#isDecisiveProbe(error) : this.#tellsAttempts)
      this.#report(judgement, error);
    if (!circuit.permits(this.#lease)) this.#giveUp(error);
  }

  /** A probe's first attempt decides, except that a socket which had gone stale is no answer. */
  #isDecisiveProbe(error: unknown): boolean {
    return !(this.attempts.count === 1 && isStaleSocket(error));
  }

  #judge(error: unknown): ErrorJudgement {
    const { operation, options } = this.#plan;
    const { count: attempts, hasSucceeded } = this.attempts;
    const isCallerGone = [...this.#passengers].every((passenger) => passenger.isCallerGone);
    return judgeError(error, { operation, attempts, hasSucceeded, isCallerGone }, options.classify);
  }

  #report(judgement: Judgement, error: unknown): void {
    if (this.#lease === undefined) return;
    const durationMs = this.attempts.serviceMs(this.#plan.clock.now());
    this.#plan.circuit.report(this.#lease, { judgement, durationMs, error });
  }

  /** Tells observers, then the circuit, then the callers. */
  #end(ending: FlightEnding, judgement?: Judgement): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const tellCallers = [...this.#passengers].map((one) => one.conclude(ending, this.wouldReject));
    if (ending.type === "success") this.#freshness.keep(ending.output, this.#plan.clock.now());
    const isTold = this.#tellsAttempts && this.attempts.started > 0;
    this.#land(isTold ? undefined : judgement, "error" in ending ? ending.error : undefined);
    for (const tellCaller of tellCallers) tellCaller();
  }

  /** Gives back all that the flight held. */
  #land(judgement: Judgement | undefined, error: unknown): void {
    const { answers, circuit, sharedAs } = this.#plan;
    if (sharedAs !== undefined) answers.unshare(sharedAs, this);
    this.#freshness.ended();
    this.#resumeAttempt?.(false);
    if (this.#lease === undefined) {
      if (this.#isWaiting) circuit.withdraw(this);
    } else {
      if (judgement !== undefined) this.#report(judgement, error);
      circuit.finish(this.#lease);
    }
  }

  get #controller(): AbortController {
    this.#madeController ??= new AbortController();
    return this.#madeController;
  }

  /** Whether each attempt is a verdict; not of a probe, whose stale socket is told by the flight's end. */
  get #tellsAttempts(): boolean {
    return this.#plan.options.count === "attempts" && this.#lease?.isProbe !== true;
  }
}
