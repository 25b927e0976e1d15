import type { Lease, Refusal } from "../circuit/lease.ts";
import type { CancelTimer } from "../clock/clock.ts";
import type { FallbackReason } from "../events/breaker-events.ts";
import type { EventHub } from "../events/event-hub.ts";
import { answerKey } from "../fallback/answer-key.ts";
import { markFallback, type FallbackMark } from "../fallback/fallback-mark.ts";
import { isLastKnownGood, type LastKnownGood } from "../fallback/last-known-good.ts";
import type { StaleList } from "../fallback/stale-lists.ts";
import type { Fallback } from "../options/breaker-options.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import { abortError } from "./abort-error.ts";
import { askFallback, type FallbackQuestion } from "./ask-fallback.ts";
import { attachCause } from "./attach-cause.ts";
import { CallAnnouncer } from "./call-announcer.ts";
import type { CallEnding } from "./call-ending.ts";
import type { CallRequest } from "./call-request.ts";
import { startDeadline, type PassedDeadline } from "./deadline.ts";
import { fallbackReason } from "./fallback-reason.ts";
import { Flight } from "./flight.ts";
import { OwnContext } from "./own-context.ts";
import { ownCopy } from "./own-copy.ts";
import type { FlightEnding, Passenger } from "./passenger.ts";
import { refusalError } from "./refusal-error.ts";
import type { Surroundings } from "./surroundings.ts";
import { followAbort } from "./stop-signal.ts";

/** What a call meets on its way. */
export interface CallSurroundings extends Surroundings<Flight> {
  readonly events: EventHub;
  /** Whether the breakers were shut down when the call was made. */
  readonly isShutdown: boolean;
}

let lastCallId = 0;

/**
 * One call on its way: shutdown → dry run → continues a stale list → joins an identical call → admission: the circuit's
 * state, with `maxWaitMs`, then `capacity`, with `queue` → send → verdict → fallback.
 *
 * It settles exactly once, at the first of: an answer, an error, a refusal, its deadline, its caller's abort, its
 * circuit taking back the right to try again. What it shares with others, from admission to verdict, is its flight.
 */
export class Call implements Passenger {
  readonly #request: CallRequest;
  readonly #around: CallSurroundings;
  readonly #options: ResolvedCallOptions;
  readonly #announcer: CallAnnouncer;
  readonly #context = new OwnContext();
  #flight: Flight | undefined;
  #isCoalesced = false;
  #cancelDeadline: CancelTimer | undefined;
  #unfollow: (() => void) | undefined;
  #isSettled = false;
  #resolve!: (output: unknown) => void;
  #reject!: (error: unknown) => void;

  constructor(request: CallRequest, surroundings: CallSurroundings) {
    this.#request = request;
    this.#around = surroundings;
    this.#options = surroundings.options;
    this.#announcer = new CallAnnouncer(request.operation, ++lastCallId, surroundings);
  }

