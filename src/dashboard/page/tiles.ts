import type { CircuitTile, DashboardChanges, DashboardSnapshot, Series } from "../dashboard-snapshot.ts";
import { byId, setText } from "./element.ts";
import { Tile } from "./tile.ts";
import { stateWords } from "./words.ts";

interface Shown {
  readonly tile: Tile;
  readonly series: { readonly [Line in keyof Series]: number[] };
}

/** All tiles, brought up to date with each message. */
export class Tiles {
  readonly #list = byId("circuits");
  readonly #shown = new Map<string, Shown>();
  #binMs = 5_000;
  #bin = 0;

  /** What each circuit is in now. */
  get circuits(): CircuitTile[] {
    return [...this.#shown.values()].map(({ tile }) => tile.circuit);
  }

  replace({ circuits, at, bin, binMs }: DashboardSnapshot): void {
    const ids = new Set(circuits.map(({ id }) => id));
    for (const id of [...this.#shown.keys()]) if (!ids.has(id)) this.#remove(id);
    this.#bin = bin;
    this.#binMs = binMs;
    for (const { series, ...circuit } of circuits) {
      const { calls, failures, rejections } = series;
      this.#remember(circuit, at, {
        calls: [...calls],
        failures: [...failures],
        rejections: [...rejections],
      });
    }
    this.#draw(at);
  }

  /** @returns what is to be said of circuits whose state changed */
  change({ circuits, gone, at, bin }: DashboardChanges): string[] {
    for (const id of gone) this.#remove(id);
    const hasMoved = bin > this.#bin;
    this.#moveTo(bin);
    const news: string[] = [];
    for (const { last, ...circuit } of circuits) {
      const known = this.#shown.get(circuit.id);
      if (known === undefined ? circuit.state !== "closed" : known.tile.circuit.state !== circuit.state) {
        news.push(`${circuit.name}: ${stateWords[circuit.state]}`);
      }
      const { series, tile } = this.#remember(circuit, at, known?.series ?? noSeries());
      setLast(series, last);
      if (!hasMoved) tile.draw(series, at, this.#binMs);
    }
    for (const { tile } of this.#shown.values()) tile.countDown(at);
    if (hasMoved) this.#draw(at);
    return news;
  }

  #remember(circuit: CircuitTile, at: number, series: Shown["series"]): Shown {
    const known = this.#shown.get(circuit.id);
    const shown = { tile: known?.tile ?? new Tile(circuit), series };
    shown.tile.update(circuit, at);
    this.#shown.set(circuit.id, shown);
    if (known === undefined) this.#insert(shown.tile);
    return shown;
  }

  /** By name, as the server sorts them. */
  #insert(tile: Tile): void {
    const after = [...this.#shown.values()]
      .map(({ tile: one }) => one)
      .filter(({ element, circuit }) => element.isConnected && circuit.name > tile.circuit.name)
      .toSorted((one, other) => (one.circuit.name < other.circuit.name ? -1 : 1));
    this.#list.insertBefore(tile.element, after[0]?.element ?? null);
  }

  #remove(id: string): void {
    this.#shown.get(id)?.tile.remove();
    this.#shown.delete(id);
  }

  #moveTo(bin: number): void {
    for (const { series } of this.#shown.values()) {
      for (const counts of Object.values(series)) {
        for (let fresh = this.#bin; fresh < bin && fresh < this.#bin + counts.length; fresh++) {
          counts.shift();
          counts.push(0);
        }
      }
    }
    this.#bin = Math.max(bin, this.#bin);
  }

  #draw(at: number): void {
    for (const { tile, series } of this.#shown.values()) tile.draw(series, at, this.#binMs);
    setText(
      byId("empty"),
      this.#shown.size === 0 ? "No circuit is in use yet: the first call makes one." : "",
    );
  }
}

function setLast({ calls, failures, rejections }: Shown["series"], last: readonly number[]): void {
  for (const [index, counts] of [calls, failures, rejections].entries()) {
    counts[counts.length - 2] = last[index] ?? 0;
    counts[counts.length - 1] = last[index + 3] ?? 0;
  }
}

function noSeries(): Shown["series"] {
  return { calls: zeros(), failures: zeros(), rejections: zeros() };
}

/** As many as the server counts in. */
function zeros(): number[] {
  return Array.from({ length: 180 }, () => 0);
}
