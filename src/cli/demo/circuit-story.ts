import type { ClientBreakers, CloseEvent, OpenEvent } from "../../index.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { Transition } from "./transition.ts";

/** Writes down when the circuits of a client open and close. */
export class CircuitStory {
  readonly transitions: Transition[] = [];
  readonly #stopwatch: Stopwatch;
  readonly #onTransition: (transition: Transition) => void;
  readonly #failedProbes = new Map<string, number>();

  constructor(
    breakers: ClientBreakers,
    stopwatch: Stopwatch,
    onTransition: (transition: Transition) => void,
  ) {
    this.#stopwatch = stopwatch;
    this.#onTransition = onTransition;
    breakers
      .on("open", (event) => this.#opened(event))
      .on("probeFailed", ({ operation }) => {
        this.#failedProbes.set(operation, (this.#failedProbes.get(operation) ?? 0) + 1);
      })
      .on("close", (event) => this.#closed(event));
  }

  #opened({ operation, trigger, cause, stats }: OpenEvent): void {
    this.#failedProbes.delete(operation);
    const { consecutiveFailures, errorPercentage } = stats;
    const atMs = this.#stopwatch.elapsedMs;
    const outage = { atMs, operation, trigger, consecutiveFailures, errorPercentage, cause: cause?.name };
    this.#add({ kind: "open", ...outage });
  }

  #closed({ operation, openForMs }: CloseEvent): void {
    const failedProbes = this.#failedProbes.get(operation) ?? 0;
    this.#add({ kind: "close", atMs: this.#stopwatch.elapsedMs, operation, openForMs, failedProbes });
  }

  #add(transition: Transition): void {
    this.transitions.push(transition);
    this.#onTransition(transition);
  }
}
