import { Agenda } from "./agenda.ts";
import { endingOf, type Ending, type ModelledCall } from "./modelled-call.ts";
import type { Answer } from "./scripted-sdk.ts";
import type { Change, Rules, Setup } from "./setup.ts";
import { VerdictWindow } from "./verdict-window.ts";

type State = "closed" | "open" | "halfOpen";

interface Probe {
  readonly call: ModelledCall;
  readonly expiresAt: number;
}

/**
 * One circuit and its calls, as the documentation has them, in as few words as will do; nothing of the package is in it.
 *
 * Every step says what is heard of it, in `events`.
 */
export class Model {
  readonly agenda: Agenda = new Agenda();
  readonly calls: ModelledCall[] = [];
  readonly events: string[] = [];
  rules: Rules;
  isShutdown = false;
  isIsolated = false;
  readonly #chance: number;
  #state: State = "closed";
  #generation = 0;
  #streak = 0;
  #lastSuccessAt: number | undefined;
  readonly #verdicts: VerdictWindow;
  readonly #slow: VerdictWindow;
  #openings = 0;
  #openUntil = 0;
  #closedAt = 0;
  #cancelReset: () => void = () => {};
  #probe: Probe | undefined;
  #probesPassed = 0;
  #rampUp: { readonly from: number; sum: number } | undefined;
  #successes = 0;
  #hasFailed = false;
  #finalState: State | "isolated" = "closed";
  #inFlight = new Set<ModelledCall>();

  constructor({ rules, chance }: Setup) {
    this.rules = rules;
    this.#chance = chance;
    this.#verdicts = new VerdictWindow(rules);
    this.#slow = new VerdictWindow(rules);
  }

  get state(): State | "isolated" {
    if (this.isShutdown) return this.#finalState;
    if (this.isIsolated) return "isolated";
    return this.#state === "open" && this.#now >= this.#openUntil ? "halfOpen" : this.#state;
  }

  get retryAfterMs(): number {
    if (this.isIsolated) return Infinity;
    return this.#state === "open" ? Math.max(0, this.#openUntil - this.#now) : this.#probeMs;
  }

  get stats(): object {
    const failures = this.#verdicts.bad(this.#now);
    return {
      successes: this.#verdicts.count(this.#now) - failures,
      failures,
      slow: this.rules.slowCall === false ? 0 : this.#slow.bad(this.#now),
      consecutiveFailures: this.#streak,
      inFlight: this.#inFlight.size,
    };
  }

  /** Calls whose SDK part can still do that. */
  withSdk(doing: "attempt" | "backoff"): readonly ModelledCall[] {
    return this.calls.filter(({ sdk }) => sdk === doing);
  }

