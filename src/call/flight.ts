import type { Lease, Refusal } from "../circuit/lease.ts";
import { isLastKnownGood } from "../fallback/last-known-good.ts";
import { judgeError } from "../outcome/judge.ts";
import { markThrottling } from "../outcome/mark-throttling.ts";
import { isStaleSocket } from "../outcome/stale-socket.ts";
import { succeeded, type ErrorJudgement, type Judgement } from "../outcome/verdict.ts";
import { abortError } from "./abort-error.ts";
import type { AttemptObserver, Handler } from "./attempt-middleware.ts";
import { AttemptStop } from "./attempt-stop.ts";
import { Attempts } from "./attempts.ts";
import { Boarding } from "./boarding.ts";
import type { AttemptAnnouncer } from "./call-announcer.ts";
import type { CallRequest } from "./call-request.ts";
import { Disclosure } from "./disclosure.ts";
import { Freshness } from "./freshness.ts";
import { inPromise } from "./in-promise.ts";
import type { FlightEnding, LeftBehind, Passenger } from "./passenger.ts";
import { Passengers } from "./passengers.ts";
import { stampMetadata } from "./stamp-metadata.ts";
import type { Surroundings } from "./surroundings.ts";
import { TurnWatch } from "./turn-watch.ts";

/** What is to be sent, and by which rules. */
interface FlightPlan {
  readonly request: CallRequest;
  readonly around: Surroundings<Flight>;
  /** Under what others may find it. */
  readonly sharedAs: string | undefined;
  readonly announcer: AttemptAnnouncer;
}

/**
 * One request on its way: admission, with any waiting → send → attempts → verdict.
 *
 * It carries the call that began it and, where calls are coalesced, others that ask the same. It is one verdict, and it
 * ends when it is answered, or when the last of them has left.
 */
export class Flight implements AttemptObserver {
  readonly attempts: Attempts;
  readonly disclosure: Disclosure;
  readonly #request: CallRequest;
  readonly #around: Surroundings<Flight>;
  readonly #sharedAs: string | undefined;
  readonly #announcer: AttemptAnnouncer;
  readonly #passengers: Passengers;
  readonly #freshness: Freshness;
  readonly #stop: AttemptStop;
  readonly #boarding: Boarding;
  #lease: Lease | undefined;
  /** Of a passenger that left when its time was up. */
  #leftWith: Judgement | undefined;
  #isWaiting = false;
  /** A probe is one verdict, though both its attempt and its end could tell it. */
  #isProbeTold = false;
  #isOver = false;
  /** Goes on with an attempt that had to wait for a second admission. */
  #resumeAttempt: ((isAdmitted: boolean) => void) | undefined;

  constructor({ request, around, sharedAs, announcer }: FlightPlan, first: Passenger) {
    const { enabled, fallback, maxWaitMs } = around.options;
    const memory = enabled && isLastKnownGood(fallback) ? fallback : undefined;
    this.attempts = new Attempts(new TurnWatch(around.clock));
    this.disclosure = new Disclosure(request.input, this.attempts);
    this.#stop = new AttemptStop(this.attempts);
    this.#request = request;
    this.#around = around;
    this.#sharedAs = sharedAs;
    this.#announcer = announcer;
    this.#passengers = new Passengers(first);
    this.#boarding = new Boarding(this, { maxWaitMs, isBypass: request.isBypass });
    const isShared = sharedAs !== undefined;
    this.#freshness = new Freshness(around.answers.space, request, { memory, isShared });
  }

  /** Whether the answer will do for an identical call that is made now: not if something was written since. */
  get isJoinable(): boolean {
    return !this.#isOver && !this.#stop.isStopped && !this.#freshness.isOutdated;
  }

  /** In a dry run: why it would have been refused. */
  get wouldReject(): Lease["wouldReject"] {
    return this.#lease?.wouldReject;
  }

