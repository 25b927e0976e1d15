import type { CircuitCore } from "../circuit/circuit.ts";
import { summarizeError, type ErrorSummary } from "../errors/error-summary.ts";
import { readProperty, readString } from "../errors/read-property.ts";
import type {
  CallEvent,
  CallEventBase,
  CircuitEventBase,
  FallbackReason,
  RejectReason,
  RequestFacts,
} from "../events/breaker-events.ts";
import type { EventHub } from "../events/event-hub.ts";
import type { Judgement } from "../outcome/verdict.ts";
import type { CallEnding } from "./call-ending.ts";
import type { Disclosure } from "./disclosure.ts";

/** What a flight tells of an attempt. */
interface AttemptFacts {
  /** 1 for the first attempt of the call. */
  readonly attempt: number;
  readonly durationMs: number;
  /** What the attempt failed with, if it did, as observers may see it. */
  readonly summarize?: () => ErrorSummary;
}

/** Whom a flight tells of its attempts. */
export interface AttemptAnnouncer {
  attempted(judgement: Judgement, facts: AttemptFacts): void;
}

/** What the end of a call's event carries beside it. */
interface EndingFacts {
  readonly durationMs: number;
  readonly attempts: number | undefined;
  readonly wouldReject: RejectReason | undefined;
  readonly isCoalesced: boolean;
  /** What may be seen of its request; none was made for a call that was turned away. */
  readonly disclosure: Disclosure | undefined;
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
    if (ending.type === "reject" && isByState(ending.reason)) this.#stage.circuit.countRejection();
    this.#stage.events.emit(
      ending.type,
      () => eventOf(ending, this.#callBase(ending, facts), facts) as never,
    );
  }

  attempted({ verdict }: Judgement, { attempt, durationMs, summarize }: AttemptFacts): void {
    this.#stage.events.emit("attempt", () => ({
      ...this.#base(),
      type: "attempt",
      callId: this.#callId,
      attempt,
      verdict,
      durationMs,
      ...(summarize === undefined ? undefined : { error: summarize() }),
    }));
  }

  fellBack(reason: FallbackReason, ageMs: number | undefined): void {
    this.#stage.circuit.countFallback();
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
    const { durationMs, attempts, wouldReject, isCoalesced, disclosure } = facts;
    const source = ending.type === "success" ? ending.output : ending.error;
    const requestId = readString(readProperty(source, "$metadata"), "requestId");
    return {
      ...this.#base(),
      callId: this.#callId,
      durationMs,
      attempts,
      ...(requestId === undefined ? undefined : { requestId }),
      ...(ending.type === "success" ? undefined : { error: seenError(ending.error, disclosure) }),
      ...(isCoalesced ? { coalesced: true as const } : undefined),
      ...(wouldReject === undefined ? undefined : { wouldReject }),
    };
  }
}

function eventOf(ending: CallEnding, base: CallEventBase, { disclosure }: EndingFacts): CallEvent {
  switch (ending.type) {
    case "failure":
      return { ...base, ...requestFacts(disclosure), type: "failure" };
    case "timeout":
      return { ...base, ...requestFacts(disclosure), type: "timeout", verdict: ending.verdict };
    case "reject":
      return { ...base, type: "reject", reason: ending.reason };
    case "success":
    case "throttled":
    case "ignored":
    case "cancelled":
      return { ...base, type: ending.type };
  }
}

/** Whether the circuit refused the call for the state it is in. */
function isByState(reason: RejectReason): boolean {
  return reason === "open" || reason === "isolated";
}

/** What it takes to make the call again, or to have somebody look for it. */
function requestFacts(disclosure: Disclosure | undefined): RequestFacts {
  if (disclosure === undefined) return {};
  const { input, accountId, sdkVersion } = disclosure;
  return {
    input,
    ...(accountId === undefined ? undefined : { accountId }),
    ...(sdkVersion === undefined ? undefined : { sdkVersion }),
  };
}

function seenError(error: unknown, disclosure: Disclosure | undefined): ErrorSummary {
  return disclosure === undefined ? summarizeError(error) : disclosure.summarize(error);
}
