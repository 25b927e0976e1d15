import type { Complaints } from "./complaints.ts";
import { atMost, exactly, list, none, noted, someOf, type Finding } from "./finding.ts";
import type { Ledger } from "./ledger.ts";
import type { Meddler } from "./meddler.ts";
import type { OutageOrder } from "./outage-order.ts";
import type { Weather } from "./weather.ts";

/** What a soak came to. */
export interface SoakFigures {
  readonly seed: number;
  readonly soakedMs: number;
  readonly callsSoaked: number;
  readonly ledger: Ledger;
  readonly complaints: Complaints;
  readonly order: OutageOrder;
  readonly weather: Weather;
  readonly meddler: Meddler;
  /** That the service saw. */
  readonly requests: number;
  readonly clientsMade: number;
  /** Bytes in use after the warm-up, and in the end, with no call under way and everything collected. */
  readonly heapBefore: number;
  readonly heapAfter: number;
  /** Abort listeners that were left on the signals of single calls, and on the one that outlived all calls. */
  readonly ownListenersLeft: number;
  readonly lastingListenersLeft: number;
  /** Circuits there are in the end, calls they say they have, and those that are out although the service is well. */
  readonly circuits: number;
  readonly heldCalls: number;
  readonly unhealed: readonly string[];
  /** Calls after the shutdown that were not refused as such. */
  readonly notRefused: number;
  readonly heldClients: number;
  /** Timers that are left: the breakers' own, and all of the process. */
  readonly ownTimers: number;
  readonly timers: number;
  readonly handles: readonly string[];
}

/** The two sets of breakers have 12 operations, and 12 circuits and one for the rest, in each of 4 places, twice. */
const mostCircuits = 2 * 4 * (12 + 13);

const mebibyte = 2 ** 20;

/**
 * Without a leak it grew by 1 to 5.5 MiB, in seconds as in three minutes: two thirds of it code that was compiled late,
 * the rest mostly sockets kept alive. A leak grows with the calls: 1 KB a call is 15 MiB after 16,000 of them.
 */
const mostGrowth = 8 * mebibyte;

/** The engine, and Node.js with its lists of things to use again, may hold the last ones that were touched. */
const lastTouched = 5;

/** Each figure, and whether it is right. */
export function judgeFigures(figures: SoakFigures): readonly Finding[] {
  return [...judgeCalls(figures), ...judgeRest(figures), ...judgeLoad(figures)];
}

function judgeCalls({ ledger, ...figures }: SoakFigures): readonly Finding[] {
  return [
    exactly("calls that settled", ledger.settlements, ledger.calls),
    exactly("… again", ledger.settledAgain, 0),
    exactly("calls whose end an event told", ledger.told, ledger.calls),
    exactly("… again", ledger.toldAgain, 0),
    exactly("calls answered", ledger.answers, (ledger.endings["success"] ?? 0) + ledger.fallbacks),
    exactly("unhandled rejections, uncaught errors", figures.complaints.unhandled, 0),
    exactly("process warnings", figures.complaints.warnings, 0),
    exactly("outages that began or ended out of order", figures.order.outOfOrder, 0),
    exactly("circuits with figures below 0", figures.meddler.nonsense, 0),
    none("circuits still out with the service well", figures.unhealed),
    exactly("calls not refused after the shutdown", figures.notRefused, 0),
  ];
}

function judgeRest(figures: SoakFigures): readonly Finding[] {
  const { heapBefore, heapAfter, handles } = figures;
  const inMebibytes = (bytes: number): string => `${(bytes / mebibyte).toFixed(2)} MiB`;
  const growth = heapAfter - heapBefore;
  return [
    exactly("calls that circuits still hold", figures.heldCalls, 0),
    atMost("circuits kept", figures.circuits, mostCircuits),
    exactly("abort listeners left on single calls' signals", figures.ownListenersLeft, 0),
    exactly("… on the signal that outlived all calls", figures.lastingListenersLeft, 0),
    atMost("clients held after the shutdown", figures.heldClients, lastTouched),
    exactly("timers left after calls, the breakers' own", figures.ownTimers, 0),
    exactly("… after the shutdown, all of the process", figures.timers, 0),
    none("handles left", handles),
    noted("heap after the warm-up", inMebibytes(heapBefore)),
    noted("… in the end", inMebibytes(heapAfter)),
    {
      what: "… growth",
      is: inMebibytes(growth),
      mustBe: `at most ${inMebibytes(mostGrowth)}`,
      isRight: growth <= mostGrowth,
    },
  ];
}

function judgeLoad({ ledger, order, meddler, weather, ...figures }: SoakFigures): readonly Finding[] {
  return [
    someOf("outages that began", order.opened),
    someOf("… that ended", order.closed),
    someOf("calls that shared a request", ledger.coalesced),
    someOf("calls answered by a fallback", ledger.fallbacks),
    someOf("listeners that failed", meddler.listenerErrors),
    noted("clients made", String(figures.clientsMade)),
    noted("requests the service saw", String(figures.requests)),
    noted("calls a second", (figures.callsSoaked / (figures.soakedMs / 1_000)).toFixed(0)),
    list("ends of calls", ledger.endings),
    list("faults", weather.seen),
    list("done to the breakers", meddler.done),
  ];
}
