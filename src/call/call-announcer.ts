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
import type { Judgement, Verdict } from "../outcome/verdict.ts";
import type { Attempts } from "./attempts.ts";

/** How a call ended, as its event says it. */
export type CallEnding =
  | { readonly type: "success"; readonly output: unknown }
  | { readonly type: Verdict; readonly error: unknown }
  | { readonly type: "timeout"; readonly error: unknown; readonly verdict: Verdict }
  | { readonly type: "reject"; readonly error: unknown; readonly reason: RejectReason };

/** What the announcer knows of a call from its beginning. */
interface CallDetails {
  readonly operation: string;
  readonly callId: number;
  readonly circuit: CircuitCore;
  readonly events: EventHub;
  readonly attempts: Attempts;
}

/** Puts what happens to one call into events. */
export class CallAnnouncer {
  readonly #details: CallDetails;

  constructor(details: CallDetails) {
    this.#details = details;
  }

  ended(ending: CallEnding, durationMs: number, wouldReject: RejectReason | undefined): void {
    this.#details.events.emit(
      ending.type,
      () => eventOf(ending, this.#callBase(ending, durationMs, wouldReject)) as never,
    );
  }

  attempted(judgement: Judgement, durationMs: number, error: unknown): void {
    const { events, attempts, callId } = this.#details;
    events.emit("attempt", () => ({
      ...this.#base(),
      type: "attempt",
      callId,
      attempt: attempts.started,
      verdict: judgement.verdict,
      durationMs,
      ...(error === undefined ? undefined : { error: summarizeError(error) }),
    }));
  }

  fellBack(reason: FallbackReason): void {
    const { events, callId } = this.#details;
    events.emit("fallback", () => ({ ...this.#base(), type: "fallback", callId, reason }));
  }

  #base(): CircuitEventBase {
    return { ...this.#details.circuit.eventBase(), operation: this.#details.operation };
  }

  #callBase(ending: CallEnding, durationMs: number, wouldReject: RejectReason | undefined): CallEventBase {
    const { callId, attempts } = this.#details;
    const source = ending.type === "success" ? ending.output : ending.error;
    const requestId = readString(readProperty(source, "$metadata"), "requestId");
    return {
      ...this.#base(),
      callId,
      durationMs,
      attempts: attempts.count,
      ...(requestId === undefined ? undefined : { requestId }),
      ...(ending.type === "success" ? undefined : { error: summarizeError(ending.error) }),
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
