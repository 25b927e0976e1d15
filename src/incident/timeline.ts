import type { TimelineEntry } from "./incident-report.ts";
import { shortText } from "./short-text.ts";
import { utc } from "./utc.ts";

/** How an outage began matters most, and then how it goes on. */
const mostFirst = 10;
const mostLast = 40;

/** What happened to a circuit in an outage; where that is much, the middle is left out. */
export class Timeline {
  readonly #first: TimelineEntry[] = [];
  readonly #last: TimelineEntry[] = [];
  leftOut = 0;

  add(at: number, type: TimelineEntry["type"], detail: string | undefined): void {
    const entry: TimelineEntry = {
      at: utc(at),
      type,
      ...(detail === undefined ? undefined : { detail: shortText(detail) }),
    };
    if (this.#first.length < mostFirst) {
      this.#first.push(entry);
      return;
    }
    this.#last.push(entry);
    if (this.#last.length <= mostLast) return;
    this.#last.shift();
    this.leftOut++;
  }

  entries(): TimelineEntry[] {
    return [...this.#first, ...this.#last];
  }
}
