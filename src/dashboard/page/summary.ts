import type { CircuitTile } from "../dashboard-snapshot.ts";
import { byId, element, setText } from "./element.ts";
import { stateWords } from "./words.ts";

/** So many are named; the tiles tell of the others. */
const mostNamed = 10;

/** One line on how it is: which circuits are not closed, each a link to its tile. */
export class Summary {
  readonly #line = byId("summary");
  #shown = "";

  show(circuits: readonly CircuitTile[], isHealthy: boolean, hiddenCircuits: number): void {
    const ailing = circuits.filter(({ state }) => state !== "closed" && state !== "disabled");
    const shown = JSON.stringify([ailing.map(({ id, state }) => [id, state]), circuits.length, isHealthy]);
    // Rebuilt only when it says something else: a link that has the focus must keep it.
    if (shown !== this.#shown) this.#rebuild(ailing, circuits.length, isHealthy);
    this.#shown = shown;
    const hidden = byId("hidden-circuits");
    hidden.hidden = hiddenCircuits === 0;
    setText(hidden, hiddenCircuits === 0 ? "" : `${hiddenCircuits} more circuits are not shown.`);
  }

  #rebuild(ailing: readonly CircuitTile[], total: number, isHealthy: boolean): void {
    const health = isHealthy ? "Healthy" : "Unhealthy";
    if (ailing.length === 0) {
      this.#line.replaceChildren(`${health}: ${total} in use, all closed.`);
      return;
    }
    const parts: (Node | string)[] = [`${health}: ${ailing.length} of ${total} not closed: `];
    for (const [index, { id, name, state }] of ailing.slice(0, mostNamed).entries()) {
      const link = element("a", name);
      link.href = `#${id}`;
      parts.push(index === 0 ? "" : ", ", link, ` (${stateWords[state]})`);
    }
    if (ailing.length > mostNamed) parts.push(` and ${ailing.length - mostNamed} more`);
    this.#line.replaceChildren(...parts, ".");
  }
}
