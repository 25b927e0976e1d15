import { expect, test } from "vitest";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import { describeOptions } from "../../src/options/describe-options.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";

test("options are described as plain JSON, without a function among them", () => {
  const options = resolveOptions({
    timeout: false,
    resetBackoff: { jitter: 0 },
    fallback: lastKnownGood({ maxAgeMs: 1_000 }),
    classify: () => "failure",
  }).forOperation("ListApps");
  const described = describeOptions(options);
  expect(described).toMatchObject({
    timeout: false,
    consecutiveFailures: 5,
    resetBackoff: { factor: 1.5, jitter: 0 },
    fallback: "lastKnownGood",
    classify: "a function",
  });
  const json = JSON.stringify(described);
  expect(JSON.parse(json)).toEqual(described);
  expect(Object.keys(described).toSorted()).toEqual(Object.keys(options).toSorted());
});

test("an option that is not set is null, and nobody can change options by their description", () => {
  const options = resolveOptions({}).forOperation("ListApps");
  const described = describeOptions(options);
  expect(described["fallback"]).toBeNull();
  expect(described["resetBackoff"]).not.toBe(options.resetBackoff);
});
