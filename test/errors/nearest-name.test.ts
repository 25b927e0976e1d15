import { expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { nearestName } from "../../src/errors/nearest-name.ts";

test.each([
  ["ListApp", "ListApps", "a letter forgotten"],
  ["LsitApps", "ListApps", "two letters swapped"],
  ["listapps", "ListApps", "other capitals"],
  ["StartJobb", "StartJob", "a letter too many"],
  ["StartDeploymentCommand", "StartDeployment", "the class name of a long one"],
])("takes %s for %s (%s)", (name, nearest) => {
  expect(nearestName(name, operationNames)).toBe(nearest);
});

test.each(["", "x", "Publish", "DescribeInstances"])("takes %j for none of the known names", (name) => {
  expect(nearestName(name, operationNames)).toBeUndefined();
});

test("takes the name that needs fewest changes, and the first of several", () => {
  expect(nearestName("close", ["closer", "close", "closed"])).toBe("close");
  expect(nearestName("cloze", ["clone", "close"])).toBe("clone");
});

test("allows two changes in a short name, and one in three letters of a long one", () => {
  expect(nearestName("abxx", ["abcd"])).toBe("abcd");
  expect(nearestName("axxx", ["abcd"])).toBeUndefined();
  expect(nearestName("abcdefxxx", ["abcdefghi"])).toBe("abcdefghi");
  expect(nearestName("abcdexxxx", ["abcdefghi"])).toBeUndefined();
});

// Letter by letter, this would take longer than a test may.
test("says at once of a name of ten million letters that no known one is near", () => {
  expect(nearestName("x".repeat(10_000_000), operationNames)).toBeUndefined();
});
