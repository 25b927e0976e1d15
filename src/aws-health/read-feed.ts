import { decodeFeed } from "./decode-feed.ts";
import { feedEntries } from "./feed-entries.ts";
import { readFeedEntry, type FeedEvent } from "./feed-event.ts";

/** A feed as it was understood. */
export interface Feed {
  readonly events: readonly FeedEvent[];
  readonly entries: number;
  /** How many of the entries could not be read. */
  readonly unreadable: number;
}

/** AWS has had hundreds of services in an event, but a handful of events at a time. */
const mostEntries = 1_000;

/** @throws FeedProblem where the bytes are no feed */
export function readFeed(bytes: Uint8Array): Feed {
  const entries = feedEntries(decodeFeed(bytes));
  const events: FeedEvent[] = [];
  let unreadable = Math.max(0, entries.length - mostEntries);
  for (const entry of entries.slice(0, mostEntries).map(readFeedEntry)) {
    if (entry === "unreadable") unreadable++;
    else if (entry !== "irrelevant") events.push(entry);
  }
  return { events, entries: entries.length, unreadable };
}
