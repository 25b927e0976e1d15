import type { CircuitState } from "../subjects/subject.ts";

/** What became of a call: `pending` is one that nothing became of until the run was over. */
export type CallOutcome = "good" | "fallback" | "refused" | "lost" | "pending";

/** One call as its caller saw it. Times are milliseconds since the fault began. */
export interface CallRecord {
  readonly client: number;
  readonly isSick: boolean;
  readonly dueMs: number;
  /** When the process woke up to make it: a timer's width after it was due. */
  readonly wokenMs: number;
  /** The circuit's state at that time. */
  readonly state: CircuitState;
  outcome: CallOutcome;
  endMs: number;
}

/** One request of the sick operation as the service saw it. */
export interface RequestSeen {
  readonly client: number;
  readonly atMs: number;
  readonly isStruck: boolean;
  /** When it was answered well. */
  readonly goodAtMs: number | undefined;
}

/** A change of one client's circuit. */
export interface StateSeen {
  readonly client: number;
  readonly atMs: number;
  readonly state: CircuitState;
}
