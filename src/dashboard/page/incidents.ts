import type { IncidentEntry, Transition } from "../dashboard-snapshot.ts";
import { byId, element, setText } from "./element.ts";
import { durationWords, whereWords } from "./words.ts";

/** What makes an incident, adds a failure to it, or ends one. */
const telling: ReadonlySet<Transition["type"]> = new Set(["open", "probeFailed", "close"]);

/** A page has room for so many; `/api/incidents` has all. */
const mostLines = 50;

/** The outages that are remembered, the latest first, each with its report. */
export class Incidents {
  readonly #list = byId("incidents");
  #asked = 0;

  /** Something happened; where it changed an incident, the list is read anew. */
  heed(transitions: readonly Transition[]): void {
    if (transitions.some(({ type }) => telling.has(type))) this.read();
  }

  read(): void {
    const asked = ++this.#asked;
    const answer = fetch("api/incidents").then(
      async (response) => (await response.json()) as IncidentEntry[],
    );
    answer.then(
      (entries) => {
        // A later answer may have come first.
        if (asked === this.#asked) this.#show(entries);
      },
      // The line above says that the connection is lost; the next event reads it anew.
      () => {},
    );
  }

  #show(entries: readonly IncidentEntry[]): void {
    const lines = entries.slice(0, mostLines).map(lineOf);
    // Who is at a link by keyboard stays at it.
    const held = document.activeElement?.getAttribute("href") ?? "";
    this.#list.replaceChildren(...lines);
    if (held !== "") linkIn(this.#list, held)?.focus();
    setText(byId("no-incidents"), entries.length === 0 ? "No outage is remembered." : "");
    const more = entries.length - lines.length;
    setText(byId("more-incidents"), more > 0 ? `… and ${more} earlier ones.` : "");
  }
}

function lineOf(entry: IncidentEntry): HTMLLIElement {
  const { id, circuit, status, since, until, durationMs, error, failures } = entry;
  const where = whereWords(entry);
  const line = element("li");
  line.append(
    element("strong", circuit),
    where === "" ? "" : ` (${where})`,
    " ",
    element("span", status === "over" ? "over" : "out", status === "over" ? "state" : "state open"),
    " since ",
    timeOf(since),
    // Of one that is on, it would be old at once.
    until === undefined ? "" : `, for ${durationWords(durationMs)}`,
    `${error === undefined ? "" : `: ${error}`}, ${failures === 1 ? "1 failed call" : `${failures} failed calls`}. `,
    linkTo(`api/incidents/${encodeURIComponent(id)}.md`, "Report", entry),
    " ",
    linkTo(`api/incidents/${encodeURIComponent(id)}`, "JSON", entry),
  );
  return line;
}

function linkIn(list: HTMLElement, address: string): HTMLAnchorElement | undefined {
  return [...list.querySelectorAll("a")].find((link) => link.getAttribute("href") === address);
}

function linkTo(address: string, text: string, { circuit, since }: IncidentEntry): HTMLAnchorElement {
  const link = element("a", text);
  link.href = address;
  // Several links of one text tell nothing to who hears them one after the other.
  link.setAttribute("aria-label", `${text} of ${circuit} since ${whenWords(since)}`);
  return link;
}

function timeOf(at: string): HTMLTimeElement {
  const time = element("time", whenWords(at));
  time.dateTime = at;
  return time;
}

/** With its day: what is remembered may be of last week. */
function whenWords(at: string): string {
  return new Date(at).toLocaleString([], { hourCycle: "h23", dateStyle: "medium", timeStyle: "medium" });
}
