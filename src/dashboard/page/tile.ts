import type { CircuitTile, Series, TileError } from "../dashboard-snapshot.ts";
import { Chart } from "./chart.ts";
import { element, setText } from "./element.ts";
import { durationWords, stateWords, timeWords, whereWords } from "./words.ts";

const figures = ["Failure rate", "p50", "p99", "In flight", "Waiting"] as const;
type Figure = (typeof figures)[number];

/** The tile of one circuit. */
export class Tile {
  readonly element: HTMLLIElement = element("li", "", "tile");
  readonly #heading = element("h3");
  readonly #where = element("p", "", "quiet");
  readonly #state = element("span", "", "state");
  readonly #probe = element("span");
  readonly #error = element("p", "", "error");
  readonly #figures = new Map<Figure, HTMLElement>();
  readonly #chart = new Chart(element("div"));
  #circuit: CircuitTile;

  constructor(circuit: CircuitTile) {
    this.#circuit = circuit;
    this.element.id = circuit.id;
    // Links in the summary lead here.
    this.element.tabIndex = -1;
    const stateLine = element("p");
    stateLine.append(this.#state, this.#probe);
    const list = element("dl");
    for (const figure of figures) {
      const group = element("div");
      const value = element("dd", "–");
      group.append(element("dt", figure), value);
      list.append(group);
      this.#figures.set(figure, value);
    }
    this.element.append(this.#heading, this.#where, stateLine, list, this.#chart.element, this.#error);
    this.update(circuit, circuit.probeAt ?? 0);
  }

  get circuit(): CircuitTile {
    return this.#circuit;
  }

  update(circuit: CircuitTile, now: number): void {
    this.#circuit = circuit;
    this.element.className = `tile ${circuit.state}`;
    setText(this.#heading, circuit.name);
    setText(this.#where, whereWords(circuit));
    this.#state.className = `state ${circuit.state}`;
    setText(this.#state, stateWords[circuit.state]);
    const { failurePercentage, inFlight, waiting } = circuit;
    this.#show("Failure rate", failurePercentage === null ? "–" : `${failurePercentage} %`);
    this.#show("p50", durationWords(circuit.p50Ms));
    this.#show("p99", durationWords(circuit.p99Ms));
    this.#show("In flight", String(inFlight));
    this.#show("Waiting", String(waiting));
    setText(this.#error, circuit.lastError === undefined ? "" : errorWords(circuit.lastError));
    this.countDown(now);
  }

  /** Says how long it takes until the next probe. */
  countDown(now: number): void {
    const { probeAt, isolation } = this.#circuit;
    if (isolation !== undefined) setText(this.#probe, `: ${isolation}`);
    else if (probeAt === null) setText(this.#probe, "");
    else if (probeAt > now) setText(this.#probe, `, next probe in ${durationWords(probeAt - now)}`);
    else setText(this.#probe, ", next probe due");
  }

  draw(series: Series, endsAt: number, binMs: number): void {
    this.#chart.show(series, endsAt, binMs);
  }

  remove(): void {
    this.#chart.remove();
    this.element.remove();
  }

  #show(figure: Figure, text: string): void {
    const value = this.#figures.get(figure);
    if (value !== undefined) setText(value, text);
  }
}

function errorWords({ name, message, status, requestId, at }: TileError): string {
  const details = [
    status === undefined ? undefined : `HTTP ${status}`,
    requestId === undefined ? undefined : `request ${requestId}`,
  ].filter((detail) => detail !== undefined);
  const said = message === "" ? name : `${name}: ${message}`;
  return `Last error at ${timeWords(at)}: ${said}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}
