import { readNumber } from "../errors/read-property.ts";
import type { OpenEvent } from "../events/breaker-events.ts";
import type { CircuitLabels } from "./label-sets.ts";

/**
 * How many requests a call would have sent that an open circuit refused: as many as the last call that failed before the
 * circuit opened. Nobody knows what the service would have answered.
 */
export class RequestEstimate {
  readonly #attempts = new Map<CircuitLabels, number>();

  /** A call failed while its circuit was closed. */
  failed(circuit: CircuitLabels, attempts: number | undefined): void {
    if (attempts !== undefined && attempts > 0) this.#attempts.set(circuit, attempts);
  }

  /** The circuit's very first call may have opened it. */
  opened(circuit: CircuitLabels, { cause }: OpenEvent): void {
    if (!this.#attempts.has(circuit)) this.failed(circuit, readNumber(cause?.$metadata, "attempts"));
  }

  perCall(circuit: CircuitLabels): number {
    return this.#attempts.get(circuit) ?? 1;
  }
}
