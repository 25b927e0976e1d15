import type { Transition } from "../dashboard-snapshot.ts";
import { byId, element, setText } from "./element.ts";
import { timeWords, transitionWords, whereWords } from "./words.ts";

/** As many as the server keeps. */
const mostLines = 200;

/** What happened to all circuits, the newest first. */
export class Timeline {
  readonly #list = byId("timeline");
  #lastNumber = 0;

  clear(): void {
    this.#list.replaceChildren();
    this.#lastNumber = 0;
  }

  add(transitions: readonly Transition[]): void {
    for (const transition of transitions) {
      if (transition.number <= this.#lastNumber) continue;
      this.#lastNumber = transition.number;
      this.#list.prepend(lineOf(transition));
    }
    while (this.#list.childElementCount > mostLines) this.#list.lastElementChild?.remove();
    setText(byId("no-transitions"), this.#lastNumber === 0 ? "Nothing has happened yet." : "");
  }
}

function lineOf(transition: Transition): HTMLLIElement {
  const { at, circuit, type, detail, dryRun } = transition;
  const where = whereWords(transition);
  const time = element("time", timeWords(at));
  time.dateTime = new Date(at).toISOString();
  const line = element("li");
  line.append(
    time,
    " ",
    element("strong", circuit),
    where === "" ? "" : ` (${where})`,
    " ",
    element("span", transitionWords[type], `state ${type}`),
    detail === undefined ? "" : `: ${detail}`,
    dryRun === true ? " (dry run: nothing is refused)" : "",
  );
  return line;
}
