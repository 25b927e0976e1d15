import type { CancelTimer, Clock } from "../clock/clock.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import type { Admission, Candidate, Lease, Refusal, Watcher } from "./lease.ts";
import { ReleaseRate } from "./release-rate.ts";
import { WaitingLine } from "./waiting-line.ts";

/** What admissions need of the circuit they are for. */
export interface Gate {
  readonly options: ResolvedCallOptions;
  /** Why the circuit lets nobody through, if it does not. */
  readonly barrier: Refusal | undefined;
  /** Why the circuit lets the one who asks not through, if it does not; to be asked once for each who comes. */
  refusal(): Refusal | undefined;
  /** Whether those who wait may be let through: all of them where it is closed, one as a probe where it is half-open. */
  readonly isFree: "all" | "probe" | false;
  issueLease(candidate: Candidate): Lease;
  /** Whether what becomes of the call still decides about the circuit. */
  hears(lease: Lease): boolean;
}

/**
 * Who may be sent: those in flight, and those who wait for a turn, either because the circuit is open (`maxWaitMs`) or
 * because its `capacity` is taken (`queue`).
 *
 * Both lines are first come first served. After an outage those who wait are let through by doubling.
 */
export class Admissions {
  readonly #gate: Gate;
  readonly #clock: Clock;
  readonly #inFlight = new Set<Lease>();
  readonly #waiting: WaitingLine;
  readonly #queue: WaitingLine;
  readonly #rate = new ReleaseRate();
  /** How many of those who wait may go as soon as there is room for them. */
  #allowance = 0;
  #slotsTaken = 0;
  #isServing = false;
  #cancelServing: CancelTimer | undefined;

