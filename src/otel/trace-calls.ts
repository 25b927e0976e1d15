import {
  context,
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type Span,
  type SpanContext,
  type Tracer,
} from "@opentelemetry/api";
import { warnOfFailure } from "../errors/warn-of-failure.ts";
import type { AttemptEvent, CallEvent, FallbackEvent, StateChangeEvent } from "../events/breaker-events.ts";
import type { BreakerEvents } from "../events/monitored-breakers.ts";
import { subscribe } from "../events/subscribe.ts";
import { BoundedMap } from "./bounded-map.ts";

/** So many calls are remembered at a time, of which attempts were heard and no end yet, or an end and no fallback. */
const mostCalls = 1_000;
/** Of one call. */
const mostAttempts = 50;
/** Of all circuits together. */
const mostTransitions = 200;

/** Ends spans that nobody is the worse off for: a 404 is an answer. */
const errorOutcomes: ReadonlySet<CallEvent["type"]> = new Set(["failure", "timeout", "throttled", "reject"]);

/**
 * Makes a span for each call when it has ended, in the context in which it was made.
 *
 * A fallback answers after that: one that does so at once is told of by the call's span, a slower one by a span of its own
 * that is linked to it.
 */
export function traceCalls(breakers: BreakerEvents, tracer: Tracer): () => void {
  const traces = new CallTraces(tracer);
  const end = (event: CallEvent): void => traces.ended(event);
  return subscribe(breakers, {
    ...{
      success: end,
      failure: end,
      timeout: end,
      throttled: end,
      ignored: end,
      cancelled: end,
      reject: end,
    },
    attempt: (event) => traces.attempted(event),
    fallback: (event) => traces.fellBack(event),
    stateChange: (event) => traces.changed(event),
  });
}

class CallTraces {
  readonly #tracer: Tracer;
  readonly #attempts = new BoundedMap<number, AttemptEvent[]>(mostCalls);
  /** Spans that are about to end, and where to find those that have. */
  readonly #open = new Map<number, Span>();
  readonly #ended = new BoundedMap<number, SpanContext>(mostCalls);
  #transitions: StateChangeEvent[] = [];

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  attempted(event: AttemptEvent): void {
    const known = this.#attempts.get(event.callId);
    if (known === undefined) this.#attempts.set(event.callId, [event]);
    else if (known.length < mostAttempts) known.push(event);
  }

  changed(event: StateChangeEvent): void {
    this.#transitions.push(event);
    if (this.#transitions.length > mostTransitions)
      this.#transitions = this.#transitions.slice(-mostTransitions / 2);
  }

  ended(event: CallEvent): void {
    const { callId, at, operation, durationMs } = event;
    const startTime = at - durationMs;
    const span = this.#tracer.startSpan(
      `amplify-breaker ${operation}`,
      { kind: SpanKind.INTERNAL, startTime, attributes: attributesOf(event) },
      context.active(),
    );
    for (const attempt of this.#attempts.take(callId) ?? []) addAttempt(span, attempt);
    for (const transition of this.#transitions) {
      if (transition.at >= startTime && isOfOneCircuit(transition, event)) addTransition(span, transition);
    }
    if (errorOutcomes.has(event.type)) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: event.error?.message ?? event.type });
    }
    this.#open.set(callId, span);
    // An old answer is given in this very tick.
    queueMicrotask(() => {
      this.#open.delete(callId);
      this.#endSpan(callId, span, at);
    });
  }

  /** No hub catches here what a span processor throws. */
  #endSpan(callId: number, span: Span, at: number): void {
    try {
      this.#ended.set(callId, span.spanContext());
      span.end(at);
    } catch (error) {
      warnOfFailure("A span processor", error, "AMPLIFY_BREAKER_SPAN_ERROR");
    }
  }

  fellBack(event: FallbackEvent): void {
    const attributes = fallbackAttributes(event);
    const open = this.#open.get(event.callId);
    if (open !== undefined) {
      open.setAttributes(attributes);
      return;
    }
    const linked = this.#ended.take(event.callId);
    const links = linked === undefined ? [] : [{ context: linked }];
    const options = { kind: SpanKind.INTERNAL, startTime: event.at, attributes, links };
    this.#tracer
      .startSpan(`amplify-breaker ${event.operation} fallback`, options, context.active())
      .end(event.at);
  }
}

function attributesOf(event: CallEvent): Attributes {
  const { type, operation, circuit, region, endpoint, attempts, requestId, error, coalesced, wouldReject } =
    event;
  const attributes: Attributes = {
    "amplify_breaker.operation": operation,
    "amplify_breaker.circuit": circuit,
    "amplify_breaker.outcome": type,
  };
  if (region !== undefined) attributes["cloud.region"] = region;
  if (endpoint !== undefined) attributes["server.address"] = endpoint;
  if (attempts !== undefined) attributes["amplify_breaker.attempts"] = attempts;
  if (requestId !== undefined) attributes["aws.request_id"] = requestId;
  if (error !== undefined) attributes["error.type"] = error.name;
  if (type === "reject") attributes["amplify_breaker.reason"] = event.reason;
  if (coalesced === true) attributes["amplify_breaker.coalesced"] = true;
  if (wouldReject !== undefined) attributes["amplify_breaker.would_reject"] = wouldReject;
  return attributes;
}

function fallbackAttributes({ reason, ageMs }: FallbackEvent): Attributes {
  return {
    "amplify_breaker.fallback": reason,
    ...(ageMs === undefined ? undefined : { "amplify_breaker.fallback.age": ageMs / 1_000 }),
  };
}

function addAttempt(span: Span, { attempt, verdict, durationMs, at, error }: AttemptEvent): void {
  const attributes: Attributes = {
    "amplify_breaker.attempt": attempt,
    "amplify_breaker.verdict": verdict,
    "amplify_breaker.attempt.duration": durationMs / 1_000,
    ...(error === undefined ? undefined : { "error.type": error.name }),
  };
  span.addEvent("attempt", attributes, at);
}

function addTransition(span: Span, { from, to, at }: StateChangeEvent): void {
  span.addEvent("circuit transition", { "amplify_breaker.from": from, "amplify_breaker.to": to }, at);
}

function isOfOneCircuit(transition: StateChangeEvent, call: CallEvent): boolean {
  return (["circuit", "region", "endpoint", "scope"] as const).every(
    (name) => transition[name] === call[name],
  );
}
