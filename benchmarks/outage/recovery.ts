import type { CallRecord, RequestSeen, StateSeen } from "./call-record.ts";

/** How one client came through. */
export interface Recovery {
  readonly openedAfterMs: number | undefined;
  readonly firstGoodAfterMs: number | undefined;
  readonly good99AfterMs: number | undefined;
}

/** What one client did, all in order of time and of the sick operation only. */
export interface ClientLog {
  readonly calls: readonly CallRecord[];
  readonly requests: readonly RequestSeen[];
  readonly states: readonly StateSeen[];
}

const enough = 0.99;
const secondMs = 1_000;

export function recoveryOf({ calls, requests, states }: ClientLog, healedMs: number): Recovery {
  return {
    openedAfterMs: openedAfterMs(requests, states),
    firstGoodAfterMs: firstGoodAfterMs(requests, healedMs),
    good99AfterMs: good99AfterMs(calls, healedMs),
  };
}

function openedAfterMs(requests: readonly RequestSeen[], states: readonly StateSeen[]): number | undefined {
  const struckMs = requests.find(({ isStruck }) => isStruck)?.atMs;
  if (struckMs === undefined) return undefined;
  const opened = states.find(({ state, atMs }) => state === "open" && atMs >= struckMs);
  return opened && opened.atMs - struckMs;
}

/** Only requests that came after the healing say anything about it: a slow answer may be a good one, too. */
function firstGoodAfterMs(requests: readonly RequestSeen[], healedMs: number): number | undefined {
  const goodAtMs = requests
    .filter(({ atMs }) => atMs >= healedMs)
    .map((request) => request.goodAtMs ?? Infinity);
  const firstMs = goodAtMs.reduce((one, other) => Math.min(one, other), Infinity);
  return firstMs === Infinity ? undefined : firstMs - healedMs;
}

/**
 * A call that went wrong is forgiven when the second that begins with it had 99 % good ones all the same. All is well
 * from the first call after the last that is not.
 */
function good99AfterMs(calls: readonly CallRecord[], healedMs: number): number | undefined {
  let wellFrom: number | undefined = calls.length;
  for (let index = calls.length - 1; index >= 0; index -= 1) {
    const call = calls[index];
    if (call === undefined || call.dueMs < healedMs) break;
    if (call.outcome !== "good" && !isForgiven(calls, index)) break;
    wellFrom = index;
  }
  const first = calls[wellFrom];
  return first === undefined ? undefined : first.dueMs - healedMs;
}

function isForgiven(calls: readonly CallRecord[], index: number): boolean {
  const fromMs = calls[index]?.dueMs ?? Infinity;
  let count = 0;
  let good = 0;
  for (
    let call = calls[index];
    call !== undefined && call.dueMs < fromMs + secondMs;
    call = calls[index + count]
  ) {
    count += 1;
    if (call.outcome === "good") good += 1;
  }
  return good >= count * enough;
}
