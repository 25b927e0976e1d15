import type { DeadlinePhase } from "../outcome/judge.ts";
import type { ErrorJudgement } from "../outcome/verdict.ts";
import type { TurnListener, TurnWatch } from "./turn-watch.ts";

/** An attempt that failed, and what that says. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly judgement: ErrorJudgement;
}

/** What the SDK did for one call so far, as far as it could be seen. */
export class Attempts implements TurnListener {
  readonly #turns: TurnWatch;
  #sentAt: number | undefined;
  #pipeline: object | undefined;
  #sent: unknown;
  #started = 0;
  #isUnderWay = false;
  #successesAtStart = 0;
  #couldBeAnsweredSince: number | undefined;
  #lastFailure: FailedAttempt | undefined;
  #hasAnswered = false;
  #hasSucceeded = false;
  #startedAt = 0;
  #endedAt = 0;
  #lastMs = 0;
  #retryDelayMs = 0;

  constructor(turns: TurnWatch) {
    this.#turns = turns;
  }

  /** The call is handed to the SDK; until then it is certain that there was no attempt. */
  send(now: number): void {
    this.#sentAt = now;
  }

  get isSent(): boolean {
    return this.#sentAt !== undefined;
  }

  /** Takes the first pipeline it is offered as the call's own; `false` for any other. */
  claimPipeline(pipeline: object): boolean {
    this.#pipeline ??= pipeline;
    return this.owns(pipeline);
  }

  owns(pipeline: object): boolean {
    return this.#pipeline === pipeline;
  }

  /** The SDK's context of the call, once it is known. */
  get context(): object | undefined {
    return this.#pipeline;
  }

  /** What the SDK's pipeline sent last. */
  get sent(): unknown {
    return this.#sent;
  }

  /** Whether an attempt was begun and has not ended. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Attempts that were seen to start. */
  get started(): number {
    return this.#started;
  }

  /** Attempts that were started; `undefined` where a mocked or patched `send` hid them. */
  get count(): number | undefined {
    return this.#pipeline !== undefined || !this.isSent ? this.#started : undefined;
  }

  /** Milliseconds the SDK waited between attempts, as it says itself in `$metadata.totalRetryDelay`. */
  get retryDelayMs(): number {
    return this.#retryDelayMs;
  }

  /** Milliseconds the service took over the last attempt, or has taken so far; over all, where attempts were not seen. */
  serviceMs(now: number): number {
    if (this.#started === 0) return now - (this.#sentAt ?? now);
    return this.#isUnderWay ? now - this.#startedAt : this.#lastMs;
  }

  /** Whether the last attempt went well: what goes wrong from then on is not the service's doing. */
  get hasSucceeded(): boolean {
    return this.#hasSucceeded;
  }

  /** Whether the service answered one of them. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** The last attempt's failure while the SDK waits before the next one. */
  get failureInBackoff(): FailedAttempt | undefined {
    return this.#isUnderWay ? undefined : this.#lastFailure;
  }

  get lastFailure(): FailedAttempt | undefined {
    return this.#lastFailure;
  }

  /**
   * @param circuitSuccesses - how many successes the circuit has heard of, to see later whether there was another
   * @param sent - what the SDK's pipeline is about to send
   */
  start(circuitSuccesses: number, now: number, sent?: unknown): void {
    this.#sent = sent;
    if (this.#started > 0) this.#retryDelayMs += now - this.#endedAt;
    this.#started++;
    this.#startedAt = now;
    this.#isUnderWay = true;
    this.#successesAtStart = circuitSuccesses;
    this.#couldBeAnsweredSince = undefined;
    this.#hasSucceeded = false;
    this.#turns.start(this);
  }

  /** The event loop has turned since the attempt began: from now on an answer could have been heard. */
  turned(now: number): void {
    this.#couldBeAnsweredSince ??= now;
  }

  /** Says how long the attempt took. */
  succeeded(now: number): number {
    this.#end(now);
    this.#lastFailure = undefined;
    this.#hasAnswered = true;
    this.#hasSucceeded = true;
    return this.#lastMs;
  }

  /** Says how long the attempt took. */
  failed(failure: FailedAttempt, now: number): number {
    this.#end(now);
    this.#lastFailure = failure;
    this.#hasAnswered ||= failure.judgement.answered;
    return this.#lastMs;
  }

  #end(now: number): void {
    this.#turns.stop();
    this.#isUnderWay = false;
    this.#endedAt = now;
    this.#lastMs = now - this.#startedAt;
  }

  /**
   * How the call stands when its deadline passes.
   *
   * @param isHeldUp - told since when an answer could have been heard, whether that was too late to expect one
   */
  deadlinePhase(circuitSuccesses: number, isHeldUp: (since: number | undefined) => boolean): DeadlinePhase {
    if (!this.isSent) return { phase: "beforeFirstAttempt" };
    if (this.#pipeline === undefined) return { phase: "unseen" };
    if (this.#started === 0) return { phase: "beforeFirstAttempt" };
    if (this.#hasSucceeded) return { phase: "answered" };
    const isWaiting = this.#isUnderWay && !isHeldUp(this.#couldBeAnsweredSince);
    if (!isWaiting && this.#lastFailure !== undefined) {
      return { phase: "backoff", lastAttempt: this.#lastFailure.judgement };
    }
    if (!isWaiting && this.#isUnderWay) return { phase: "heldUp" };
    return { phase: "attempt", hasCircuitSucceededSince: circuitSuccesses > this.#successesAtStart };
  }
}
