import type { CircuitCore } from "../circuit/circuit.ts";
import type { Lease, Refusal } from "../circuit/lease.ts";
import type { CancelTimer, Clock } from "../clock/clock.ts";
import { ShutdownError } from "../errors/shutdown-error.ts";
import type { FallbackReason } from "../events/breaker-events.ts";
import type { EventHub } from "../events/event-hub.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { judgeError } from "../outcome/judge.ts";
import { isStaleSocket } from "../outcome/stale-socket.ts";
import { succeeded, type ErrorJudgement, type Judgement } from "../outcome/verdict.ts";
import { askFallback, type FallbackQuestion } from "./ask-fallback.ts";
import { attachCause } from "./attach-cause.ts";
import { observeAttempts, type AttemptObserver } from "./attempt-middleware.ts";
import { Attempts } from "./attempts.ts";
import { CallAnnouncer, type CallEnding } from "./call-announcer.ts";
import { startDeadline, type PassedDeadline } from "./deadline.ts";
import { fallbackReason } from "./fallback-reason.ts";
import { refusalError } from "./refusal-error.ts";
import { stampMetadata } from "./stamp-metadata.ts";
import { stoppedError } from "./stopped-error.ts";
import { StopSignal, type CallerSignal } from "./stop-signal.ts";

/** One call that somebody wants to make. */
export interface CallRequest {
  readonly operation: string;
  readonly input: unknown;
  readonly callerSignal: CallerSignal | undefined;
  /** When the caller made it, by the clock: the deadline counts from here. */
  readonly calledAt: number;
  /** Sends it with the SDK; without a signal, just as the caller would have. */
  send(signal: AbortSignal | undefined): unknown;
}

/** What a call meets on its way. */
export interface CallSurroundings {
  readonly circuit: CircuitCore;
  readonly clock: Clock;
  readonly events: EventHub;
  /** Whether the breakers were shut down when the call was made. */
  readonly isShutdown: boolean;
}

let lastCallId = 0;

/**
 * One call on its way: shutdown → admission (with capacity; in a dry run, always) → send → verdict → fallback.
 *
 * It settles exactly once, at the first of: an answer, an error, its deadline, its circuit taking back the right to
 * try again.
 */
export class Call implements AttemptObserver {
  readonly #request: CallRequest;
  readonly #circuit: CircuitCore;
  readonly #clock: Clock;
  readonly #isShutdown: boolean;
  readonly #options: ResolvedCallOptions;
  readonly #attempts = new Attempts();
  readonly #announcer: CallAnnouncer;
  readonly #stop: StopSignal;
  #lease: Lease | undefined;
  #cancelDeadline: CancelTimer | undefined;
  #isSettled = false;
  #resolve!: (output: unknown) => void;
  #reject!: (error: unknown) => void;

