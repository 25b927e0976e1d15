import type { CancelTimer, Clock } from "../clock/clock.ts";
import type { FailureEvent } from "../events/breaker-events.ts";
import { outageId } from "../events/outage-id.ts";
import type { Alert } from "./alert.ts";
import type { ReadAlertRules } from "./alert-rules.ts";
import { makeAlert } from "./make-alert.ts";
import { circuitKey, placeKey } from "./place.ts";

/** When failures are told of, and whom. */
export interface FirstFailuresParts {
  readonly rule: NonNullable<ReadAlertRules["firstFailure"]>;
  readonly clock: Clock;
  readonly send: (alert: Alert) => void;
  /** Whether there is an alert about that circuit. */
  readonly isOut: (circuit: string) => boolean;
}

/** The last time a place failed, and the failure that is held back. */
interface Memory {
  failedAt: number;
  held: { readonly event: FailureEvent; readonly cancel: CancelTimer } | undefined;
}

/** Of so many places it is known when they failed; of the others, a failure is the first. */
const mostPlaces = 1_000;

/** Tells of the first InternalFailureException after a quiet time, where no circuit opens that says it all. */
export class FirstFailures {
  readonly #parts: FirstFailuresParts;
  readonly #memories = new Map<string, Memory>();
  #isStopped = false;

  constructor(parts: FirstFailuresParts) {
    this.#parts = parts;
  }

  failed(event: FailureEvent): void {
    // Who ends it within an event may still be told of that event.
    if (this.#isStopped || !isInternalFailure(event.error?.name)) return;
    const { rule, clock, isOut } = this.#parts;
    if (isOut(circuitKey(event.circuit, event))) return;
    const key = placeKey(event, event.dryRun === true);
    const known = this.#memories.get(key);
    const now = clock.now();
    const isFirst = known === undefined || now - known.failedAt >= rule.quietMs;
    const memory: Memory = { failedAt: now, held: known?.held };
    // As the newest, it is forgotten last.
    this.#memories.delete(key);
    this.#memories.set(key, memory);
    if (isFirst) memory.held = { event, cancel: this.#hold(key, rule.waitMs) };
    const [oldest] = this.#memories.keys();
    if (this.#memories.size > mostPlaces && oldest !== undefined) {
      this.#release(oldest);
      this.#memories.delete(oldest);
    }
  }

  /** Tells what is held back: a program that ends at its first failure is one that has failed. */
  stop(): void {
    this.#isStopped = true;
    for (const key of this.#memories.keys()) this.#release(key);
    this.#memories.clear();
  }

  #hold(key: string, waitMs: number): CancelTimer {
    return this.#parts.clock.startTimer(() => this.#release(key), waitMs, false);
  }

  #release(key: string): void {
    const memory = this.#memories.get(key);
    if (memory?.held === undefined) return;
    const { event, cancel } = memory.held;
    memory.held = undefined;
    cancel();
    this.#tell(event);
  }

  #tell(event: FailureEvent): void {
    const { clock, send, isOut } = this.#parts;
    const { circuit: name, region, endpoint, scope, at, dryRun, error: cause } = event;
    if (isOut(circuitKey(name, event))) return;
    send(
      makeAlert({
        ...{ id: outageId(event), status: "notice", kind: "firstFailure" },
        ...{ since: at, at: clock.epochMs(), cause, isDryRun: dryRun === true },
        circuits: [{ name, place: { region, endpoint, scope }, since: at, until: undefined }],
      }),
    );
  }
}

function isInternalFailure(name: string | undefined): boolean {
  return name === "InternalFailureException" || name === "InternalFailure";
}
