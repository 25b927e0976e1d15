import type { Clock } from "../../src/testing/index.ts";
import type { CircuitState } from "../subjects/subject.ts";
import type { Arrival } from "./arrivals.ts";
import type { CallOutcome, CallRecord } from "./call-record.ts";

/** So long every call of the sick operation must have gone well for all to be well again. */
const wellForMs = 5_000;
/** A call that takes longer is no good sign. */
const patienceMs = 1_000;

/** Keeps what becomes of the calls of one run. */
export class CallLog {
  readonly #clock: Clock;
  readonly #calls: CallRecord[] = [];
  // In order of begin: a set keeps the order in which things were added.
  readonly #pending = new Set<CallRecord>();
  #lastBadMs = -Infinity;
  #onSettled: (() => void) | undefined;
  #isFinished = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin({ client, isSick, dueMs }: Arrival, wokenMs: number, state: CircuitState): CallRecord {
    const record: CallRecord = { client, isSick, dueMs, wokenMs, state, outcome: "pending", endMs: Infinity };
    this.#calls.push(record);
    this.#pending.add(record);
    return record;
  }

  settle(record: CallRecord, outcome: CallOutcome): void {
    if (this.#isFinished) return;
    record.outcome = outcome;
    record.endMs = this.#clock.now();
    this.#pending.delete(record);
    if (record.isSick && outcome !== "good") this.#lastBadMs = record.endMs;
    if (this.#pending.size === 0) this.#onSettled?.();
  }

  /** Whether the sick operation's calls have been answered well for a while now. */
  isWell(): boolean {
    const now = this.#clock.now();
    const [oldest] = this.#pending;
    if (oldest !== undefined && now - oldest.dueMs > patienceMs) return false;
    return now - this.#lastBadMs >= wellForMs;
  }

  /** Resolves when nothing is pending, and after `mostMs` at the latest. */
  async settled(mostMs: number): Promise<void> {
    if (this.#pending.size === 0) return;
    await new Promise<void>((resolve) => {
      const cancelTimer = this.#clock.startTimer(resolve, mostMs, true);
      this.#onSettled = () => {
        cancelTimer();
        resolve();
      };
    });
  }

  /** All calls; what is pending now has waited until now, and stays pending whatever becomes of it. */
  finish(): readonly CallRecord[] {
    this.#isFinished = true;
    for (const record of this.#pending) record.endMs = this.#clock.now();
    return this.#calls;
  }
}