  constructor(gate: Gate, clock: Clock) {
    this.#gate = gate;
    this.#clock = clock;
    this.#waiting = new WaitingLine(clock, (candidate) => this.#expire(candidate));
    this.#queue = new WaitingLine(clock, (candidate) => {
      this.#queue.leave(candidate);
      candidate.onRefused(this.#capacityRefusal());
    });
  }

  get inFlight(): ReadonlySet<Lease> {
    return this.#inFlight;
  }

  /** Calls that wait for the circuit to let them through. */
  get waiting(): number {
    return this.#waiting.calls;
  }

  /** Calls that wait for one of the `capacity` calls in flight to end. */
  get queued(): number {
    return this.#queue.calls;
  }

  /** Whether nobody is in flight and nobody waits, not even to be told. */
  get isIdle(): boolean {
    return this.#inFlight.size + this.#waiting.length + this.#queue.length === 0;
  }

  get hasSlot(): boolean {
    const { capacity } = this.#gate.options;
    return capacity === false || this.#slotsTaken < capacity;
  }

  /** Why a call that waits at most so long is refused whoever makes it; `undefined` where it has to ask. */
  refusalAtOnce(maxWaitMs: number): Refusal | undefined {
    const { barrier } = this.#gate;
    return barrier === undefined || maxWaitMs >= waitingTime(barrier) ? undefined : barrier;
  }

  admit(candidate: Candidate): Admission {
    const refusal = this.#gate.refusal();
    if (refusal !== undefined) return this.#holdOrRefuse(candidate, refusal);
    // Whoever may wait does not overtake those who do already.
    if (this.#waiting.length > 0 && this.#hasPlaceFor(candidate)) {
      this.#wait(candidate);
      return undefined;
    }
    return this.#enter(candidate);
  }

  /** Why a call would not be let through at once, if it would not. */
  obstacle(): Refusal | undefined {
    return this.#gate.refusal() ?? (this.hasSlot ? undefined : this.#capacityRefusal());
  }

  /** Calls the watcher's `onTurn` when a call would be let through, within this call where one would be now. */
  watch(watcher: Watcher): void {
    const isHeld = this.#gate.refusal() !== undefined;
    // Who comes later is not told sooner either.
    if (isHeld || this.#waiting.length > 0) this.#wait(watcher);
    else if (this.hasSlot) watcher.onTurn();
    else this.#queue.join(watcher, watcher.maxWaitMs);
  }

  /** Counts a lease that was issued. */
  take(lease: Lease): Lease {
    this.#inFlight.add(lease);
    if (lease.takesSlot) this.#slotsTaken++;
    return lease;
  }

  giveBack(lease: Lease): void {
    if (this.#inFlight.delete(lease) && lease.takesSlot) this.#slotsTaken--;
  }

  /** Gives up a place in line. */
  withdraw(candidate: Candidate): void {
    if (!this.#waiting.leave(candidate)) this.#queue.leave(candidate);
  }

  /** The circuit lets nobody through for `retryAfterMs`: who will not wait as long is told so. */
  hold(retryAfterMs: number): void {
    this.#restart();
    const needed = this.#clock.now() + retryAfterMs;
    const impatient = this.#waiting.take((one, until) => one.onTurn === undefined && until < needed);
    for (const candidate of impatient) this.#turnAway(candidate);
    for (const candidate of this.#queue.takeAll()) this.#readmit(candidate);
  }

  /** The circuit has closed: the first of those who wait may go. */
  recover(share: number): void {
    this.#restart();
    this.allowMore(share);
  }

  /** A call succeeded: more of those who wait may go. */
  allowMore(share: number): void {
    if (this.#waiting.length === 0) return;
    this.#allowance += this.#rate.next(share);
    this.serve();
  }

  /** Lets through whoever may go now; to be called when a slot, or the gate, has become free. */
  serve(): void {
    // Who is let through may end within the call, and make room for the next.
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      while (this.#serveNext());
    } finally {
      this.#isServing = false;
    }
  }

  /** Ends all waiting. */
  dismiss(refusal: Refusal): void {
    this.#cancelServing?.();
    for (const candidate of this.#takeAll()) {
      candidate.onRefused(refusal);
    }
  }

  /** Lets everybody through, with leases from elsewhere; for a circuit that no longer protects. */
  releaseAll(leaseFor: (candidate: Candidate) => Lease): void {
    for (const candidate of this.#takeAll()) {
      if (candidate.onTurn === undefined) candidate.onAdmitted(leaseFor(candidate));
      else candidate.onTurn();
    }
  }

  *#takeAll(): Generator<Candidate> {
    yield* this.#waiting.takeAll();
    yield* this.#queue.takeAll();
  }

  /** Those who wait are let through by doubling again, beginning with one. */
  #restart(): void {
    this.#allowance = 0;
    this.#rate.restart(this.#waiting.length);
  }

  #serveNext(): boolean {
    if (this.#queue.length > 0 && this.hasSlot) {
      const queued = this.#queue.next();
      return queued !== undefined && this.#readmit(queued);
    }
    if (this.#waiting.length === 0 || !this.#hasRoom || !this.#mayRelease()) return false;
    const waiting = this.#waiting.next();
    return waiting !== undefined && this.#callUp(waiting);
  }

  /** Where nothing is in flight whose success could let more through, one may always go. */
  #mayRelease(): boolean {
    // The queue is no place to wait for one's turn as the probe.
    if (this.#gate.isFree === "probe") return this.hasSlot;
    if (this.#gate.isFree === false) return false;
    if (this.#allowance > 0) {
      this.#allowance--;
      return true;
    }
    if (!this.hasSlot || this.#hearsOfAny) return false;
    this.#rate.granted();
    return true;
  }

  get #hearsOfAny(): boolean {
    for (const lease of this.#inFlight) if (this.#gate.hears(lease)) return true;
    return false;
  }

  /** A candidate's turn has come; `false` where the next one should wait to see what it does. */
  #callUp(candidate: Candidate): boolean {
    if (candidate.onTurn === undefined) {
      this.#answer(candidate, this.#enter(candidate));
      return true;
    }
    if (!this.hasSlot) {
      this.#queue.join(candidate, candidate.maxWaitMs);
      return true;
    }
    candidate.onTurn();
    this.#serveLater();
    return false;
  }

  /** Out of the queue; the circuit may have opened in the meantime. */
  #readmit(candidate: Candidate): boolean {
    const refusal = this.#refusalNow();
    if (refusal === undefined) return this.#callUp(candidate);
    this.#answer(candidate, this.#holdOrRefuse(candidate, refusal));
    return true;
  }

  /** Who was only told is given the time to make its call, and takes the turn with that or leaves it to the next. */
  #serveLater(): void {
    this.#cancelServing?.();
    this.#cancelServing = this.#clock.startTimer(() => this.serve(), 0, false);
  }

  #answer(candidate: Candidate, admission: Admission): void {
    if (admission?.lease !== undefined) candidate.onAdmitted(admission.lease);
    else if (admission !== undefined) candidate.onRefused(admission.refusal);
  }

  #enter(candidate: Candidate): Admission {
    if (this.hasSlot) return { lease: this.take(this.#gate.issueLease(candidate)) };
    const { queue } = this.#gate.options;
    if (queue === false || !this.#hasRoom) return { refusal: this.#capacityRefusal() };
    this.#queue.join(candidate, queue.maxWaitMs);
    return undefined;
  }

  #wait(candidate: Candidate): void {
    this.#rate.joined();
    this.#waiting.join(candidate, candidate.maxWaitMs);
  }

  #holdOrRefuse(candidate: Candidate, refusal: Refusal): Admission {
    const isPatient = candidate.onTurn !== undefined || candidate.maxWaitMs >= waitingTime(refusal);
    if (!isPatient || !this.#hasPlaceFor(candidate)) return { refusal };
    this.#wait(candidate);
    return undefined;
  }

  #hasPlaceFor(candidate: Candidate): boolean {
    if (candidate.maxWaitMs === 0) return false;
    return candidate.onTurn !== undefined || this.#waiting.calls < this.#gate.options.maxWaiting;
  }

  get #hasRoom(): boolean {
    const { queue } = this.#gate.options;
    return this.hasSlot || (queue !== false && this.#queue.calls < queue.size);
  }

  /** For those who have waited: a circuit that has closed refuses none of them, however little else it lets through. */
  #refusalNow(): Refusal | undefined {
    return this.#gate.isFree === false ? this.#gate.refusal() : undefined;
  }

  #expire(candidate: Candidate): void {
    // With its time the circuit's reset may have passed as well, and then it is the turn of the first in line.
    this.#refusalNow();
    if (this.#waiting.leave(candidate)) this.#turnAway(candidate);
  }

  /** A circuit that has closed refuses nobody who waited for it, unless it still ramps up. */
  #turnAway(candidate: Candidate): void {
    const refusal = this.#gate.refusal();
    if (refusal === undefined) this.#callUp(candidate);
    else candidate.onRefused(refusal);
  }

  #capacityRefusal(): Refusal {
    const { capacity } = this.#gate.options;
    return { reason: "capacity", capacity: capacity === false ? Infinity : capacity };
  }
}

/** How long the one who was refused would have to wait for its next chance. */
function waitingTime(refusal: Refusal): number {
  if (refusal.reason !== "open") return Infinity;
  // A circuit that ramps up has a turn for somebody with every success.
  return refusal.state === "rampUp" ? 0 : refusal.retryAfterMs;
}
