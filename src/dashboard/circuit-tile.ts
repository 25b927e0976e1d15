import type { CircuitReading, LastFailure } from "../events/circuit-state.ts";
import type { CircuitRecord } from "./circuit-record.ts";
import type { CircuitTile, TileError } from "./dashboard-snapshot.ts";
import { shorten } from "./shorten.ts";
import { longestName, whereaboutsOf } from "./whereabouts.ts";

const longestMessage = 300;

/** When it is, in the terms that a tile is made in. */
export interface TileTime {
  readonly at: number;
  readonly bin: number;
}

/** What the page shows of one circuit. */
export function circuitTile(
  id: string,
  circuit: CircuitReading,
  record: CircuitRecord | undefined,
  { at, bin }: TileTime,
): CircuitTile {
  const { name, state, retryAfterMs, lastFailure, isolation } = circuit;
  const { successes, failures, errorPercentage, inFlight, waiting, queued } = circuit.stats();
  const [p50Ms = null, p99Ms = null] = record?.latencies.quantiles(bin, [0.5, 0.99]) ?? [];
  return {
    id,
    name: shorten(name, longestName),
    ...whereaboutsOf(circuit),
    state,
    failurePercentage: successes + failures === 0 ? null : Math.round(errorPercentage * 10) / 10,
    p50Ms,
    p99Ms,
    inFlight,
    waiting: waiting + queued,
    // To the tenth of a second: it is worked out anew each time, and a tile that did not change is not sent again.
    probeAt: state === "open" ? Math.round((at + retryAfterMs) / 100) * 100 : null,
    ...(isolation === undefined ? undefined : { isolation: shorten(isolation.reason, longestMessage) }),
    ...(lastFailure === undefined ? undefined : { lastError: tileError(lastFailure) }),
  };
}

function tileError({ error, at }: LastFailure): TileError {
  const { name, message, code, $metadata: { httpStatusCode, requestId } = {} } = error;
  return {
    name: shorten(name, longestName),
    message: shorten(message, longestMessage),
    ...(code === undefined ? undefined : { code: shorten(code, longestName) }),
    ...(httpStatusCode === undefined ? undefined : { status: httpStatusCode }),
    ...(requestId === undefined ? undefined : { requestId: shorten(requestId, longestName) }),
    at,
  };
}
