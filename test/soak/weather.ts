import type { Fault } from "../../src/testing/index.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";
import { faultKinds, faultOf } from "./fault-of.ts";

/** What goes wrong, and for how long: now nothing, now much at once. */
export class Weather {
  /** How often each kind of fault came. */
  readonly seen: Record<string, number> = {};
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  next(): { readonly faults: readonly Fault[]; readonly forMs: number } {
    const count = this.#random.oneOf([0, 0, 1, 1, 2, 3]);
    const kinds = Array.from({ length: count }, () => this.#random.oneOf(faultKinds));
    for (const kind of kinds) this.seen[kind] = (this.seen[kind] ?? 0) + 1;
    return {
      faults: kinds.map((kind) => faultOf(kind, this.#random)),
      forMs: count === 0 ? this.#random.between(200, 800) : this.#random.between(50, 500),
    };
  }
}
