import type { CancelTimer, Clock } from "../../clock/clock.ts";
import { createRandom, deriveSeed } from "../random.ts";
import { ActiveFault } from "./active-fault.ts";
import { scopeRules } from "./fault-rules.ts";
import type { Fault } from "./fault.ts";
import { validateFault } from "./validate-fault.ts";

/** A fault that was injected. */
export interface FaultHandle {
  /** The fault as it stands. */
  readonly fault: Fault;
  /** How many requests it has struck. */
  readonly hits: number;
  /**
   * Changes the fault, from the next request on; what is not named stays. Another `kind` keeps the scope.
   *
   * @throws TypeError or RangeError naming the member that is wrong
   */
  change(patch: Partial<Fault>): void;
  /** Takes the fault away. */
  remove(): void;
}

/** What the board says about one request. */
export interface Verdict {
  readonly fault: Fault | undefined;
  readonly delayMs: number;
}

const served: Verdict = Object.freeze({ fault: undefined, delayMs: 0 });

/** The faults in force, and what they do to each request. */
export class FaultBoard {
  readonly #clock: Clock;
  readonly #seed: number;
  readonly #onRefusal: (isRefusing: boolean) => void;
  #active: ActiveFault[] = [];
  #injected = 0;
  #isRefusing = false;
  #cancelNextCheck: CancelTimer | undefined;

  constructor(clock: Clock, seed: number, onRefusal: (isRefusing: boolean) => void) {
    this.#clock = clock;
    this.#seed = seed;
    this.#onRefusal = onRefusal;
  }

  /** The faults that are not spent, in the order in which they were injected. */
  get faults(): readonly Fault[] {
    const now = this.#clock.now();
    return this.#active.filter((active) => !active.isSpent(now)).map(({ fault }) => fault);
  }

  inject(given: Fault): FaultHandle {
    const fault = validateFault(given);
    const random = createRandom(deriveSeed(this.#seed, (this.#injected += 1)));
    const active = new ActiveFault(fault, this.#clock.now(), random);
    this.#active.push(active);
    this.#checkRefusal();
    return this.#handleOf(active);
  }

  clear(): void {
    this.#active = [];
    this.#checkRefusal();
  }

  /** The first fault that strikes decides; latencies add up with it and with each other. */
  judge(operation: string): Verdict {
    if (this.#active.length === 0) return served;
    const now = this.#clock.now();
    let fault: Fault | undefined;
    let delayMs = 0;
    for (const active of this.#active) {
      const { kind } = active.fault;
      const isCandidate = kind === "latency" || fault === undefined || fault.kind === "latency";
      if (kind === "refuse" || !isCandidate || !active.strikes(operation, now)) continue;
      delayMs += active.drawDelayMs();
      if (kind !== "latency" || fault === undefined) fault = active.fault;
    }
    return { fault, delayMs };
  }

  close(): void {
    this.#cancelNextCheck?.();
    this.#cancelNextCheck = undefined;
    this.#active = [];
  }

  #handleOf(active: ActiveFault): FaultHandle {
    return {
      get fault() {
        return active.fault;
      },
      get hits() {
        return active.hits;
      },
      change: (patch) => {
        active.replace(validateFault(changedFault(active.fault, patch)));
        this.#checkRefusal();
      },
      remove: () => {
        this.#active = this.#active.filter((other) => other !== active);
        this.#checkRefusal();
      },
    };
  }

  /** Refusing is a state of the listening socket, not of a request, so its beginning and end need a timer. */
  #checkRefusal(): void {
    this.#cancelNextCheck?.();
    this.#cancelNextCheck = undefined;
    const now = this.#clock.now();
    const refusals = this.#active.filter(({ fault }) => fault.kind === "refuse");
    const isRefusing = refusals.some((active) => active.isInForce(now));
    const changes = refusals
      .flatMap(({ startsAtMs, endsAtMs }) => [startsAtMs, endsAtMs])
      .filter((atMs) => atMs > now && atMs < Infinity);
    if (changes.length > 0) {
      const check = () => {
        this.#checkRefusal();
      };
      this.#cancelNextCheck = this.#clock.startTimer(check, Math.min(...changes) - now, false);
    }
    if (isRefusing === this.#isRefusing) return;
    this.#isRefusing = isRefusing;
    this.#onRefusal(isRefusing);
  }
}

/** Another kind of fault keeps where, when and how often, and nothing of what the old one did. */
function changedFault(fault: Fault, patch: Partial<Fault>): unknown {
  const isOtherKind = patch.kind !== undefined && patch.kind !== fault.kind;
  const kept = Object.entries(fault).filter(([name]) => !isOtherKind || Object.hasOwn(scopeRules, name));
  return { ...Object.fromEntries(kept), ...patch };
}
