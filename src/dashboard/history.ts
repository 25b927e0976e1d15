import type { Clock } from "../clock/clock.ts";
import type { CallEvent, CircuitEventBase } from "../events/breaker-events.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { subscribe } from "../events/subscribe.ts";
import { binCount, binMs } from "./bin-counts.ts";
import { circuitKey } from "./circuit-key.ts";
import { CircuitRecord } from "./circuit-record.ts";
import { TransitionLog, type TransitionEvent } from "./transition-log.ts";

/** So many circuits have a history of their own, some 5 KB each; all others share one that no tile shows. */
export const mostCircuits = 500;

/** What happened to each circuit in the last fifteen minutes, from events alone. */
export class History {
  readonly #clock: Clock;
  readonly #records = new Map<string, CircuitRecord>();
  readonly #stop: () => void;
  readonly transitions: TransitionLog = new TransitionLog();
  #others: CircuitRecord | undefined;
  #lastTidyBin = -Infinity;

  constructor(breakers: MonitoredBreakers, clock: Clock) {
    this.#clock = clock;
    const call = (event: CallEvent): void => this.#recordOf(event).addCall(event, this.bin);
    const note = (event: TransitionEvent): void => this.transitions.add(event);
    const ended = { success: call, failure: call, timeout: call, throttled: call, ignored: call };
    this.#stop = subscribe(breakers, {
      ...ended,
      cancelled: call,
      reject: call,
      fallback: (event) => void this.#recordOf(event).totals.fallbacks++,
      ...{ halfOpen: note, close: note, isolate: note, release: note },
      open: (event) => {
        note(event);
        this.#recordOf(event).totals.opened++;
      },
      probeFailed: (event) => {
        note(event);
        this.#recordOf(event).totals.failedProbes++;
      },
    });
  }

  /** Number of the bin that is being filled. */
  get bin(): number {
    return Math.floor(this.#clock.now() / binMs);
  }

  /** What was heard of the circuit of that key. */
  get(key: string): CircuitRecord | undefined {
    return this.#records.get(key);
  }

  /** All records, that of the circuits without one of their own included. */
  all(): readonly CircuitRecord[] {
    return [...this.#records.values(), ...(this.#others === undefined ? [] : [this.#others])];
  }

  stop(): void {
    this.#stop();
    this.#records.clear();
    this.#others = undefined;
  }

  #recordOf(event: CircuitEventBase): CircuitRecord {
    const key = circuitKey(event.circuit, event);
    const { bin } = this;
    const record = this.#records.get(key) ?? this.#begin(key, event, bin);
    record.lastBin = bin;
    return record;
  }

  #begin(key: string, event: CircuitEventBase, bin: number): CircuitRecord {
    if (this.#records.size >= mostCircuits) this.#tidy(bin);
    if (this.#records.size >= mostCircuits) {
      this.#others ??= new CircuitRecord({ circuit: "other circuits" }, bin);
      return this.#others;
    }
    const record = CircuitRecord.of(event, bin);
    this.#records.set(key, record);
    return record;
  }

  /** Forgets those that have nothing left to show; at most once a bin, since names can come by the thousand. */
  #tidy(bin: number): void {
    if (bin === this.#lastTidyBin) return;
    this.#lastTidyBin = bin;
    for (const [key, record] of this.#records) {
      if (bin - record.lastBin >= binCount) this.#records.delete(key);
    }
  }
}
