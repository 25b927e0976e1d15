import type { CircuitAddress } from "./circuit-address.ts";
import type { Incident } from "./incident.ts";

/** Where incidents are looked up. */
export interface IncidentBook {
  /**
   * The outage that is on, or else the last one; what was failing lately where there was none.
   *
   * @param isMeant - whether a circuit is one of those that are asked for
   */
  latest(isMeant: (address: CircuitAddress) => boolean): Incident | undefined;
  /** All outages that are remembered, the latest first. */
  all(isMeant: (address: CircuitAddress) => boolean): readonly Incident[];
}

/** Where nothing is recorded. */
export const noIncidents: IncidentBook = Object.freeze({ latest: () => undefined, all: () => [] });
