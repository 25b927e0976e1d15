import type { Breakers } from "../../src/index.ts";

/** Whether each circuit opens, closes, opens: no outage begins twice, and none ends that did not begin. */
export class OutageOrder {
  opened = 0;
  closed = 0;
  outOfOrder = 0;
  readonly #open = new Set<string>();

  constructor(breakers: Breakers) {
    breakers.on("open", (event) => {
      this.opened++;
      if (this.#open.has(keyOf(event))) this.outOfOrder++;
      this.#open.add(keyOf(event));
    });
    breakers.on("close", (event) => {
      this.closed++;
      if (!this.#open.delete(keyOf(event))) this.outOfOrder++;
    });
  }
}

function keyOf({ region, scope, circuit }: { region?: string; scope?: string; circuit: string }): string {
  return JSON.stringify([region, scope, circuit]);
}