  run(): Promise<unknown> {
    const refusal = this.#refusalAtOnce();
    if (refusal === undefined) return this.#settled(() => this.#begin());
    // Made here and not where calls end, so that the caller is among the ten frames that Node.js keeps of a stack.
    const error = refusalError(this.#request.operation, refusal);
    const ending = { type: "reject", reason: refusal.reason, error } as const;
    this.#end(ending, undefined);
    return this.#settled(() => this.#answer(error, fallbackReason(ending)));
  }

  get isCallerGone(): boolean {
    return this.#request.callerSignal?.aborted === true;
  }

  conclude(ending: FlightEnding, wouldReject: Lease["wouldReject"]): () => void {
    const tellCaller = this.#context.run(() => this.#conclude(ending, wouldReject));
    return () => this.#context.run(tellCaller);
  }

  #conclude(ending: FlightEnding, wouldReject: Lease["wouldReject"]): () => void {
    // Whoever listens to one call's end may end another, or the flight itself.
    if (this.#isSettled) return () => {};
    if (ending.type === "success") {
      const output = this.#isCoalesced ? ownCopy(ending.output) : ending.output;
      this.#end({ type: "success", output }, wouldReject);
      return () => this.#resolve(output);
    }
    const refused = ending.type === "refused" ? this.#refused(ending.refusal) : ending;
    this.#end(refused, wouldReject);
    return () => this.#answer(refused.error, fallbackReason(refused));
  }

  #begin(): void {
    if (this.#request.isAbandoned) {
      const error = abortError();
      this.#end({ type: "cancelled", error }, undefined);
      this.#reject(error);
      return;
    }
    const staleList = this.#staleList;
    if (staleList !== undefined) {
      this.#end({ type: "reject", reason: "staleList", error: staleList.error }, undefined);
      this.#answer(staleList.error, staleList.reason);
      return;
    }
    this.#board();
    if (!this.#isSettled && this.#isProtected) this.#startDeadline();
  }

  #settled(begin: () => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      begin();
    });
  }

  /** Why the call is refused before anything is made for it, as most are in an outage; the rest is for {@link #begin}. */
  #refusalAtOnce(): Refusal | undefined {
    const { isShutdown, circuit } = this.#around;
    if (isShutdown) return { reason: "shutdown" };
    const { enabled, coalesce, maxWaitMs } = this.#options;
    const refusal = circuit.refusalAtOnce(maxWaitMs);
    if (refusal === undefined) return undefined;
    const { isBypass, isAbandoned } = this.#request;
    const isOnItsOwn = enabled && !coalesce && !isBypass && !isAbandoned && !this.#isLate;
    return isOnItsOwn && this.#staleList === undefined ? refusal : undefined;
  }

  /** The old list that the call continues, if it does. */
  get #staleList(): StaleList | undefined {
    const { enabled, fallback } = this.#options;
    if (!enabled || !isLastKnownGood(fallback)) return undefined;
    const { operation, input } = this.#request;
    const { answers, clock } = this.#around;
    return answers.space.continuation(fallback, operation, input, clock.now());
  }

  /** In a dry run a call has neither deadline nor fallback, unless it was given one of its own. */
  get #isProtected(): boolean {
    return this.#options.enabled || this.#request.isBypass;
  }

  get #isLate(): boolean {
    const { timeout } = this.#options;
    return (
      this.#isProtected && timeout !== false && this.#around.clock.now() >= this.#request.calledAt + timeout
    );
  }

  /** Joins a flight that asks the same, or begins one. */
  #board(): void {
    const { operation, input, isBypass } = this.#request;
    const { answers } = this.#around;
    const { coalesce, enabled } = this.#options;
    const mayShare = coalesce && enabled && !isBypass && !this.isCallerGone && this.#request.isPlain();
    const sharedAs = mayShare ? answerKey(operation, input) : undefined;
    const shared = sharedAs === undefined ? undefined : answers.joinable(sharedAs);
    this.#isCoalesced = shared !== undefined;
    this.#flight =
      shared ??
      new Flight(
        { request: this.#request, around: this.#around, sharedAs, announcer: this.#announcer },
        this,
      );
    if (shared !== undefined) {
      this.#context.keep();
      shared.join(this);
    }
    const { callerSignal } = this.#request;
    if (callerSignal !== undefined) this.#context.keep();
    this.#unfollow = followAbort(callerSignal, () => this.#context.run(() => this.#onCallerGone()));
    // It may have had to wait until its client's region and endpoint were known.
    if (this.#isLate) this.#startDeadline();
    else if (shared === undefined) this.#flight.begin();
  }

  #startDeadline(): void {
    const { timeout: timeoutMs } = this.#options;
    if (timeoutMs === false || this.#flight === undefined) return;
    const { operation, calledAt } = this.#request;
    const { circuit, clock } = this.#around;
    const details = { operation, calledAt, timeoutMs, clock, circuit, attempts: this.#flight.attempts };
    this.#cancelDeadline = startDeadline(details, (passed) => this.#onDeadline(passed));
  }

  #onDeadline({ error, judgement, isInBackoff }: PassedDeadline): void {
    if (this.#isSettled) return;
    this.#end({ type: "timeout", error, verdict: judgement.verdict }, this.#flight?.wouldReject);
    this.#flight?.leave(this, { judgement, isInBackoff }, error);
    this.#answer(error, "timeout");
  }

  /** Where others wait for the same answer, only this call ends. */
  #onCallerGone(): void {
    const flight = this.#flight;
    if (flight === undefined || flight.isSoleOf(this)) {
      flight?.abort(this.#request.callerSignal?.reason);
      return;
    }
    const error = abortError();
    this.#end({ type: "cancelled", error }, flight.wouldReject);
    flight.leave(this, undefined, error);
    this.#reject(error);
  }

  #refused(refusal: Refusal): CallEnding & { readonly error: unknown } {
    const { operation } = this.#request;
    const { reason } = refusal;
    return { type: "reject", reason, error: refusalError(operation, refusal) };
  }

  /** Tells observers how the call ended; from here on only the caller is still to be told. */
  #end(ending: CallEnding, wouldReject: Lease["wouldReject"]): void {
    const { calledAt } = this.#request;
    this.#isSettled = true;
    this.#cancelDeadline?.();
    this.#unfollow?.();
    const durationMs = this.#around.clock.now() - calledAt;
    // A call that was turned away made none.
    const attempts = this.#flight === undefined ? 0 : this.#flight.attempts.count;
    const isCoalesced = this.#isCoalesced;
    const disclosure = this.#flight?.disclosure;
    this.#announcer.ended(ending, { durationMs, attempts, wouldReject, isCoalesced, disclosure });
  }

  /** Tells the caller, with a fallback's answer where there is a reason to ask for one. */
  #answer(error: unknown, reason: FallbackReason | undefined): void {
    const { fallback } = this.#options;
    if (reason === undefined || fallback === undefined || !this.#isProtected) {
      this.#reject(error);
    } else if (isLastKnownGood(fallback)) {
      this.#recall(fallback, error, reason);
    } else {
      this.#ask(fallback, error, reason);
    }
  }

  #recall(memory: LastKnownGood, error: unknown, reason: FallbackReason): void {
    const { operation, input } = this.#request;
    const { answers, clock } = this.#around;
    const answer = answers.space.recall({ memory, operation, input, error, reason, now: clock.now() });
    if (answer === undefined) this.#reject(error);
    else this.#fallBack(answer.output, { error, reason, ageMs: answer.ageMs });
  }

  #ask(fallback: Fallback, error: unknown, reason: FallbackReason): void {
    const { operation, input, callerSignal } = this.#request;
    const context = { operation, input, error, reason } as FallbackQuestion["context"];
    const { fallbackTimeoutMs: timeoutMs } = this.#options;
    const question = { fallback, context, timeoutMs, callerSignal, clock: this.#around.clock };
    void askFallback(question).then((answer) => {
      if ("output" in answer) {
        this.#fallBack(answer.output, { error, reason });
      } else {
        attachCause(error, answer.problem);
        this.#reject(error);
      }
    });
  }

  #fallBack(output: unknown, mark: FallbackMark): void {
    markFallback(output, mark);
    this.#announcer.fellBack(mark.reason, mark.ageMs);
    this.#resolve(output);
  }
}