  send(isDeaf: boolean): void {
    const refusal = this.#refusal();
    const isProbe = refusal === undefined && this.#state === "halfOpen" && !this.isShutdown;
    const call: ModelledCall = {
      id: this.calls.length,
      calledAt: this.#now,
      timeout: this.rules.timeout,
      isDeaf,
      generation: this.#generation,
      isProbe,
      sdk: "over",
      attempts: 0,
      attemptAt: this.#now,
      lastMs: 0,
      mayGoOn: true,
      listeningSince: undefined,
      successesBefore: 0,
      lastAnswer: undefined,
      ending: undefined,
      cancelDeadline: () => {},
      cancelTurn: () => {},
    };
    this.calls.push(call);
    if (refusal !== undefined) {
      this.#end(call, refusal);
      return;
    }
    this.#inFlight.add(call);
    if (isProbe) this.#probe = { call, expiresAt: this.#now + Math.min(call.timeout, 5_000) };
    this.#attempt(call);
    call.cancelDeadline = this.agenda.add(this.#now + call.timeout, () => this.#miss(call));
  }

  answer(call: ModelledCall, answer: Answer, retries: boolean): void {
    call.cancelTurn();
    call.sdk = "over";
    call.lastMs = this.#now - call.attemptAt;
    if (call.ending !== undefined) return;
    if (answer === "success") {
      this.#settle(call, "success", answer);
      return;
    }
    call.lastAnswer = answer;
    // A probe's first attempt decides, the end of another call.
    const isTold = call.isProbe && this.#hears(call);
    if (isTold) this.#hear(call, answer);
    if (call.ending !== undefined) return;
    if (retries && this.#permits(call)) call.sdk = "backoff";
    else this.#settle(call, endingOf(answer), isTold ? undefined : answer);
  }

  retry(call: ModelledCall): void {
    if (call.ending === undefined) this.#attempt(call);
    else call.sdk = "over";
  }

  cancel(call: ModelledCall): void {
    call.cancelTurn();
    call.sdk = "over";
    this.#settle(call, "cancelled", undefined);
    this.#passOn(call);
  }

  configure(change: Change): void {
    this.rules = { ...this.rules, ...change };
    if (this.rules.rampUpMs === 0) this.#rampUp = undefined;
    this.#renewWindows();
  }

  isolate(): void {
    this.isIsolated = true;
    this.#generation++;
    this.#probe = undefined;
    this.#cancelReset();
    this.events.push("isolate");
    this.#stop();
  }

  release(): void {
    this.isIsolated = false;
    this.#generation++;
    if (this.#state === "open") this.#setReset();
    this.events.push("release");
  }

  /** The program goes on from a snapshot of itself. */
  restore(): void {
    if (!this.#knowsSomething) return;
    this.#generation++;
    this.#probe = undefined;
    this.#rampUp = undefined;
    this.#renewWindows();
    this.#cancelReset();
    if (this.#state !== "closed") {
      // An outage is taken up as one; where its reset has passed, its next call is the probe.
      const left = this.#state === "open" ? Math.ceil(Math.max(0, this.#openUntil - this.#now)) : 0;
      this.#openUntil = this.#now + Math.min(left, this.rules.resetBackoff.maxMs);
      this.#state = "open";
      if (!this.isIsolated) this.#setReset();
    }
    if (this.isIsolated || this.#state !== "closed") this.#stop();
  }

  /** The program ends, and the next one goes on from a snapshot; calls of the old one end as they would. */
  restart(): void {
    const [isKnown, wasIsolated] = [this.#knowsSomething, this.isIsolated];
    for (const call of this.#inFlight) {
      call.generation = undefined;
      call.mayGoOn = !this.isIsolated;
    }
    this.#inFlight = new Set();
    this.#successes = 0;
    if (isKnown) {
      this.restore();
      this.isIsolated = wasIsolated;
      return;
    }
    this.#streak = 0;
    this.#lastSuccessAt = undefined;
    this.#rampUp = undefined;
    this.#begin();
  }

  shutdown(): void {
    this.#finalState = this.state;
    this.isShutdown = true;
    this.#cancelReset();
    this.#probe = undefined;
  }

  get #now(): number {
    return this.agenda.now;
  }

  #begin(): void {
    this.#closedAt = this.#now;
    this.#verdicts.clear(this.#now);
    this.#slow.clear(this.#now);
  }

  /** Whether a call in flight may be sent once more. */
  #permits(call: ModelledCall): boolean {
    if (call.generation === undefined) return call.mayGoOn;
    return !this.isIsolated && (this.isShutdown || this.#state === "closed");
  }

  get #probeMs(): number {
    const left = this.#probe === undefined ? 0 : Math.max(0, this.#probe.expiresAt - this.#now);
    return Math.min(left, this.rules.resetTimeout);
  }

  get #knowsSomething(): boolean {
    return this.isIsolated || this.#hasFailed || this.#verdicts.count(this.#now) > 0 || this.#openings > 0;
  }

  #refusal(): Ending | undefined {
    if (this.isShutdown) return "shutdown";
    if (this.state === "isolated" || this.state === "open") return "open";
    if (this.#state === "open") this.#halfOpen();
    if (this.#state === "halfOpen" && this.#probeMs > 0) return "open";
    if (this.#inFlight.size > 0 && !this.#isLetThrough()) return "open";
    const { capacity } = this.rules;
    return capacity !== false && this.#inFlight.size >= capacity ? "capacity" : undefined;
  }

  /** While it ramps up: whether this call is one of the share that is let through. */
  #isLetThrough(): boolean {
    if (this.#rampUp === undefined) return true;
    const { rampUpMs } = this.rules;
    const share = rampUpMs === 0 ? 1 : Math.min(1, (this.#now - this.#rampUp.from) / rampUpMs);
    this.#rampUp.sum += share;
    const isThrough = share === 1 || this.#rampUp.sum >= 1;
    if (isThrough) this.#rampUp.sum -= 1;
    if (share === 1) this.#rampUp = undefined;
    return isThrough;
  }

  #attempt(call: ModelledCall): void {
    call.sdk = "attempt";
    call.attempts++;
    call.attemptAt = this.#now;
    call.listeningSince = undefined;
    call.successesBefore = this.#successes;
    call.cancelTurn = this.agenda.add(this.#now, () => {
      call.listeningSince = this.#now;
    });
  }

  /** The deadline has passed. */
  #miss(call: ModelledCall): void {
    const heardMs = 2 * call.timeout - (call.listeningSince ?? Infinity) - this.#now + 2 * call.calledAt;
    const isFair = heardMs >= Math.min(call.timeout / 2, 1_000);
    let verdict = call.lastAnswer;
    if (call.sdk === "attempt" && isFair) {
      verdict = this.#successes > call.successesBefore ? undefined : "failure";
    }
    this.#settle(call, "timeout", verdict);
    if (call.isDeaf) return;
    call.cancelTurn();
    call.sdk = "over";
  }

  /** Observers hear of it, then the circuit, then the caller. */
  #settle(call: ModelledCall, ending: Ending, verdict: Answer | undefined): void {
    this.#end(call, ending);
    if (verdict !== undefined) this.#hear(call, verdict);
    this.#passOn(call);
    this.#inFlight.delete(call);
  }

  #end(call: ModelledCall, ending: Ending): void {
    call.ending = ending;
    call.cancelDeadline();
    this.events.push(ending === "open" || ending === "capacity" || ending === "shutdown" ? "reject" : ending);
  }

  #passOn(call: ModelledCall): void {
    if (this.#probe?.call === call) this.#probe = undefined;
  }

  #hears(call: ModelledCall): boolean {
    return !this.isShutdown && call.generation === this.#generation;
  }

