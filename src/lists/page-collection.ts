import { describeValue } from "../errors/describe-value.ts";
import { fallbackOf } from "../fallback/fallback-mark.ts";
import { itemsOf, listMembers, type ItemOf, type ListPage } from "./list-page.ts";
import type { MissingReason, PageList } from "./page-list.ts";

/** Why no more pages are collected. */
export interface PagingEnd {
  readonly reason: MissingReason;
  readonly error: unknown;
}

/** Where the collecting starts, and how it ends. */
export interface PagingStart {
  /** The token of the first page; `undefined`: the beginning of the list. */
  readonly token: string | undefined;
  /** Whether the token that was asked for, handed out again, marks the end of the list. */
  readonly stopOnSameToken: boolean;
}

/** The pages of one list that fit together: all from Amplify or all from a fallback, and none of them twice. */
export class PageCollection<Page extends ListPage> {
  readonly #pages: Page[] = [];
  readonly #items: ItemOf<Page>[] = [];
  readonly #askedTokens = new Set<string>();
  readonly #stopOnSameToken: boolean;
  /** Of the page to come, as long as one is to come. */
  #token: string | undefined;

  constructor({ token, stopOnSameToken }: PagingStart) {
    this.#token = token;
    this.#stopOnSameToken = stopOnSameToken;
  }

  get isEmpty(): boolean {
    return this.#pages.length === 0;
  }

  /** Takes the next page in; one that does not fit stays out, so that resuming gets it again. */
  add(page: Page): PagingEnd | undefined {
    const items = itemsOf(page);
    if (items === undefined) return { reason: "noList", error: this.#noListError(page) };
    const misfit = this.#otherOrigin(page) ?? this.#repeatedToken(page);
    if (misfit !== undefined) return misfit;
    if (this.#token !== undefined) this.#askedTokens.add(this.#token);
    this.#token = page.nextToken;
    this.#pages.push(page);
    for (const item of items) this.#items.push(item);
    return undefined;
  }

  /** What has been collected, whole where nothing ended it before its time. */
  toList(end: PagingEnd | undefined): PageList<Page> {
    const [pages, items] = [this.#pages, this.#items];
    const marks = pages.map((page) => fallbackOf(page));
    const collected = {
      items,
      pages,
      isStale: marks[0] !== undefined,
      ageMs: oldestAge(marks.map((mark) => mark?.ageMs)),
    };
    if (end === undefined) return { ...collected, isComplete: true, missing: undefined };
    const missing = { afterPages: pages.length, resumeToken: this.#token, ...end };
    return { ...collected, isComplete: false, missing };
  }

  #otherOrigin(page: Page): PagingEnd | undefined {
    const [first] = this.#pages;
    if (first === undefined) return undefined;
    const [before, now] = [fallbackOf(first), fallbackOf(page)];
    if (before === undefined && now !== undefined) return { reason: "staleAfterLive", error: now.error };
    if (before !== undefined && now === undefined) return { reason: "liveAfterStale", error: before.error };
    return undefined;
  }

  #repeatedToken({ nextToken }: Page): PagingEnd | undefined {
    if (nextToken === undefined || nextToken === "") return undefined;
    const isSame = nextToken === this.#token;
    const isRepeated = isSame ? !this.#stopOnSameToken : this.#askedTokens.has(nextToken);
    if (!isRepeated) return undefined;
    const message = `page ${this.#pages.length + 1} leads back to a page that was listed before: its nextToken is the token of that page`;
    return { reason: "repeatedToken", error: new Error(message) };
  }

  #noListError(page: Page): Error {
    const expected = listMembers.join(", ");
    const message = `page ${this.#pages.length + 1} has no list, which would be one of ${expected}; got ${describeValue(page)}`;
    const fallback = fallbackOf(page);
    return fallback === undefined ? new Error(message) : new Error(message, { cause: fallback.error });
  }
}

/** Unknown where the age of one of the pages is. */
function oldestAge(ages: readonly (number | undefined)[]): number | undefined {
  if (ages.length === 0) return undefined;
  let oldest = 0;
  for (const age of ages) {
    if (age === undefined) return undefined;
    oldest = Math.max(oldest, age);
  }
  return oldest;
}
