import { ErrorCounts } from "./error-counts.ts";
import { accountOf, recordFailure, type FailedCall, type FailureRecord } from "./failure-record.ts";

/** AWS Support looks up a handful of requests; more would only make the case longer. */
const mostFailures = 20;

/** An app has as many operations as the API at most, but a circuit may have any name. */
const mostOperations = 50;

/** What was last asked for in vain. */
export interface LastRequest {
  readonly operation: string;
  /** Without what is secret. */
  readonly input: unknown;
}

/** The failures of one circuit that belong together, in memory of a bounded size. */
export class FailureLog {
  readonly counts: ErrorCounts = new ErrorCounts();
  readonly operations: Set<string> = new Set();
  readonly #failures: FailureRecord[] = [];
  firstAt: number | undefined;
  lastAt = 0;
  total = 0;
  attempts = 0;
  retryDelayMs = 0;
  lastRequest: LastRequest | undefined;
  accountId: string | undefined;
  sdkVersion: string | undefined;

  /** The last ones, the oldest first. */
  get failures(): readonly FailureRecord[] {
    return this.#failures;
  }

  add(event: FailedCall): void {
    const failure = recordFailure(event);
    this.firstAt ??= failure.at;
    this.lastAt = failure.at;
    this.total++;
    this.attempts += failure.attempts ?? 0;
    this.retryDelayMs += failure.totalRetryDelayMs ?? 0;
    this.counts.add(failure);
    if (this.operations.size < mostOperations) this.operations.add(failure.operation);
    this.#failures.push(failure);
    if (this.#failures.length > mostFailures) this.#failures.shift();
    if ("input" in event) this.lastRequest = { operation: event.operation, input: event.input };
    this.accountId = accountOf(event) ?? this.accountId;
    this.sdkVersion = event.sdkVersion ?? this.sdkVersion;
  }
}