  #hear(call: ModelledCall, answer: Answer): void {
    if (call.generation === undefined) return;
    if (answer === "success") this.#successes++;
    if (answer === "failure") this.#hasFailed = true;
    if (!this.#hears(call)) return;
    const { slowCall } = this.rules;
    const tookMs = call.sdk === "attempt" ? this.#now - call.attemptAt : call.lastMs;
    const isSlow = slowCall !== false && tookMs >= slowCall.durationMs;
    if (call.isProbe) this.#hearProbe(call, answer, isSlow);
    else if (answer === "success" || answer === "failure") this.#hearCall(answer, isSlow);
  }

  #hearProbe(call: ModelledCall, answer: Answer, isSlow: boolean): void {
    const isAnswered = answer === "success" || answer === "notFound";
    if (answer === "failure" || (isAnswered && isSlow)) this.#reopen();
    else if (!isAnswered) this.#passOn(call);
    else if (++this.#probesPassed >= this.rules.halfOpenProbes) this.#close();
    else this.#passOn(call);
  }

  #hearCall(answer: "success" | "failure", isSlow: boolean): void {
    const { consecutiveFailures, failureSpanMs, errorThresholdPercentage, volumeThreshold } = this.rules;
    const { slowCall } = this.rules;
    const isBad = answer === "failure";
    this.#streak = isBad ? this.#streak + 1 : 0;
    if (!isBad) this.#lastSuccessAt = this.#now;
    this.#verdicts.hear(isBad, this.#now);
    this.#slow.hear(isSlow, this.#now);
    const isSpan = this.#lastSuccessAt === undefined || this.#now - this.#lastSuccessAt >= failureSpanMs;
    const isStreak = consecutiveFailures !== false && this.#streak >= consecutiveFailures && isSpan;
    const isRate = this.#verdicts.isBeyond(errorThresholdPercentage, volumeThreshold, this.#now);
    const percentage = slowCall === false ? Infinity : slowCall.thresholdPercentage;
    const isTooSlow = isSlow && this.#slow.isBeyond(percentage, volumeThreshold, this.#now);
    if ((isBad && (isStreak || isRate)) || isTooSlow) this.#open();
  }

  #open(): void {
    if (this.#now - this.#closedAt >= this.rules.rollingCountTimeout) this.#openings = 0;
    this.#rampUp = undefined;
    this.#beginOpenTime("open");
  }

  #reopen(): void {
    this.#probe = undefined;
    this.#beginOpenTime("probeFailed");
  }

  #beginOpenTime(event: "open" | "probeFailed"): void {
    const { resetTimeout, resetBackoff } = this.rules;
    const { factor, maxMs, jitter } = resetBackoff;
    const grown = Math.min(resetTimeout * factor ** this.#openings, maxMs);
    this.#openings++;
    const varied = grown * (1 + jitter * (2 * this.#chance - 1));
    this.#openUntil = this.#now + Math.min(Math.max(varied, 1), maxMs);
    this.#state = "open";
    this.#generation++;
    this.#setReset();
    this.events.push(event);
    this.#stop();
  }

  #setReset(): void {
    this.#cancelReset();
    const left = Math.max(1, Math.ceil(this.#openUntil - this.#now));
    this.#cancelReset = this.agenda.add(this.#now + left, () => this.#halfOpen());
  }

  #halfOpen(): void {
    this.#cancelReset();
    this.#state = "halfOpen";
    this.#generation++;
    this.#probesPassed = 0;
    this.events.push("halfOpen");
  }

  #close(): void {
    this.#state = "closed";
    this.#generation++;
    this.#probe = undefined;
    this.#streak = 0;
    this.#lastSuccessAt = this.#now;
    this.#closedAt = this.#now;
    this.#verdicts.clear(this.#now);
    this.#slow.clear(this.#now);
    this.#rampUp = this.rules.rampUpMs > 0 ? { from: this.#now, sum: 0 } : undefined;
    this.events.push("close");
  }

  /** Whoever waits between two attempts has had its last one. */
  #stop(): void {
    for (const call of this.#inFlight) {
      const { lastAnswer } = call;
      if (call.ending !== undefined || call.sdk === "attempt" || lastAnswer === undefined) continue;
      if (!call.isDeaf || call.sdk !== "backoff") call.sdk = "over";
      this.#settle(call, endingOf(lastAnswer), lastAnswer);
    }
  }

  #renewWindows(): void {
    this.#verdicts.renew(this.#now);
    this.#slow.renew(this.#now);
  }
}
