import type { IncidentEntry, Transition } from "../dashboard-snapshot.ts";
import { byId, element, setText } from "./element.ts";
import { whereWords } from "./words.ts";

/** What makes an incident, or ends one. */
const telling: ReadonlySet<Transition["type"]> = new Set(["open", "close"]);

/** The outages that are remembered, the latest first, each with its report. */
export class Incidents {
  readonly #list = byId("incidents");
  #asked = 0;

  /** Something happened; where it began an incident or ended one, the list is read anew. */
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
    this.#list.replaceChildren(...entries.map(lineOf));
    setText(byId("no-incidents"), entries.length === 0 ? "No outage is remembered." : "");
  }
}

function lineOf(entry: IncidentEntry): HTMLLIElement {
  const { id, circuit, status, since, until, error, failures } = entry;
  const where = whereWords(entry);
  const line = element("li");
  line.append(
    element("strong", circuit),
    where === "" ? "" : ` (${where})`,
    " ",
    element("span", status === "over" ? "over" : "out", status === "over" ? "state" : "state open"),
    ` since ${timeOf(since)}${until === undefined ? "" : ` until ${timeOf(until)}`}`,
    `${error === undefined ? "" : `: ${error}`}, ${failures} failed calls. `,
    linkTo(`api/incidents/${encodeURIComponent(id)}.md`, "Report", circuit),
    " ",
    linkTo(`api/incidents/${encodeURIComponent(id)}`, "JSON", circuit),
  );
  return line;
}

function linkTo(address: string, text: string, circuit: string): HTMLAnchorElement {
  const link = element("a", text);
  link.href = address;
  // Several links of one text tell nothing to who hears them one after the other.
  link.setAttribute("aria-label", `${text} of ${circuit}`);
  return link;
}

function timeOf(at: string): string {
  return new Date(at).toLocaleTimeString();
}
