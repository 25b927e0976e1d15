import { expect, test } from "vitest";
import { StaleLists } from "../../src/fallback/stale-lists.ts";

const because = { error: new Error("out"), reason: "open" as const };

test("knows the pages that were added, and why", () => {
  const lists = new StaleLists(100);
  lists.add("page", because, 0);

  expect(lists.get("page", 0)).toEqual(because);
  expect(lists.get("page", 0)?.error).toBe(because.error);
  expect(lists.get("other", 0)).toBeUndefined();
});

test("knows a page as long as its age allows, and longer when it is added again", () => {
  const lists = new StaleLists(100);
  lists.add("page", because, 0);

  expect(lists.get("page", 100)).toBeDefined();
  expect(lists.get("page", 101)).toBeUndefined();

  lists.add("page", { ...because, reason: "timeout" }, 50);
  expect(lists.get("page", 150)?.reason).toBe("timeout");
  expect(lists.get("page", 151)).toBeUndefined();
});

test("does not know a page that was deleted", () => {
  const lists = new StaleLists(100);
  lists.add("page", because, 0);
  lists.delete("page");

  expect(lists.get("page", 0)).toBeUndefined();
});

test("knows the last thousand pages", () => {
  const lists = new StaleLists(100);
  for (let page = 0; page <= 1_000; page++) lists.add(`page ${page}`, because, 0);

  expect(lists.get("page 0", 0)).toBeUndefined();
  expect(lists.get("page 1", 0)).toBeDefined();
  expect(lists.get("page 1000", 0)).toBeDefined();
});

test("forgets for good what is too old when a page is added", () => {
  const lists = new StaleLists(100);
  lists.add("old", because, 0);
  lists.add("younger", because, 50);
  lists.add("page", because, 100);
  expect(lists.get("old", 100)).toBeDefined();
  lists.add("page", because, 101);
  expect(lists.get("old", 0)).toBeUndefined();
  expect(lists.get("younger", 101)).toBeDefined();

  lists.add("younger", because, 110);
  lists.add("last", because, 202);
  expect(lists.get("page", 101)).toBeUndefined();
  expect(lists.get("younger", 202)).toBeDefined();
});
