import { expect, test } from "vitest";
import { answerKey } from "../../src/fallback/answer-key.ts";
import { Read, readKey } from "../../src/fallback/read.ts";

const ofAnApp = { appId: "d1" };

test("has a key where it is a read whose input can be told", () => {
  expect(readKey("GetApp", ofAnApp)).toBe(answerKey("GetApp", ofAnApp));
  expect(new Read("GetApp", ofAnApp, 1, new Set()).key).toBe(answerKey("GetApp", ofAnApp));
  expect(readKey("GetApp", { appId: 1n })).toBeUndefined();
});

test.each(["UpdateApp", "PublishApp", "Unknown"])("has no key as %s", (operation) => {
  expect(readKey(operation, ofAnApp)).toBeUndefined();
});

test("is under way until it ends, and may end more than once", () => {
  const underWay = new Set<Read>();
  const read = new Read("GetApp", ofAnApp, 1, underWay);
  expect([...underWay]).toEqual([read]);

  read.end();
  read.end();

  expect(underWay.size).toBe(0);
});

test("is outdated by a write to what it reads, and stays so", () => {
  const read = new Read("GetApp", ofAnApp, 1, new Set());

  read.noticeWrite("UpdateApp", { appId: "d2" });
  expect(read.isOutdated).toBe(false);
  read.noticeWrite("UpdateApp", ofAnApp);
  expect(read.isOutdated).toBe(true);
  read.noticeWrite("UpdateApp", { appId: "d2" });
  expect(read.isOutdated).toBe(true);
});

test("is about what its input said when it began", () => {
  const input = { appId: "d1" };
  const read = new Read("GetApp", input, 1, new Set());
  input.appId = "d2";

  read.noticeWrite("UpdateApp", { appId: "d2" });

  expect(read.isOutdated).toBe(false);
  expect(read.key).toBe(answerKey("GetApp", ofAnApp));
});
