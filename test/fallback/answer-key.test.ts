import { describe, expect, test } from "vitest";
import { answerKey, pageKey } from "../../src/fallback/answer-key.ts";

const circle: Record<string, unknown> = {};
circle["self"] = [circle, circle];

class Input {
  get appId(): string {
    return "d1";
  }
}

function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 1; level < depth; level++) value = { value };
  return value;
}

function nestedLists(depth: number): unknown {
  let list: unknown[] = [];
  for (let level = 2; level < depth; level++) list = [list];
  return { list };
}

describe("calls that ask the same have one key", () => {
  test("whatever the order of members, at every depth", () => {
    expect(answerKey("ListJobs", { b: [{ y: 1, x: null }], a: "1" })).toBe(
      answerKey("ListJobs", { a: "1", b: [{ x: null, y: 1 }] }),
    );
  });

  test("where a member is undefined in one and missing in the other", () => {
    expect(answerKey("ListJobs", { a: { b: undefined }, c: undefined })).toBe(
      answerKey("ListJobs", { a: {} }),
    );
  });

  test("where one has no input, and the other an empty one", () => {
    const key = answerKey("ListApps", {});

    expect(key).toBeDefined();
    expect(answerKey("ListApps", undefined)).toBe(key);
    expect(answerKey("ListApps", null)).toBe(key);
    expect(answerKey("ListApps", Object.create(null))).toBe(key);
  });

  test("where a time is the same, in different objects", () => {
    const at = (ms: number): unknown => answerKey("GenerateAccessLogs", { startTime: new Date(ms) });

    expect(at(1_000)).toBe(at(1_000));
    expect(at(1_000)).not.toBe(at(1_001));
    expect(at(0)).toBe(answerKey("GenerateAccessLogs", { startTime: "1970-01-01T00:00:00.000Z" }));
  });
});

describe("calls that ask something else have another key", () => {
  test.each([
    ["another operation", "GetBranch", { appId: "d1" }],
    ["another value", "GetApp", { appId: "d2" }],
    ["another type", "GetApp", { appId: ["d1"] }],
    ["null", "GetApp", { appId: null }],
    ["a boolean", "GetApp", { appId: true }],
    ["a number", "GetApp", { appId: 1 }],
    ["an object", "GetApp", { appId: { d1: "" } }],
    ["one member more", "GetApp", { appId: "d1", nextToken: "" }],
    ["a value with quotes", "GetApp", { appId: 'd1","x":"' }],
    ["a member that cannot be enumerated", "GetApp", Object.defineProperty({}, "appId", { value: "d2" })],
  ])("%s", (_title, operation, input) => {
    expect(answerKey(operation, input)).toBeDefined();
    expect(answerKey(operation, input)).not.toBe(answerKey("GetApp", { appId: "d1" }));
    expect(answerKey(operation, input)).not.toBe(answerKey("GetApp", {}));
  });

  test("the same with its items in another order, or nested otherwise", () => {
    const keys = [["a", "b"], ["b", "a"], [["a"], "b"], ["a,b"], [], [null], [[]], [1, 2], [12]].map((list) =>
      answerKey("ListApps", { list }),
    );

    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("an input has no key", () => {
  test.each([
    ["in a circle", circle],
    ["with a bigint", { appId: 1n }],
    ["with a function", { appId: () => "d1" }],
    ["with a symbol", { appId: Symbol("d1") }],
    ["with a number that JSON does not have", { maxResults: Number.NaN }],
    ["with an infinite number", { maxResults: Infinity }],
    ["with an invalid time", { startTime: new Date(Number.NaN) }],
    ["with undefined in a list", { list: [undefined] }],
    // oxlint-disable-next-line no-sparse-arrays -- what is tested
    ["with a hole in a list", { list: [1, , 2] }],
    ["with a Map", { map: new Map([["a", 1]]) }],
    ["with bytes", { bytes: new Uint8Array(1) }],
    ["of a class", new Input()],
    ["that inherits members", Object.create({ appId: "d1" })],
    ["that is a list", []],
    ["that is a string", "d1"],
    ["that is too deep", nested(34)],
    ["whose lists are too deep", nestedLists(34)],
    ["that is too large", { list: Array.from({ length: 9_999 }, () => 1) }],
    [
      "whose getter throws",
      {
        get appId(): string {
          throw new Error("no");
        },
      },
    ],
  ])("%s", (_title, input) => {
    expect(answerKey("ListApps", input)).toBeUndefined();
  });

  test("but has one up to those bounds", () => {
    expect(answerKey("ListApps", nested(33))).toBeDefined();
    expect(answerKey("ListApps", nestedLists(33))).toBeDefined();
    expect(answerKey("ListApps", { list: Array.from({ length: 9_998 }, () => 1) })).toBeDefined();
  });
});

describe("the key of a page", () => {
  test("is found whatever the operation is called", () => {
    const first = answerKey("Odd\nName", { appId: "d1" }) ?? "";

    expect(pageKey(first, "t")).toBe(answerKey("Odd\nName", { appId: "d1", nextToken: "t" }));
  });

  test("is that of the same call with the page's token", () => {
    const first = answerKey("ListJobs", { appId: "d1", branchName: "ma\nin", maxResults: 5 }) ?? "";
    const second = answerKey("ListJobs", {
      nextToken: "t2",
      maxResults: 5,
      branchName: "ma\nin",
      appId: "d1",
    });
    const third = answerKey("ListJobs", {
      nextToken: "t3",
      maxResults: 5,
      branchName: "ma\nin",
      appId: "d1",
    });

    expect(pageKey(first, "t2")).toBe(second);
    expect(pageKey(second ?? "", "t3")).toBe(third);
  });

  test("of a call without an input has the token only", () => {
    expect(pageKey(answerKey("ListApps", undefined) ?? "", "t")).toBe(
      answerKey("ListApps", { nextToken: "t" }),
    );
  });
});

test("a date that writes itself otherwise has the key of its time all the same", () => {
  const since = Object.assign(new Date(0), { toISOString: () => undefined });
  expect(answerKey("ListJobs", { since })).toBe(answerKey("ListJobs", { since: new Date(0) }));
});
