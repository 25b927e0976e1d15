import * as fc from "fast-check";
import { expect, test } from "vitest";
import { FeedProblem } from "../../src/aws-health/feed-problem.ts";
import { healthReportOf } from "../../src/aws-health/health-report-of.ts";
import { readFeed } from "../../src/aws-health/read-feed.ts";
import { memberNames } from "../fuzz/hostile-data.ts";
import { holdsFor } from "../fuzz/holds-for.ts";
import { disruption, encodings } from "./a-feed.ts";

const members = memberNames([...Object.keys(disruption), "end_time", "s3-eu-west-1", "current", "archive"]);
const texts = fc.constantFrom(
  ...["amplify-eu-west-1", "S3-EU-WEST-1", "AWS Lambda", "multipleservices", "Global", "eu-west-1", "0", "3"],
  ...[
    "1772369485",
    "9e999",
    "arn:aws:health:eu-west-1::event/AMPLIFY/X/1",
    "[RESOLVED]",
    "\u202e\u001b[2J",
    "\ud83d",
  ],
);
const values = fc.oneof(
  { weight: 3, arbitrary: texts },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 400 }) },
);
const entries = fc.array(
  fc.dictionary(members, fc.oneof(values, fc.dictionary(members, values)), { maxKeys: 8 }),
);
const json = fc.oneof(
  { weight: 3, arbitrary: entries },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.dictionary(members, entries) },
);
const encode = fc.constantFrom(...Object.values(encodings));
/** One in three is cut short. */
const inBytes = fc.tuple(json, encode, fc.integer({ min: -40, max: 20 })).map(([feed, toBytes, cut]) => {
  const bytes = toBytes(JSON.stringify(feed));
  return bytes.subarray(0, bytes.length - Math.max(0, cut));
});

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** All that a report may hold of what AWS says. */
const longest = 21 * (60 + 40 + 300 + 300 + 200);

test("whatever the feed is, it becomes a short report without control characters, or a problem in words", async () => {
  let runs = 0;
  let reported = 0;
  await holdsFor(
    fc.oneof({ weight: 9, arbitrary: inBytes }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) }),
    300,
    (bytes) => {
      runs++;
      try {
        const report = healthReportOf({ checkedAt: 0, feed: readFeed(bytes) }, "s", "eu-west-1");
        if (report.status === "reported") reported++;
        const all = report.events.flatMap((event) => Object.values(event).map(String));
        expect(all.filter((text) => unprintable.test(text))).toEqual([]);
        expect(JSON.stringify(report).length).toBeLessThan(longest);
        for (const { since } of report.events) if (since !== undefined) new Date(since).toISOString();
      } catch (error) {
        expect(error).toBeInstanceOf(FeedProblem);
      }
    },
  );
  // The feeds that are made up are not all nonsense.
  expect(reported / runs).toBeGreaterThan(0.05);
});
