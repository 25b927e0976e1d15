import { dropThumbnails, holdsPresignedUrl, neverKept } from "../amplify/presigned-urls.ts";
import { makesStale } from "../amplify/stale-reads.ts";
import { readString } from "../errors/read-property.ts";
import { pageKey } from "./answer-key.ts";
import type { AnswerStore } from "./answer-store.ts";
import { answersOf, type LastKnownGood } from "./last-known-good.ts";
import { Read, readKey } from "./read.ts";
import { StaleLists, type StaleList } from "./stale-lists.ts";

/** A call that asks for an old answer, and why the service's own is missing. */
export interface Question extends StaleList {
  readonly memory: LastKnownGood;
  readonly operation: string;
  readonly input: unknown;
  /** Monotonic milliseconds. */
  readonly now: number;
}

/** An old answer: a copy that nobody else holds. */
export interface OldAnswer {
  readonly output: unknown;
  readonly ageMs: number;
}

/** What a space has in one memory. */
interface Shelf {
  readonly store: AnswerStore;
  /** The keys of its answers in the store. */
  readonly keys: Set<string>;
  readonly lists: StaleLists;
}

/** More than there are reads; more come from programs that make a memory for every call. */
const mostMemories = 100;

let spaces = 0;

/** What the reads and writes of one principal know of each other: of one client, or of all clients with one scope. */
export class AnswerSpace {
  /** Keeps the answers of spaces apart in one store. */
  readonly #prefix: string = `${++spaces} `;
  readonly #underWay = new Set<Read>();
  readonly #shelves = new Map<LastKnownGood, Shelf>();
  #readsBegun = 0;

  /** To be called before the read is sent; the read is to be ended, whatever became of it. */
  beginRead(operation: string, input: unknown): Read {
    return new Read(operation, input, ++this.#readsBegun, this.#underWay);
  }

  /** To be called when a write is sent, and again when it settled: in between, reads may see the state before it. */
  wrote(operation: string, input: unknown): void {
    for (const read of this.#underWay) read.noticeWrite(operation, input);
    for (const { store, keys } of this.#shelves.values()) {
      for (const key of [...keys]) {
        const answer = store.look(key);
        if (answer === undefined || makesStale(operation, input, answer.operation, answer.subject)) {
          store.delete(key);
        }
      }
    }
  }

  /** Keeps a copy of what a read answered, unless it would be wrong to give it later. */
  remember(memory: LastKnownGood, read: Read, output: unknown, now: number): void {
    const { key, operation, subject, order } = read;
    if (key === undefined || !this.#underWay.has(read)) return;
    const { store, keys, lists } = this.#shelf(memory);
    const nextToken = tokenOf(output);
    if (nextToken !== undefined) lists.delete(pageKey(key, nextToken));
    if (read.isOutdated) return;
    const storeKey = this.#prefix + key;
    const before = store.look(storeKey);
    // The answer to a read that began later is the newer one, whichever came first.
    if (before !== undefined && before.order > order) return;
    // The pages after it belong to the list as it was: put behind this one, they could leave something out.
    if (before?.nextToken !== undefined && !store.saysTheSame(storeKey, output)) {
      this.#dropPages(store, pageKey(key, before.nextToken));
    }
    if (neverKept(operation) || holdsPresignedUrl(output)) store.delete(storeKey);
    else store.put(storeKey, output, { operation, subject, order, at: now, nextToken, index: keys });
  }

  /**
   * The last good answer to the same read, if it is young enough. Of a list either every page is given or none: no first
   * page without those after it, and no other page unless the one before it was given, see {@link continuation}.
   */
  recall(question: Question): OldAnswer | undefined {
    const { memory, operation, input, now } = question;
    const shelf = this.#shelves.get(memory);
    const key = readKey(operation, input);
    if (shelf === undefined || key === undefined) return undefined;
    const { store, lists } = shelf;
    const answer = store.lookFresh(this.#prefix + key, now);
    if (answer === undefined) return undefined;
    const isFirst = tokenOf(input) === undefined;
    if (isFirst ? !this.#hasAllPages(store, key, now) : lists.get(key, now) === undefined) return undefined;
    const output = store.take(this.#prefix + key);
    if (output === undefined) return undefined;
    if (answer.nextToken !== undefined) lists.add(pageKey(key, answer.nextToken), question, now);
    dropThumbnails(output);
    return { output, ageMs: Math.max(0, now - answer.at) };
  }

  /**
   * Why the list is an old one that the call continues; `undefined` where it continues none. A call that does must not
   * be sent: it is to be answered by {@link recall}, or to fail.
   */
  continuation(memory: LastKnownGood, operation: string, input: unknown, now: number): StaleList | undefined {
    const lists = this.#shelves.get(memory)?.lists;
    if (lists === undefined || tokenOf(input) === undefined) return undefined;
    const key = readKey(operation, input);
    return key === undefined ? undefined : lists.get(key, now);
  }

  #dropPages(store: AnswerStore, firstKey: string): void {
    let key: string | undefined = firstKey;
    while (key !== undefined) {
      const page = store.look(this.#prefix + key);
      store.delete(this.#prefix + key);
      key = page?.nextToken === undefined ? undefined : pageKey(key, page.nextToken);
    }
  }

  #hasAllPages(store: AnswerStore, firstKey: string, now: number): boolean {
    const seen = new Set<string>();
    let key = firstKey;
    // A token that leads back would lead round for ever.
    while (!seen.has(key)) {
      seen.add(key);
      const page = store.lookFresh(this.#prefix + key, now);
      if (page === undefined) return false;
      if (page.nextToken === undefined) return true;
      key = pageKey(key, page.nextToken);
    }
    return false;
  }

  #shelf(memory: LastKnownGood): Shelf {
    let shelf = this.#shelves.get(memory);
    if (shelf === undefined) {
      shelf = { store: answersOf(memory), keys: new Set(), lists: new StaleLists(memory.maxAgeMs) };
      this.#shelves.set(memory, shelf);
      this.#forgetMemories();
    }
    return shelf;
  }

  /** What is forgotten hears of no writes any more, so its answers go as well. */
  #forgetMemories(): void {
    for (const [memory, { store, keys }] of this.#shelves) {
      if (this.#shelves.size <= mostMemories) return;
      for (const key of [...keys]) store.delete(key);
      this.#shelves.delete(memory);
    }
  }
}

/** The token in an input or an output; an empty one leads nowhere. */
function tokenOf(page: unknown): string | undefined {
  const token = readString(page, "nextToken");
  return token === "" ? undefined : token;
}
