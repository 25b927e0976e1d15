import { createHash } from "node:crypto";
import type { Clock } from "../clock/clock.ts";
import type { CircuitReading } from "../events/circuit-state.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { BinCounts, binMs } from "./bin-counts.ts";
import { circuitKey } from "./circuit-key.ts";
import type { CircuitRecord } from "./circuit-record.ts";
import { circuitTile } from "./circuit-tile.ts";
import type { CircuitTile, DashboardChanges, DashboardSnapshot } from "./dashboard-snapshot.ts";
import type { Health } from "./health.ts";
import { mostCircuits, type History } from "./history.ts";

/** A circuit in use, what was heard of it, and its tile. */
interface Seen {
  readonly tile: CircuitTile;
  readonly record: CircuitRecord | undefined;
}

/** What a view looks at. */
export interface ViewSources {
  readonly breakers: MonitoredBreakers;
  readonly history: History;
  readonly health: Health;
  readonly clock: Clock;
}

/** Puts what is known of all circuits into one message, whole or what changed since the last. */
export class View {
  readonly #sources: ViewSources;
  /** What the last message said of each circuit. */
  #told = new Map<string, string>();
  #toldTransition = 0;

  constructor(sources: ViewSources) {
    this.#sources = sources;
  }

  /** All that there is to show. */
  snapshot(): DashboardSnapshot {
    const { seen, ...rest } = this.#look();
    const circuits = seen.map(({ tile, record }) => ({
      ...tile,
      series: (record?.bins ?? new BinCounts(rest.bin)).series(rest.bin),
    }));
    return { ...rest, binMs, circuits, transitions: this.#sources.history.transitions.after(0) };
  }

  /** What changed since this was last asked. */
  changes(): DashboardChanges {
    const { seen, ...rest } = this.#look();
    const { transitions } = this.#sources.history;
    const told = new Map<string, string>();
    const circuits: (CircuitTile & { last: readonly number[] })[] = [];
    for (const { tile, record } of seen) {
      const changed = { ...tile, last: record?.bins.last(rest.bin) ?? [0, 0, 0, 0, 0, 0] };
      const text = JSON.stringify(changed);
      told.set(tile.id, text);
      if (this.#told.get(tile.id) !== text) circuits.push(changed);
    }
    const gone = [...this.#told.keys()].filter((id) => !told.has(id));
    const fresh = transitions.after(this.#toldTransition);
    this.#told = told;
    this.#toldTransition = transitions.lastNumber;
    return { ...rest, circuits, gone, transitions: fresh };
  }

  /** The circuits in use, as many as there is room for: those that are not closed before all others. */
  #look(): Pick<DashboardSnapshot, "at" | "bin" | "isHealthy" | "hiddenCircuits"> & {
    seen: readonly Seen[];
  } {
    const { breakers, history, health, clock } = this.#sources;
    const time = { at: clock.epochMs(), bin: history.bin };
    const all = [...breakers];
    const shown = all.length > mostCircuits ? ailingFirst(all).slice(0, mostCircuits) : all;
    const seen = shown.map((circuit): Seen => {
      const key = circuitKey(circuit.name, circuit);
      const record = history.get(key);
      return { record, tile: circuitTile(idOf(key), circuit, record, time) };
    });
    seen.sort((one, other) => compare(one.tile, other.tile));
    const isHealthy = !all.some((circuit) => health.isUnhealthy(circuit));
    return { ...time, isHealthy, hiddenCircuits: all.length - shown.length, seen };
  }
}

function ailingFirst(circuits: readonly CircuitReading[]): CircuitReading[] {
  return [
    ...circuits.filter((circuit) => circuit.state !== "closed"),
    ...circuits.filter((circuit) => circuit.state === "closed"),
  ];
}

function compare(one: CircuitTile, other: CircuitTile): number {
  const [left, right] = [one, other].map(({ name, region = "", scope = "", id }) =>
    [name, region, scope, id].join("\u0000"),
  );
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** Short, and fit for the id of an element, whatever the circuit is called. */
function idOf(key: string): string {
  return `c${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
}
