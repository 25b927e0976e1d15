import { compileOperationPatterns, type OperationMatcher } from "../operation-pattern.ts";
import type { Random } from "../random.ts";
import type { Fault } from "./fault.ts";

/** A fault in force: what it strikes, and how often it has. */
export class ActiveFault {
  readonly #random: Random;
  readonly #injectedAtMs: number;
  #matches: OperationMatcher;
  #fault: Fault;
  hits = 0;

  constructor(fault: Fault, injectedAtMs: number, random: Random) {
    this.#fault = fault;
    this.#matches = compile(fault);
    this.#injectedAtMs = injectedAtMs;
    this.#random = random;
  }

  get fault(): Fault {
    return this.#fault;
  }

  replace(fault: Fault): void {
    this.#fault = fault;
    this.#matches = compile(fault);
  }

  /** Whether this request is struck; asking counts it. */
  strikes(operation: string, nowMs: number): boolean {
    if (!this.#matches(operation) || !this.isInForce(nowMs)) return false;
    const { rate = 1 } = this.#fault;
    // A whole rate draws nothing, so that turning a fault to 100 % and back does not shift the sequence.
    if (rate < 1 && this.#random() >= rate) return false;
    this.hits += 1;
    return true;
  }

  isInForce(nowMs: number): boolean {
    return nowMs >= this.startsAtMs && !this.isSpent(nowMs);
  }

  isSpent(nowMs: number): boolean {
    return nowMs >= this.endsAtMs || this.hits >= (this.#fault.times ?? Infinity);
  }

  get startsAtMs(): number {
    return this.#injectedAtMs + (this.#fault.afterMs ?? 0);
  }

  get endsAtMs(): number {
    return this.startsAtMs + (this.#fault.durationMs ?? Infinity);
  }

  /** How long a struck request waits. */
  drawDelayMs(): number {
    const { delayMs = 0 } = this.#fault;
    if (this.#fault.kind !== "latency") return delayMs;
    const { ms, spreadMs = 0 } = this.#fault;
    return Math.max(0, delayMs + ms + (spreadMs === 0 ? 0 : (this.#random() * 2 - 1) * spreadMs));
  }
}

function compile(fault: Fault): OperationMatcher {
  return compileOperationPatterns(fault.operations ?? "*", "fault.operations");
}
