import { expect, test } from "vitest";
import { feedEntries } from "../../src/aws-health/feed-entries.ts";

test.each<[what: string, feed: unknown, entries: readonly unknown[]]>([
  ["an array", [1, 2], [1, 2]],
  ["an empty array", [], []],
  ["an object with an array in it", { note: "x", events: [1, 2] }, [1, 2]],
  ["an object with an array for each service", { "ec2-us-west-1": [1], "s3-us-east-1": [2] }, [1, 2]],
  ["what is current, and not what is over", { archive: [1], current: [2] }, [2]],
])("takes %s", (_, feed, entries) => {
  expect(feedEntries(JSON.stringify(feed))).toEqual(entries);
});

test("takes an object whose members have the names of what objects inherit", () => {
  expect(feedEntries('{"__proto__":[1],"constructor":[2],"toString":[3]}')).toEqual([1, 2, 3]);
});
