import type { CircuitCore } from "../circuit/circuit.ts";
import { summarizeError } from "../errors/error-summary.ts";
import { readProperty, readString } from "../errors/read-property.ts";
import type {
  CallEvent,
  CallEventBase,
  CircuitEventBase,
  FallbackReason,
  RejectReason,
} from "../events/breaker-events.ts";
import type { EventHub } from "../events/event-hub.ts";
import type { Judgement } from "../outcome/verdict.ts";
import type { CallEnding } from "./call-ending.ts";

/** Whom a flight tells of its attempts. */
export interface AttemptAnnouncer {
  attempted(judgement: Judgement, attempt: number, durationMs: number, error?: unknown): void;
}

/** What the end of a call's event carries beside it. */
interface EndingFacts {
  readonly durationMs: number;
  readonly attempts: number | undefined;
  readonly wouldReject: RejectReason | undefined;
  readonly isCoalesced: boolean;
}

/** The circuit a call goes through, and who hears of it. */
interface Stage {
  readonly circuit: CircuitCore;
  readonly events: EventHub;
}

/** Puts what happens to one call into events. */
export class CallAnnouncer implements AttemptAnnouncer {
  readonly #operation: string;
  readonly #callId: number;
  readonly #stage: Stage;

  constructor(operation: string, callId: number, stage: Stage) {
    this.#operation = operation;
    this.#callId = callId;
    this.#stage = stage;
  }

  ended(ending: CallEnding, facts: EndingFacts): void {
    this.#stage.events.emit(ending.type, () => eventOf(ending, this.#callBase(ending, facts)) as never);
  }

  attempted(judgement: Judgement, attempt: number, durationMs: number, error?: unknown): void {
    this.#stage.events.emit("attempt", () => ({
      ...this.#base(),
      type: "attempt",
      callId: this.#callId,
      attempt,
      verdict: judgement.verdict,
      durationMs,
      ...(error === undefined ? undefined : { error: summarizeError(error) }),
    }));
  }

  fellBack(reason: FallbackReason, ageMs: number | undefined): void {
    this.#stage.events.emit("fallback", () => ({
      ...this.#base(),
      type: "fallback",
      callId: this.#callId,
      reason,
      ...(ageMs === undefined ? undefined : { ageMs }),
    }));
  }

  #base(): CircuitEventBase {
    return { ...this.#stage.circuit.eventBase(), operation: this.#operation };
  }

  #callBase(ending: CallEnding, facts: EndingFacts): CallEventBase {
    const { durationMs, attempts, wouldReject, isCoalesced } = facts;
    const source = ending.type === "success" ? ending.output : ending.error;
    const requestId = readString(readProperty(source, "$metadata"), "requestId");
    return {
      ...this.#base(),
      callId: this.#callId,
      durationMs,
      attempts,
      ...(requestId === undefined ? undefined : { requestId }),
      ...(ending.type === "success" ? undefined : { error: summarizeError(ending.error) }),
      ...(isCoalesced ? { coalesced: true as const } : undefined),
      ...(wouldReject === undefined ? undefined : { wouldReject }),
    };
  }
}

function eventOf(ending: CallEnding, base: CallEventBase): CallEvent {
  switch (ending.type) {
    case "timeout":
      return { ...base, type: "timeout", verdict: ending.verdict };
    case "reject":
      return { ...base, type: "reject", reason: ending.reason };
    case "success":
    case "failure":
    case "throttled":
    case "ignored":
    case "cancelled":
      return { ...base, type: ending.type };
  }
}
