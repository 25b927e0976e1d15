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
import type { Attempts } from "./attempts.ts";
import type { CallEnding } from "./call-ending.ts";

/** Whom a flight tells of its attempts. */
export interface AttemptAnnouncer {
  attempted(judgement: Judgement, durationMs: number, error: unknown): void;
}

/** What the end of a call's event carries beside it. */
interface EndingFacts {
  readonly durationMs: number;
  readonly wouldReject: RejectReason | undefined;
  readonly isCoalesced: boolean;
}

/** What the announcer knows of a call from its beginning. */
interface CallDetails {
  readonly operation: string;
  readonly callId: number;
  readonly circuit: CircuitCore;
  readonly events: EventHub;
  /** Those of its flight, once it has one. */
  readonly attempts: () => Attempts;
}

/** Puts what happens to one call into events. */
export class CallAnnouncer implements AttemptAnnouncer {
  readonly #details: CallDetails;

  constructor(details: CallDetails) {
    this.#details = details;
  }

  ended(ending: CallEnding, facts: EndingFacts): void {
    this.#details.events.emit(ending.type, () => eventOf(ending, this.#callBase(ending, facts)) as never);
  }

  attempted(judgement: Judgement, durationMs: number, error: unknown): void {
    const { events, attempts, callId } = this.#details;
    events.emit("attempt", () => ({
      ...this.#base(),
      type: "attempt",
      callId,
      attempt: attempts().started,
      verdict: judgement.verdict,
      durationMs,
      ...(error === undefined ? undefined : { error: summarizeError(error) }),
    }));
  }

  fellBack(reason: FallbackReason, ageMs: number | undefined): void {
    const { events, callId } = this.#details;
    events.emit("fallback", () => ({
      ...this.#base(),
      type: "fallback",
      callId,
      reason,
      ...(ageMs === undefined ? undefined : { ageMs }),
    }));
  }

  #base(): CircuitEventBase {
    return { ...this.#details.circuit.eventBase(), operation: this.#details.operation };
  }

  #callBase(ending: CallEnding, { durationMs, wouldReject, isCoalesced }: EndingFacts): CallEventBase {
    const { callId, attempts } = this.#details;
    const source = ending.type === "success" ? ending.output : ending.error;
    const requestId = readString(readProperty(source, "$metadata"), "requestId");
    return {
      ...this.#base(),
      callId,
      durationMs,
      attempts: attempts().count,
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
