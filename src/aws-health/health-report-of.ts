import { withoutUndefined } from "../errors/without-undefined.ts";
import type { FeedEvent } from "./feed-event.ts";
import type { Reading } from "./feed-reader.ts";
import type { HealthEvent, HealthReport } from "./health-report.ts";
import type { Feed } from "./read-feed.ts";

/** A report has room for no more, and AWS has never had so many for one region. */
const mostEvents = 20;

/** What was read, for those who are in the region; for an unknown one, whatever was read counts. */
export function healthReportOf(reading: Reading, source: string, region: string | undefined): HealthReport {
  const { checkedAt } = reading;
  const none = Object.freeze([]);
  if ("problem" in reading) return unknown(reading.problem);
  const events = eventsIn(reading.feed, region);
  if (events.length > 0) return Object.freeze({ checkedAt, source, status: "reported", events });
  const { unreadable, entries } = reading.feed;
  // Perhaps one of them is about Amplify: that nothing is reported would be a guess.
  if (unreadable > 0) {
    return unknown(
      `${unreadable} of its ${entries} entries could not be read, and no other is about Amplify`,
    );
  }
  return Object.freeze({ checkedAt, source, status: "nothingReported", events: none });

  function unknown(problem: string): HealthReport {
    return Object.freeze({ checkedAt, source, status: "unknown", events: none, problem });
  }
}

function eventsIn({ events }: Feed, region: string | undefined): readonly HealthEvent[] {
  const counting = events.filter(({ regions }) => isIn(regions, region));
  const sorted = counting.toSorted(byWeight);
  return Object.freeze(sorted.slice(0, mostEvents).map((event) => healthEvent(event, region)));
}

function isIn(regions: ReadonlySet<string>, region: string | undefined): boolean {
  return regions.size === 0 || region === undefined || regions.has(region) || regions.has("global");
}

/** Amplify's own first, then those of which it is known that they are in the region; then the newest. */
function byWeight(one: FeedEvent, other: FeedEvent): number {
  const difference = weight(other) - weight(one);
  return difference === 0 ? (other.since ?? 0) - (one.since ?? 0) : difference;
}

function weight({ isAmplify, regions }: FeedEvent): number {
  return (isAmplify ? 2 : 0) + (regions.size > 0 ? 1 : 0);
}

function healthEvent(event: FeedEvent, wanted: string | undefined): HealthEvent {
  const { service, regions, status, summary, since, arn, isAmplify } = event;
  const [first] = regions;
  const isThere = wanted !== undefined && regions.has(wanted);
  const elsewhere = regions.has("global") ? "global" : first;
  const region = isThere ? wanted : elsewhere;
  return Object.freeze({ service, summary, isAmplify, ...withoutUndefined({ region, status, since, arn }) });
}
