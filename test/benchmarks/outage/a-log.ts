import type { CallOutcome, CallRecord, RequestSeen } from "../../../benchmarks/outage/call-record.ts";

/** A call of the sick operation, made at its time and settled 20 ms later. */
export function aCall(
  dueMs: number,
  outcome: CallOutcome = "good",
  rest: Partial<CallRecord> = {},
): CallRecord {
  return {
    client: 0,
    isSick: true,
    dueMs,
    wokenMs: dueMs,
    state: "closed",
    outcome,
    endMs: dueMs + 20,
    ...rest,
  };
}

/** Calls at an even distance, from `fromMs` on. */
export function someCalls(
  count: number,
  {
    fromMs = 0,
    everyMs = 10,
    outcome = "good",
  }: { fromMs?: number; everyMs?: number; outcome?: CallOutcome },
): CallRecord[] {
  return Array.from({ length: count }, (_, index) => aCall(fromMs + index * everyMs, outcome));
}

/** A request that met the fault. */
export function aStruck(atMs: number, client = 0): RequestSeen {
  return { client, atMs, isStruck: true, goodAtMs: undefined };
}

/** A request that was answered well after 20 ms. */
export function aServed(atMs: number, client = 0): RequestSeen {
  return { client, atMs, isStruck: false, goodAtMs: atMs + 20 };
}
