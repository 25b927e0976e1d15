import type { InputOf, OutputOf } from "../amplify/operation-types.ts";
import type { OperationName, operationKinds } from "../amplify/operations.ts";
import type { HealthSource } from "../aws-health/health-report.ts";
import type { Clock } from "../clock/clock.ts";
import type { FallbackReason } from "../events/breaker-events.ts";
import type { LastKnownGood } from "../fallback/last-known-good.ts";
import type { Classify } from "../outcome/judge.ts";

/** What a {@link Fallback} of one operation is told about the call it answers for. */
interface OperationFallbackContext<Operation extends OperationName> {
  readonly operation: Operation;
  /** What the caller asked for; not a copy, so leave it as it is. */
  readonly input: InputOf<Operation>;
  /** What the caller will get if the fallback has no answer. */
  readonly error: Error;
  readonly reason: FallbackReason;
  /** Aborted when the caller gives up, and when `fallbackTimeoutMs` has passed. */
  readonly signal: AbortSignal;
}

/** What a {@link Fallback} is told about the call it answers for; `operation` tells which input it is. */
export type FallbackContext<Operation extends OperationName = OperationName> = {
  [Name in Operation]: OperationFallbackContext<Name>;
}[Operation];

/**
 * Answers in Amplify's place.
 *
 * One that throws, takes too long or answers `undefined` has no answer: the caller gets the original error, with what
 * the fallback threw in its `cause`.
 */
export type Fallback<Operation extends OperationName = OperationName> = (
  context: FallbackContext<Operation>,
) => OutputOf<Operation> | undefined | Promise<OutputOf<Operation> | undefined>;

/** An operation that changes nothing. */
type ReadName = {
  [Name in OperationName]: (typeof operationKinds)[Name] extends "read" ? Name : never;
}[OperationName];

/** `Value` where a read is among the operations; for a write alone, nothing. */
type ForReads<Operation extends OperationName, Value> = [Extract<Operation, ReadName>] extends [never]
  ? never
  : Value;

/** Which calls share a circuit: those of one operation, all of them, or those for which a function gives one name. */
export type CircuitGrouping = "operation" | "service" | ((operation: string, input: unknown) => string);

/** When answers that come, but come late, open a circuit. */
export interface SlowCall {
  /** Milliseconds from which an answer counts as slow. */
  readonly durationMs: number;
  /**
   * Share of slow answers in the window, in percent, from which the circuit opens; above 0, at most 100.
   * @default 50
   */
  readonly thresholdPercentage?: number | undefined;
}

/** Where calls over the `capacity` wait for their turn. */
export interface CallQueue {
  /** Most calls that wait at a time; one more gets a `CapacityError`. */
  readonly size: number;
  /** Milliseconds that a call waits at most. */
  readonly maxWaitMs: number;
}

/** How long a circuit stays open the second time, the third, and so on. */
export interface ResetBackoff {
  /**
   * What the open time is multiplied with after each failed probe; 1 or more.
   * @default 1.5
   */
  readonly factor?: number | undefined;
  /**
   * Longest open time in milliseconds; a `Retry-After` of the service is capped by it too.
   * @default the larger of 2_000 and `resetTimeout`
   */
  readonly maxMs?: number | undefined;
  /**
   * Share by which each open time is varied at random, up or down, so that many processes do not probe at once; 0 to 1.
   * @default 0.2
   */
  readonly jitter?: number | undefined;
}