  constructor(request: CallRequest, surroundings: CallSurroundings) {
    const { circuit, clock, events, isShutdown } = surroundings;
    this.#request = request;
    this.#circuit = circuit;
    this.#clock = clock;
    this.#isShutdown = isShutdown;
    this.#options = circuit.options;
    this.#stop = new StopSignal(request.callerSignal);
    this.#announcer = new CallAnnouncer({
      operation: request.operation,
      callId: ++lastCallId,
      circuit,
      events,
      attempts: this.#attempts,
    });
  }

  run(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#begin();
    });
  }

  claimPipeline(pipeline: object): boolean {
    // A patched `send` may use the raw client when the call is over, which is its own affair.
    return this.#isSettled ? this.#attempts.owns(pipeline) : this.#attempts.claimPipeline(pipeline);
  }

  async observeAttempt<Result>(attempt: () => Promise<Result>): Promise<Result> {
    if (!this.#maySend()) throw stoppedError();
    const startedAt = this.#clock.now();
    this.#attempts.start(this.#circuit.successes, startedAt);
    const cancelTurn = this.#clock.startTimer(
      () => this.#attempts.couldBeAnswered(this.#clock.now()),
      0,
      false,
    );
    try {
      const result = await attempt();
      this.#attemptSucceeded(startedAt);
      return result;
    } catch (error) {
      this.#attemptFailed(error, startedAt);
      throw error;
    } finally {
      cancelTurn();
    }
  }

  #begin(): void {
    if (this.#isShutdown) {
      const error = new ShutdownError({ operation: this.#request.operation });
      this.#settle({ type: "reject", reason: "shutdown", error });
      return;
    }
    const { lease, refusal } = this.#circuit.admit(this.#onStop);
    if (refusal !== undefined) {
      this.#refuse(refusal);
      return;
    }
    this.#lease = lease;
    if (this.#options.enabled) this.#startDeadline();
    if (!this.#isSettled) this.#send();
  }

  #send(): void {
    const signal = this.#options.enabled ? this.#stop.signal : undefined;
    let sent: unknown;
    this.#attempts.send();
    try {
      sent = observeAttempts(this, () => this.#request.send(signal));
    } catch (error) {
      this.#fail(error);
      return;
    }
    Promise.resolve(sent).then(
      (output) => this.#succeed(output),
      (error: unknown) => this.#fail(error),
    );
  }

  #succeed(output: unknown): void {
    if (!this.#isSettled) this.#settle({ type: "success", output }, succeeded);
  }

  #fail(error: unknown): void {
    if (this.#isSettled) return;
    const { verdict, answered } = this.#judge(error);
    // The service may have answered before something local went wrong, which a probe wants to know.
    const hasAnswered = answered || (verdict === "ignored" && this.#attempts.hasAnswered);
    this.#settle({ type: verdict, error }, { verdict, answered: hasAnswered });
  }

  #refuse(refusal: Refusal): void {
    const error = refusalError(this.#request.operation, refusal);
    this.#settle({ type: "reject", reason: refusal.reason, error });
  }

  #startDeadline(): void {
    const { timeout: timeoutMs } = this.#options;
    if (timeoutMs === false) return;
    const { operation, calledAt } = this.#request;
    const [clock, circuit, attempts] = [this.#clock, this.#circuit, this.#attempts];
    const details = { operation, calledAt, timeoutMs, clock, circuit, attempts };
    this.#cancelDeadline = startDeadline(details, (passed) => this.#onDeadline(passed));
  }

  #onDeadline({ error, judgement, isInBackoff }: PassedDeadline): void {
    if (this.#isSettled) return;
    // With one verdict an attempt, the attempt before the backoff has told the circuit already.
    const isTold = isInBackoff && this.#tellsAttempts;
    this.#settle({ type: "timeout", error, verdict: judgement.verdict }, isTold ? undefined : judgement);
    this.#stop.stop(error);
  }

  /** The circuit opened, or was isolated: what is under way may end, but nothing more is sent. */
  readonly #onStop = (): void => {
    const failure = this.#attempts.failureInBackoff;
    if (failure !== undefined) this.#giveUp(failure.error);
  };

  /** Ends the call with the service's last error instead of waiting for an attempt that will not be made. */
  #giveUp(error: unknown): void {
    if (this.#isSettled) return;
    stampMetadata(error, this.#attempts.started, Math.round(this.#attempts.retryDelayMs));
    this.#fail(error);
    this.#stop.stop(error);
  }

  #maySend(): boolean {
    if (this.#isSettled || this.#lease === undefined) return false;
    if (this.#circuit.permits(this.#lease)) return true;
    const failure = this.#attempts.failureInBackoff;
    if (failure === undefined) return this.#isAdmittedAgain(this.#lease);
    this.#giveUp(failure.error);
    return false;
  }

  /** The circuit opened while the SDK was still getting credentials: nothing was sent yet, so the call asks anew. */
  #isAdmittedAgain(expired: Lease): boolean {
    this.#circuit.finish(expired);
    const { lease, refusal } = this.#circuit.admit(this.#onStop);
    this.#lease = lease;
    if (lease !== undefined) return true;
    this.#refuse(refusal);
    this.#stop.stop(undefined);
    return false;
  }

  #attemptSucceeded(startedAt: number): void {
    this.#attempts.succeeded();
    this.#announcer.attempted(succeeded, this.#clock.now() - startedAt, undefined);
    if (this.#tellsAttempts) this.#report(succeeded, undefined);
  }

  #attemptFailed(error: unknown, startedAt: number): void {
    const judgement = this.#judge(error);
    const endedAt = this.#clock.now();
    this.#attempts.failed({ error, judgement }, endedAt);
    this.#announcer.attempted(judgement, endedAt - startedAt, error);
    if (this.#isSettled || this.#lease === undefined) return;
    if (this.#lease.isProbe ? this.#isDecisiveProbe(error) : this.#tellsAttempts)
      this.#report(judgement, error);
    if (!this.#circuit.permits(this.#lease)) this.#giveUp(error);
  }

  /** A probe's first attempt decides, except that a socket which had gone stale is no answer. */
  #isDecisiveProbe(error: unknown): boolean {
    return !(this.#attempts.count === 1 && isStaleSocket(error));
  }

  #judge(error: unknown): ErrorJudgement {
    const { operation } = this.#request;
    const { count: attempts, hasSucceeded } = this.#attempts;
    const facts = { operation, attempts, hasSucceeded, isCallerGone: this.#stop.isCallerGone };
    return judgeError(error, facts, this.#options.classify);
  }

  #report(judgement: Judgement, error: unknown): void {
    if (this.#lease !== undefined) this.#circuit.report(this.#lease, judgement, error);
  }

  /** Tells observers, then the circuit, then the caller. */
  #settle(ending: CallEnding, judgement?: Judgement): void {
    this.#isSettled = true;
    this.#cancelDeadline?.();
    this.#stop.release();
    this.#announcer.ended(ending, this.#clock.now() - this.#request.calledAt, this.#lease?.wouldReject);
    this.#tellCircuit(ending, judgement);
    if (ending.type === "success") this.#resolve(ending.output);
    else this.#answer(ending.error, fallbackReason(ending));
  }

  #tellCircuit(ending: CallEnding, judgement: Judgement | undefined): void {
    if (this.#lease === undefined) return;
    if (judgement !== undefined && !this.#hasToldAttempts(ending)) {
      this.#report(judgement, ending.type === "success" ? undefined : ending.error);
    }
    this.#circuit.finish(this.#lease);
  }

  /** With one verdict an attempt, the call as a whole is none. */
  #hasToldAttempts(ending: CallEnding): boolean {
    return this.#tellsAttempts && ending.type !== "timeout" && this.#attempts.started > 0;
  }

  /** Whether each attempt is a verdict; not of a probe, whose stale socket is told by the call's end. */
  get #tellsAttempts(): boolean {
    return this.#options.count === "attempts" && this.#lease?.isProbe !== true;
  }

  #answer(error: unknown, reason: FallbackReason | undefined): void {
    const { fallback, fallbackTimeoutMs: timeoutMs, enabled } = this.#options;
    if (reason === undefined || fallback === undefined || !enabled) {
      this.#reject(error);
      return;
    }
    const { operation, input, callerSignal } = this.#request;
    const context = { operation, input, error, reason } as FallbackQuestion["context"];
    const question = { fallback, context, timeoutMs, callerSignal, clock: this.#clock };
    void askFallback(question).then((answer) => {
      if ("output" in answer) {
        this.#announcer.fellBack(reason);
        this.#resolve(answer.output);
      } else {
        attachCause(error, answer.problem);
        this.#reject(error);
      }
    });
  }
}
