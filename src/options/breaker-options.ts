import type { InputOf, OutputOf } from "../amplify/operation-types.ts";
import type { OperationName } from "../amplify/operations.ts";
import type { Clock } from "../clock/clock.ts";
import type { FallbackReason } from "../events/breaker-events.ts";
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
   * Milliseconds a circuit stays open the first time.
   * @default 100
   */
  readonly resetTimeout?: number | undefined;
  /** How the open time grows while probes fail; what is left out keeps its default. */
  readonly resetBackoff?: ResetBackoff | undefined;
  /**
   * Most calls in flight on the circuit; one more gets a `CapacityError`, which never opens it. `false`: no limit.
   * @default false
   */
  readonly capacity?: number | false | undefined;
  /**
   * What counts as one verdict: a call with all its SDK retries, or each SDK attempt.
   * @default "calls"
   */
  readonly count?: "calls" | "attempts" | undefined;
  /** Overrules what an error means; see {@link Classify}. */
  readonly classify?: Classify | undefined;
  /**
   * Answers when the circuit refuses or the call fails. `false`: none, also where one is given for all operations.
   * @default false
   */
  readonly fallback?: Fallback<Operation> | false | undefined;
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