/** What can be set for all operations, and for each one. */
export interface CallOptions<Operation extends OperationName = OperationName> {
  /**
   * Deadline in milliseconds from the call to its settlement, the SDK's retries included; the request is really
   * aborted. `false`: none.
   * @default 30_000
   */
  readonly timeout?: number | false | undefined;
  /**
   * Failures in a row that open the circuit, once nothing has succeeded for `failureSpanMs`. `false`: off.
   * @default 5
   */
  readonly consecutiveFailures?: number | false | undefined;
  /**
   * Milliseconds without a success before `consecutiveFailures` may open the circuit, whatever the traffic.
   * @default 250
   */
  readonly failureSpanMs?: number | undefined;
  /**
   * Share of failures in the window, in percent, from which the circuit opens; above 0, at most 100.
   * @default 50
   */
  readonly errorThresholdPercentage?: number | undefined;
  /**
   * Calls the window must hold before `errorThresholdPercentage` counts.
   * @default 10
   */
  readonly volumeThreshold?: number | undefined;
  /**
   * Length of the window in milliseconds.
   * @default 60_000
   */
  readonly rollingCountTimeout?: number | undefined;
  /**
   * Steps in which the window moves on.
   * @default 12
   */
  readonly rollingCountBuckets?: number | undefined;
  /**
   * Opens the circuit when answers come too slowly: from that share of the verdicts in the window on, of at least
   * `volumeThreshold`. `false`: off.
   * @default false
   */
  readonly slowCall?: SlowCall | false | undefined;
  /**
   * Milliseconds a circuit stays open the first time.
   * @default 100
   */
  readonly resetTimeout?: number | undefined;
  /** How the open time grows while probes fail; what is left out keeps its default. */
  readonly resetBackoff?: ResetBackoff | undefined;
  /**
   * Probes in a row that must succeed, one at a time, before the circuit closes.
   * @default 1
   */
  readonly halfOpenProbes?: number | undefined;
  /**
   * Milliseconds after closing over which a growing share of the calls is admitted; 0: all of them at once.
   * @default 0
   */
  readonly rampUpMs?: number | undefined;
  /**
   * Most calls in flight on the circuit; one more gets a `CapacityError`, which never opens it. `false`: no limit.
   * @default false
   */
  readonly capacity?: number | false | undefined;
  /**
   * Where calls over the `capacity` wait; needs a `capacity`. `false`: they are refused at once.
   * @default false
   */
  readonly queue?: CallQueue | false | undefined;
  /**
   * Milliseconds a call waits for an open circuit where its next chance lies within that time; where it lies beyond, the
   * call is refused at once. Calls wait as well for one that has closed and ramps up (`rampUpMs`).
   * @default 0
   */
  readonly maxWaitMs?: number | undefined;
  /**
   * Most calls that wait for one open circuit; one more is refused.
   * @default 1_000
   */
  readonly maxWaiting?: number | undefined;
  /**
   * What counts as one verdict: a call with all its SDK retries, or each SDK attempt.
   * @default "calls"
   */
  readonly count?: "calls" | "attempts" | undefined;
  /**
   * Lets the SDK retry, as throttling, the "Rate exceeded" that Amplify sends as a BadRequestException.
   * @default false
   */
  readonly retryThrottled?: boolean | undefined;
  /**
   * Lets identical reads in flight share one request; given for all operations it applies to the reads.
   * @default false
   */
  readonly coalesce?: ForReads<Operation, true> | false | undefined;
  /** Overrules what an error means; see {@link Classify}. */
  readonly classify?: Classify | undefined;
  /**
   * Answers when the circuit refuses or the call fails. `false`: none, also where one is given for all operations.
   *
   * A `lastKnownGood()` given for all operations applies to the reads whose answers can be kept.
   * @default false
   */
  readonly fallback?: Fallback<Operation> | ForReads<Operation, LastKnownGood> | false | undefined;
  /**
   * Milliseconds a fallback may take.
   * @default 1_000
   */
  readonly fallbackTimeoutMs?: number | undefined;
  /**
   * `false`: calls pass through untouched, and events say which of them would have been refused; deadlines and
   * fallbacks are left out.
   * @default true
   */
  readonly enabled?: boolean | undefined;
}

/** Options of `createBreakers` and `withBreakers`. */
export interface BreakerOptions extends CallOptions {
  /** Options of single operations; each takes what it leaves out from the options for all. */
  readonly operations?:
    { readonly [Operation in OperationName]?: CallOptions<Operation> | undefined } | undefined;
  /**
   * Which calls share a circuit. Where it is not `"operation"`, the options that belong to a circuit are given for all
   * operations only.
   * @default "operation"
   */
  readonly circuit?: CircuitGrouping | undefined;
  /**
   * Most circuits of one region, endpoint and scope.
   * @default 500
   */
  readonly maxCircuits?: number | undefined;
  /**
   * Open circuits of one region, endpoint and scope from which the service counts as out, so that its others open too.
   * Who calls each operation rarely gives it together with a small `consecutiveFailures`.
   * `false`: off.
   * @default false
   */
  readonly serviceThreshold?: number | false | undefined;
  /**
   * Outages that are remembered for `incident()` when they are over, beside those that are on; 0: none, and nothing is recorded.
   * @default 20
   */
  readonly incidents?: number | undefined;
  /**
   * Who is asked, when a circuit opens, whether AWS reports an event: `awsHealth()`.
   * @default none: nothing is asked
   */
  readonly health?: HealthSource | undefined;
  /**
   * Where time comes from; for tests.
   * @default the system's clock
   */
  readonly clock?: Clock | undefined;
  /**
   * Where chance comes from: numbers from 0 up to 1; for tests.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}
