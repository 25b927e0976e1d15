import type { ItemOf, ListPage } from "./list-page.ts";

/**
 * Why a list ends before its end.
 *
 * - `failed`: the call for the next page failed.
 * - `staleAfterLive`: the next page came from a fallback, those before it from Amplify.
 * - `liveAfterStale`: the next page came from Amplify, those before it from a fallback: it answers again, so asking for
 *   the whole list anew is better than going on.
 * - `repeatedToken`: the next page leads back to a page that was asked for before.
 * - `noList`: the next page has no list in it, as an answer with an empty body.
 */
export type MissingReason = "failed" | "staleAfterLive" | "liveAfterStale" | "repeatedToken" | "noList";

/** What a list lacks, and how to get it. */
export interface MissingPages {
  /** How many pages are there; all that follows them is missing. */
  readonly afterPages: number;
  /**
   * The token of the first missing page, for `startingToken` of a later call, which then gets exactly the rest;
   * `undefined`: from the beginning.
   */
  readonly resumeToken: string | undefined;
  readonly reason: MissingReason;
  /**
   * What the call for the first missing page failed with: the very error. For `staleAfterLive` and `liveAfterStale`,
   * what the call failed with that the fallback answered for.
   */
  readonly error: unknown;
}

interface CollectedPages<Page extends ListPage> {
  /** What the pages list, in the service's order. */
  readonly items: readonly ItemOf<Page>[];
  /** The outputs, in order. */
  readonly pages: readonly Page[];
  /** Whether the pages came from a fallback: all of them did, or none. */
  readonly isStale: boolean;
  /** Milliseconds the oldest of the stale pages is old; `undefined` where the list is not stale, or nobody knows. */
  readonly ageMs: number | undefined;
}

/** A list from its beginning, or from the `startingToken`, to its end. */
export interface CompleteList<Page extends ListPage> extends CollectedPages<Page> {
  readonly isComplete: true;
  readonly missing: undefined;
}

/** The beginning of a list, maybe none of it, and what is missing after that. */
export interface PartialList<Page extends ListPage> extends CollectedPages<Page> {
  readonly isComplete: false;
  readonly missing: MissingPages;
}

/** What could be had of a list; `isComplete` tells which. */
export type PageList<Page extends ListPage> = CompleteList<Page> | PartialList<Page>;