  begin(): void {
    const { answers, circuit } = this.#around;
    if (this.#sharedAs !== undefined) answers.share(this.#sharedAs, this);
    const admission = circuit.admit(this.#boarding);
    if (admission?.lease !== undefined) this.onAdmitted(admission.lease);
    else if (admission !== undefined) this.onRefused(admission.refusal);
    else this.#wait();
  }

  join(passenger: Passenger): void {
    this.#passengers.join(passenger);
  }

  /** Whether nobody else waits for it. */
  isSoleOf(passenger: Passenger): boolean {
    return this.#passengers.isSole(passenger);
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
    if (!this.#passengers.leave(passenger) || this.#isOver) return;
    this.#isOver = true;
    this.#land(this.#leftWith, reason);
    this.#stop.stop(reason);
  }

  /** The only caller gives up: where the SDK was asked it answers for itself. */
  abort(reason: unknown): void {
    this.#stop.stop(reason);
    if (this.#isWaiting) this.#end({ type: "cancelled", error: abortError() });
  }

  onAdmitted(lease: Lease): void {
    if (this.#isOver) {
      this.#around.circuit.finish(lease);
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
    this.#stop.stop(undefined);
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

  observeAttempt(next: Handler, args: unknown): Promise<unknown> {
    const permission = this.#maySend();
    return permission === true ? this.#attempt(next, args) : this.#attemptOnce(permission, next, args);
  }

  async #attemptOnce(permission: boolean | Promise<boolean>, next: Handler, args: unknown): Promise<unknown> {
    if (!(await permission)) throw abortError();
    return this.#attempt(next, args);
  }

  #attempt(next: Handler, args: unknown): Promise<unknown> {
    this.attempts.start(this.#around.circuit.successes, this.#around.clock.now(), args);
    return inPromise(next, args).then(
      (result) => this.#attemptSucceeded(result),
      (error: unknown) => {
        this.#attemptFailed(error);
        throw error;
      },
    );
  }

  #wait(): void {
    this.#isWaiting = true;
    this.#boarding.await();
    if (this.#stop.isStopped) this.#end({ type: "cancelled", error: abortError() });
  }

  #send(): void {
    const stop = this.#around.options.enabled || this.#request.isBypass ? this.#stop : undefined;
    this.attempts.send(this.#around.clock.now());
    this.#freshness.sent();
    let sent: unknown;
    try {
      sent = this.#request.send(this, stop);
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
    this.#stop.stop(error);
  }

  /** Whether an attempt may begin, which where it has to wait for that comes later. */
  #maySend(): boolean | Promise<boolean> {
    if (this.#isOver || this.#lease === undefined) return false;
    if (this.#around.circuit.permits(this.#lease)) return true;
    const failure = this.attempts.failureInBackoff;
    if (failure === undefined) return this.#isAdmittedAgain(this.#lease);
    this.#giveUp(failure.error);
    return false;
  }

  /** The circuit opened while the SDK was still getting credentials: nothing was sent yet, so the call asks anew. */
  #isAdmittedAgain(expired: Lease): boolean | Promise<boolean> {
    const { circuit } = this.#around;
    this.#lease = undefined;
    circuit.finish(expired);
    const admission = circuit.admit(this.#boarding);
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

  #attemptSucceeded<Result>(result: Result): Result {
    const durationMs = this.attempts.succeeded(this.#around.clock.now());
    this.#announcer.attempted(succeeded, { attempt: this.attempts.started, durationMs });
    if (this.#tellsAttempts) this.#report(succeeded, undefined);
    return result;
  }

  #attemptFailed(error: unknown): void {
    const { circuit, clock, options } = this.#around;
    const judgement = this.#judge(error);
    const durationMs = this.attempts.failed({ error, judgement }, clock.now());
    const summarize = () => this.disclosure.summarize(error);
    this.#announcer.attempted(judgement, { attempt: this.attempts.started, durationMs, summarize });
    if (options.retryThrottled) markThrottling(error);
    this.#boarding.await();
    if (this.#isOver || this.#lease === undefined) return;
    const isTold = this.#lease.isProbe ? this.#isDecisiveProbe(error) : this.#tellsAttempts;
    if (isTold) this.#report(judgement, error);
    if (!circuit.permits(this.#lease)) this.#giveUp(error);
  }

  /** A probe's first attempt decides, except that a socket which had gone stale is no answer. */
  #isDecisiveProbe(error: unknown): boolean {
    return !(this.attempts.count === 1 && isStaleSocket(error));
  }

  #judge(error: unknown): ErrorJudgement {
    const { operation } = this.#request;
    const { options } = this.#around;
    const { count: attempts, hasSucceeded } = this.attempts;
    const isCallerGone = this.#passengers.areGone;
    return judgeError(error, { operation, attempts, hasSucceeded, isCallerGone }, options.classify);
  }

  #report(judgement: Judgement, error: unknown): void {
    if (this.#lease === undefined || this.#isProbeTold) return;
    this.#isProbeTold = this.#lease.isProbe;
    const durationMs = this.attempts.serviceMs(this.#around.clock.now());
    const { disclosure } = this;
    this.#around.circuit.report(this.#lease, { judgement, durationMs, error, disclosure });
  }

  /** Tells observers, then the circuit, then the callers. */
  #end(ending: FlightEnding, judgement?: Judgement): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const tellCallers = this.#passengers.conclude(ending, this.wouldReject);
    if (ending.type === "success") this.#freshness.keep(ending.output, this.#around.clock);
    const isTold = this.#tellsAttempts && this.attempts.started > 0;
    this.#land(isTold ? undefined : judgement, "error" in ending ? ending.error : undefined);
    tellCallers();
  }

  /** Gives back all that the flight held. */
  #land(judgement: Judgement | undefined, error: unknown): void {
    const { answers, circuit } = this.#around;
    if (this.#sharedAs !== undefined) answers.unshare(this.#sharedAs, this);
    this.#freshness.ended();
    this.#resumeAttempt?.(false);
    if (this.#lease === undefined && this.#isWaiting) circuit.withdraw(this.#boarding);
    if (this.#lease === undefined) return;
    if (judgement !== undefined) this.#report(judgement, error);
    circuit.finish(this.#lease);
  }

  /** Whether each attempt is a verdict; not of a probe, whose stale socket is told by the flight's end. */
  get #tellsAttempts(): boolean {
    return this.#around.options.count === "attempts" && this.#lease?.isProbe !== true;
  }
}
