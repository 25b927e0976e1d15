import type { OperationName } from "../amplify/operations.ts";
import type { Fault } from "./faults/fault.ts";

/** What arrived: an operation, a transfer over a presigned URL, or a request that fits no operation. */
export type RecordedOperation = OperationName | "Upload" | "Download" | "Unknown";

/** What is known of a request when it arrives. */
export interface Arrival {
  /** Number of the request, from 1, in order of arrival. */
  readonly id: number;
  readonly operation: RecordedOperation;
  readonly method: string;
  /** The path as it was sent, without the query string. */
  readonly path: string;
  /** When it arrived, on the simulator's clock. */
  readonly atMs: number;
  /** When it arrived, in milliseconds since 1970 on the simulator's clock. */
  readonly epochMs: number;
  readonly requestId: string;
  /** The SDK's id for the call: all attempts of one call share it. */
  readonly invocationId: string | undefined;
  /** Which attempt of the call it was, from 1; undefined where the client does not say. */
  readonly attempt: number | undefined;
  /** How many attempts the client means to make at most, where it says so. */
  readonly maxAttempts: number | undefined;
}

/** One request the simulator received. Never its body, query string or Authorization header: they hold secrets. */
export interface RequestRecord extends Arrival {
  /** The HTTP status that was sent; undefined as long as none was. */
  readonly status: number | undefined;
  /** The fault that struck; undefined when the request was served as ever. */
  readonly fault: Fault | undefined;
  /** Whether the client closed the connection before the answer was complete. */
  readonly isClosedEarly: boolean;
  /** When it was over, on the simulator's clock; undefined while it is in flight. */
  readonly settledAtMs: number | undefined;
  /** Resolves, with this record, when the request is over: answered, cut off, or closed by the client. */
  readonly settled: Promise<RequestRecord>;
}

/** A record while the simulator still writes it. */
export class OpenRequestRecord implements RequestRecord {
  readonly id: number;
  readonly operation: RecordedOperation;
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  readonly epochMs: number;
  readonly requestId: string;
  readonly invocationId: string | undefined;
  readonly attempt: number | undefined;
  readonly maxAttempts: number | undefined;
  status: number | undefined = undefined;
  fault: Fault | undefined = undefined;
  isClosedEarly = false;
  /** Whether those who wait for a request have been told of this one. */
  isAnnounced = false;
  settledAtMs: number | undefined = undefined;
  // Made when asked for only: most records are never waited for.
  #settled: Promise<RequestRecord> | undefined;
  #resolve: ((record: RequestRecord) => void) | undefined;

  constructor(arrival: Arrival) {
    this.id = arrival.id;
    this.operation = arrival.operation;
    this.method = arrival.method;
    this.path = arrival.path;
    this.atMs = arrival.atMs;
    this.epochMs = arrival.epochMs;
    this.requestId = arrival.requestId;
    this.invocationId = arrival.invocationId;
    this.attempt = arrival.attempt;
    this.maxAttempts = arrival.maxAttempts;
  }

  get settled(): Promise<RequestRecord> {
    this.#settled ??= new Promise((resolve) => {
      if (this.settledAtMs === undefined) this.#resolve = resolve;
      else resolve(this);
    });
    return this.#settled;
  }

  settle(nowMs: number, isClosedEarly: boolean): void {
    this.settledAtMs = nowMs;
    this.isClosedEarly = isClosedEarly;
    this.#resolve?.(this);
  }
}
