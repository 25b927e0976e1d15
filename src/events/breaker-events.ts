import type { ErrorSummary } from "../errors/error-summary.ts";
import type { Verdict } from "../outcome/verdict.ts";
import type { CircuitState, CircuitStats } from "./circuit-state.ts";

/** What every event about one circuit carries. */
export interface CircuitEventBase {
  /** The Amplify operation, as in `ListApps`. */
  readonly operation: string;
  /** The circuit's name. */
  readonly circuit: string;
  /** AWS region of the client, where it is known. */
  readonly region?: string;
  /** Host of the endpoint, where the client was given one. */
  readonly endpoint?: string;
  /** The scope that was given to `protect()`. */
  readonly scope?: string;
  /** When it happened, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** `true` where the circuit only observes (`enabled: false`) and this says what would have happened. */
  readonly dryRun?: true;
}

/** Why a circuit opened. */
export type OpenTrigger = "consecutive" | "rate" | "slow" | "service" | "manual" | "fleet";

/** An outage begins: emitted once, when a closed circuit opens. */
export interface OpenEvent extends CircuitEventBase {
  readonly type: "open";
  readonly trigger: OpenTrigger;
  /** The failure that opened it. */
  readonly cause?: ErrorSummary;
  /** Milliseconds until the first probe. */
  readonly retryAfterMs: number;
  readonly stats: CircuitStats;
}

/** The circuit's reset has passed: the next call is a probe. */
export interface HalfOpenEvent extends CircuitEventBase {
  readonly type: "halfOpen";
}

/** A probe failed, and the circuit is open again; the outage goes on. */
export interface ProbeFailedEvent extends CircuitEventBase {
  readonly type: "probeFailed";
  /** What the probe failed with. */
  readonly cause?: ErrorSummary;
  /** Milliseconds until the next probe. */
  readonly retryAfterMs: number;
}

/** The outage is over. */
export interface CloseEvent extends CircuitEventBase {
  readonly type: "close";
  /** Milliseconds since the circuit opened. */
  readonly openForMs: number;
  readonly stats: CircuitStats;
}

/** Somebody took the circuit out of service. */
export interface IsolateEvent extends CircuitEventBase {
  readonly type: "isolate";
  readonly reason: string;
}

/** Somebody put an isolated circuit back into service. */
export interface ReleaseEvent extends CircuitEventBase {
  readonly type: "release";
  /** Why it had been isolated. */
  readonly reason: string;
}

/** The circuit's state changed, for whatever reason. */
export interface StateChangeEvent extends CircuitEventBase {
  readonly type: "stateChange";
  readonly from: CircuitState;
  readonly to: CircuitState;
}

/** What every event about one call carries. */
export interface CallEventBase extends CircuitEventBase {
  /** Tells the calls of one process apart. */
  readonly callId: number;
  /** Milliseconds from the call to its settlement; a fallback's own time not included. */
  readonly durationMs: number;
  /** SDK attempts that were started; `undefined` where a mocked or patched `send` hid them. */
  readonly attempts: number | undefined;
  /** The service's request id, where it gave one. */
  readonly requestId?: string;
  /** What went wrong, without anything secret. */
  readonly error?: ErrorSummary;
  /** `true` where the call shared the request of an identical one that was in flight. */
  readonly coalesced?: true;
  /** In a dry run: why the call would have been refused. */
  readonly wouldReject?: RejectReason;
}

/** The call succeeded. */
export interface SuccessEvent extends CallEventBase {
  readonly type: "success";
}

/** What the events of a call that went wrong tell of its request. */
export interface RequestFacts {
  /** What the operation was asked with: plain data, with `REDACTED` for every secret. */
  readonly input?: unknown;
  /** The AWS account that was called, where the credentials say it. */
  readonly accountId?: string;
  /** Version of `@aws-sdk/client-amplify`, as its requests say. */
  readonly sdkVersion?: string;
}

/** The call failed, and the failure is the service's or the network's. */
export interface FailureEvent extends CallEventBase, RequestFacts {
  readonly type: "failure";
}

/** The call's own deadline passed. */
export interface TimeoutEvent extends CallEventBase, RequestFacts {
  readonly type: "timeout";
  /** Whether the circuit holds it against the service; not where the call never left the machine. */
  readonly verdict: Verdict;
}

/** The service asked for a slower pace, or a quota is used up. */
export interface ThrottledEvent extends CallEventBase {
  readonly type: "throttled";
}

/** The call failed for a reason that says nothing against the service. */
export interface IgnoredEvent extends CallEventBase {
  readonly type: "ignored";
}

/** The caller gave up. */
export interface CancelledEvent extends CallEventBase {
  readonly type: "cancelled";
}

/**
 * Why a call was refused; `staleList`: it asks for the next page of a list whose last page was an old answer, and a live
 * page must not follow that.
 */
export type RejectReason = "open" | "isolated" | "capacity" | "shutdown" | "staleList";

/** The call was refused: nothing was sent. */
export interface RejectEvent extends CallEventBase {
  readonly type: "reject";
  readonly reason: RejectReason;
}

/** Why a fallback was asked. */
export type FallbackReason = "open" | "isolated" | "capacity" | "timeout" | "failure" | "throttled";

/** A fallback answered in the service's place; the call's own event was emitted before. */
export interface FallbackEvent extends CircuitEventBase {
  readonly type: "fallback";
  readonly callId: number;
  readonly reason: FallbackReason;
  /** Age of the answer in milliseconds, where it is an old one. */
  readonly ageMs?: number;
}

/** One SDK attempt of a call ended. */
export interface AttemptEvent extends CircuitEventBase {
  readonly type: "attempt";
  readonly callId: number;
  /** 1 for the first attempt of the call. */
  readonly attempt: number;
  readonly verdict: "success" | Verdict;
  readonly durationMs: number;
  readonly error?: ErrorSummary;
}

/** A listener threw or rejected; no call was affected. */
export interface ListenerErrorEvent {
  readonly type: "listenerError";
  /** The type of the event the listener was given. */
  readonly event: string;
  /** What it threw or rejected with. */
  readonly error: unknown;
}

/** One of the events that tell how a call ended; each call emits exactly one of them. */
export type CallEvent =
  SuccessEvent | FailureEvent | TimeoutEvent | ThrottledEvent | IgnoredEvent | CancelledEvent | RejectEvent;

/** One of the events about a circuit as a whole. */
export type CircuitEvent =
  OpenEvent | HalfOpenEvent | ProbeFailedEvent | CloseEvent | IsolateEvent | ReleaseEvent | StateChangeEvent;

/** Everything that breakers emit, told apart by `type`. */
export type BreakerEvent = CircuitEvent | CallEvent | FallbackEvent | AttemptEvent | ListenerErrorEvent;

/** The name of an event. */
export type BreakerEventType = BreakerEvent["type"];

/** The event of a given name. */
export type BreakerEventOf<Type extends BreakerEventType> = Extract<BreakerEvent, { type: Type }>;

/** What is called with an event; what it returns or throws changes no call. */
export type BreakerListener<Type extends BreakerEventType> = (event: BreakerEventOf<Type>) => unknown;
