import type { Lease } from "../circuit/lease.ts";
import type { FlightEnding, Passenger } from "./passenger.ts";

/** The calls that wait for one request. */
export class Passengers {
  readonly #aboard = new Set<Passenger>();

  constructor(first: Passenger) {
    this.#aboard.add(first);
  }

  join(passenger: Passenger): void {
    this.#aboard.add(passenger);
  }

  /** Says whether nobody is left, and somebody was. */
  leave(passenger: Passenger): boolean {
    return this.#aboard.delete(passenger) && this.#aboard.size === 0;
  }

  /** Whether nobody else waits. */
  isSole(passenger: Passenger): boolean {
    return this.#aboard.size === 1 && this.#aboard.has(passenger);
  }

  /** Whether all callers have given up. */
  get areGone(): boolean {
    for (const { isCallerGone } of this.#aboard) if (!isCallerGone) return false;
    return true;
  }

  /** Tells the observers of each how the request ended, and answers with what tells the callers. */
  conclude(ending: FlightEnding, wouldReject: Lease["wouldReject"]): () => void {
    const tellCallers = [...this.#aboard].map((passenger) => passenger.conclude(ending, wouldReject));
    return () => {
      for (const tellCaller of tellCallers) tellCaller();
    };
  }
}
