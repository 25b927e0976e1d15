import { describe, expect, test } from "vitest";
import type { FeedEvent } from "../../src/aws-health/feed-event.ts";
import { healthReportOf } from "../../src/aws-health/health-report-of.ts";

function anEvent(summary: string, regions: readonly string[], event: Partial<FeedEvent> = {}): FeedEvent {
  return {
    service: "s3",
    regions: new Set(regions),
    status: undefined,
    summary,
    since: undefined,
    arn: undefined,
    isAmplify: false,
    ...event,
  };
}

function reportOf(events: readonly FeedEvent[], region: string | undefined, unreadable = 0) {
  const feed = { events, entries: events.length + unreadable, unreadable };
  return healthReportOf({ checkedAt: 1, feed }, "https://example.com/", region);
}

describe("the report of a feed", () => {
  const events = [
    anEvent("there", ["eu-west-1"]),
    anEvent("in both", ["us-east-1", "eu-west-1"]),
    anEvent("elsewhere", ["us-east-1"]),
    anEvent("everywhere", ["us-east-1", "global"]),
    anEvent("who knows", []),
  ];

  test("has the events of the region, of all regions, and of those that nobody told", () => {
    expect(reportOf(events, "eu-west-1").events).toEqual([
      { service: "s3", summary: "there", isAmplify: false, region: "eu-west-1" },
      { service: "s3", summary: "in both", isAmplify: false, region: "eu-west-1" },
      { service: "s3", summary: "everywhere", isAmplify: false, region: "global" },
      { service: "s3", summary: "who knows", isAmplify: false },
    ]);
  });

  test("has all of them where the region is unknown", () => {
    const regions = reportOf(events, undefined).events.map(({ region }) => region);
    expect(regions).toEqual(["eu-west-1", "us-east-1", "us-east-1", "global", undefined]);
  });

  test("begins with Amplify's own, then with those that are surely there; the newest first", () => {
    const mixed = [
      anEvent("vague", [], { since: 9 }),
      anEvent("old", ["eu-west-1"], { since: 1 }),
      anEvent("undated", ["eu-west-1"]),
      anEvent("new", ["eu-west-1"], { since: 2 }),
      anEvent("amplify, vague", [], { isAmplify: true }),
      anEvent("amplify", ["eu-west-1"], { isAmplify: true }),
    ];
    const summaries = reportOf(mixed, "eu-west-1").events.map(({ summary }) => summary);
    expect(summaries).toEqual(["amplify", "amplify, vague", "new", "old", "undated", "vague"]);
  });

  test("has 20 events at most", () => {
    const many = Array.from({ length: 50 }, (_, index) => anEvent(`${index}`, [], { since: index }));
    const { events: shown, status } = reportOf(many, "eu-west-1");
    expect(status).toBe("reported");
    expect(shown).toHaveLength(20);
    expect(shown[0]).toMatchObject({ summary: "49" });
  });

  test("does not say that nothing is reported where an entry could not be read", () => {
    expect(reportOf(events, "eu-west-1", 1)).toMatchObject({ status: "reported" });
    expect(reportOf([], "eu-west-1", 1)).toEqual({
      checkedAt: 1,
      source: "https://example.com/",
      status: "unknown",
      events: [],
      problem: "1 of its 1 entries could not be read, and no other is about Amplify",
    });
  });
});
