/** What comes due at some time. */
interface Entry {
  readonly at: number;
  readonly act: () => void;
}

/** The model's own timers, on its own time. */
export class Agenda {
  now = 0;
  // In order of entry: a set keeps the order in which things were added.
  readonly #entries = new Set<Entry>();

  /** Has something done at that time; gives what cancels it. */
  add(at: number, act: () => void): () => void {
    const entry = { at, act };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  }

  /** Time passes, and what comes due is done, in order of time and then of entry. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (let next = this.#firstUntil(until); next !== undefined; next = this.#firstUntil(until)) {
      this.#entries.delete(next);
      this.now = Math.max(this.now, next.at);
      next.act();
    }
    this.now = Math.max(this.now, until);
  }

  /** Time passes, and nothing is done: the process is frozen. */
  freeze(ms: number): void {
    this.now += ms;
  }

  #firstUntil(until: number): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.at <= until && (first === undefined || entry.at < first.at)) first = entry;
    }
    return first;
  }
}
