import type { ErrorSummary } from "../errors/error-summary.ts";
import type { CircuitEvent } from "../events/breaker-events.ts";
import type { Transition } from "./dashboard-snapshot.ts";
import { shorten } from "./shorten.ts";
import { longestName, whereaboutsOf } from "./whereabouts.ts";

/** Events that are transitions: `stateChange` says the same again. */
export type TransitionEvent = Exclude<CircuitEvent, { readonly type: "stateChange" }>;

/** So many are kept; the oldest go first. */
const mostTransitions = 200;
const longestDetail = 300;

/** The last transitions of all circuits. */
export class TransitionLog {
  readonly #transitions: Transition[] = [];
  #number = 0;

  add(event: TransitionEvent): void {
    const { scope, region } = whereaboutsOf(event);
    const detail = detailOf(event);
    this.#transitions.push({
      number: ++this.#number,
      at: event.at,
      circuit: shorten(event.circuit, longestName),
      ...(region === undefined ? undefined : { region }),
      ...(scope === undefined ? undefined : { scope }),
      type: event.type,
      ...(detail === undefined ? undefined : { detail: shorten(detail, longestDetail) }),
      ...(event.dryRun === true ? { dryRun: true } : undefined),
    });
    if (this.#transitions.length > mostTransitions) this.#transitions.shift();
  }

  /** The number of the last one. */
  get lastNumber(): number {
    return this.#number;
  }

  /** Those after the one of that number, the oldest first. */
  after(number: number): readonly Transition[] {
    return this.#transitions.filter((transition) => transition.number > number);
  }
}

function detailOf(event: TransitionEvent): string | undefined {
  switch (event.type) {
    case "open":
      return event.cause === undefined ? event.trigger : `${event.trigger}: ${describe(event.cause)}`;
    case "probeFailed":
      return event.cause === undefined ? undefined : describe(event.cause);
    case "close":
      return `after ${(event.openForMs / 1_000).toFixed(1)} s`;
    case "isolate":
    case "release":
      return event.reason;
    case "halfOpen":
      return undefined;
  }
}

function describe({ name, message }: ErrorSummary): string {
  return message === "" ? name : `${name}: ${message}`;
}
