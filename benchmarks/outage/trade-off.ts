import { raw } from "../subjects/raw.ts";
import type { OutageRun } from "./outage-run.ts";

/** What one subject cost callers and spared the service, in outages of one length. */
export interface TradeOff {
  readonly subject: string;
  readonly scenario: string;
  readonly faultMs: number;
  readonly callsLost: number;
  /** Calls lost for each one that the raw client lost; NaN where that lost none. */
  readonly lostPerRaw: number;
  /** The raw client's requests into the sick service for each one of the subject's. */
  readonly rawPerRequest: number;
}

/** Outages that are named by their length are total; brown-outs, slow answers and hangs have other names. */
const isLength = /^\d+(\.\d+)? (ms|s)$/;

interface Sum {
  readonly callsLost: number;
  readonly requests: number;
}

/**
 * The trade-offs in total outages, shorter ones first; repetitions are added up.
 *
 * @throws RangeError where the raw client, which all is compared with, did not go through an outage
 */
export function tradeOffs(runs: readonly OutageRun[]): TradeOff[] {
  const outages = runs
    .filter(({ scenario }) => isLength.test(scenario))
    .toSorted((one, other) => one.faultMs - other.faultMs);
  const sumOf = (subject: string, scenario: string): Sum | undefined => {
    const alike = outages.filter((run) => run.subject === subject && run.scenario === scenario);
    if (alike.length === 0) return undefined;
    return {
      callsLost: alike.reduce((sum, run) => sum + run.callsLost, 0),
      requests: alike.reduce((sum, run) => sum + run.requestsInFault, 0),
    };
  };
  const subjects = [...new Set(outages.map(({ subject }) => subject))];
  const lengths = new Map(outages.map(({ scenario, faultMs }) => [scenario, faultMs]));
  return [...lengths].flatMap(([scenario, faultMs]) => {
    const base = sumOf(raw.name, scenario);
    if (base === undefined) throw new RangeError(`there is no run of the ${raw.name} for "${scenario}"`);
    return subjects.flatMap((subject) => {
      const sum = sumOf(subject, scenario);
      if (sum === undefined) return [];
      return [
        {
          ...{ subject, scenario, faultMs, callsLost: sum.callsLost },
          lostPerRaw: base.callsLost === 0 ? Number.NaN : sum.callsLost / base.callsLost,
          // One that sent nothing at all saved more than one that sent a single request.
          rawPerRequest: Math.max(base.requests, 0.5) / Math.max(sum.requests, 0.5),
        },
      ];
    });
  });
}
