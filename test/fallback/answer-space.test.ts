import { beforeEach, describe, expect, test } from "vitest";
import { AnswerSpace, type OldAnswer } from "../../src/fallback/answer-space.ts";
import { lastKnownGood, type LastKnownGood } from "../../src/fallback/last-known-good.ts";
import { inACircle, isReadBack } from "./unreadable.ts";

const because = { error: new Error("out"), reason: "open" as const };
const ofAnApp = { appId: "d1" };
const signed = "https://b.s3.amazonaws.com/x?X-Amz-Signature=a";

let space: AnswerSpace;
let memory: LastKnownGood;

beforeEach(() => {
  space = new AnswerSpace();
  memory = lastKnownGood({ maxAgeMs: 1_000 });
});

/** A read that was answered. */
function answer(operation: string, input: unknown, output: unknown, now = 0): void {
  const read = space.beginRead(operation, input);
  space.remember(memory, read, output, now);
  read.end();
}

function recall(operation: string, input: unknown, now = 0): OldAnswer | undefined {
  return space.recall({ memory, operation, input, now, ...because });
}

describe("what a read answered", () => {
  test("is given for the same read, with its age", () => {
    answer("GetApp", ofAnApp, { app: { name: "shop" } }, 100);

    expect(recall("GetApp", { appId: "d1" }, 350)).toEqual({
      output: { app: { name: "shop" } },
      ageMs: 250,
    });
    expect(recall("GetApp", { appId: "d2" })).toBeUndefined();
    expect(recall("GetBranch", ofAnApp)).toBeUndefined();
  });

  test("is given until it is too old", () => {
    answer("GetApp", ofAnApp, {}, 100);

    expect(recall("GetApp", ofAnApp, 1_100)?.ageMs).toBe(1_000);
    expect(recall("GetApp", ofAnApp, 1_101)).toBeUndefined();
  });

  test("has no age below 0", () => {
    answer("GetApp", ofAnApp, {}, 100);

    expect(recall("GetApp", ofAnApp, 99)?.ageMs).toBe(0);
  });

  test("takes the place of what it answered before", () => {
    answer("GetApp", ofAnApp, { app: { name: "a" } });
    answer("GetApp", ofAnApp, { app: { name: "b" } }, 10);

    expect(recall("GetApp", ofAnApp, 10)).toEqual({ output: { app: { name: "b" } }, ageMs: 0 });
  });

  test("is the answer to the read that began last, whichever came first", () => {
    const [early, late] = [space.beginRead("GetApp", ofAnApp), space.beginRead("GetApp", ofAnApp)];
    space.remember(memory, late, { app: { name: "new" } }, 1);
    space.remember(memory, early, { app: { name: "old" } }, 2);

    expect(recall("GetApp", ofAnApp, 2)?.output).toEqual({ app: { name: "new" } });
  });

  test.skipIf(isReadBack(inACircle))("is not given where it cannot be read back", () => {
    answer("GetApp", ofAnApp, { inACircle });

    expect(recall("GetApp", ofAnApp)).toBeUndefined();
  });

  test("is not given for a memory that was not told", () => {
    answer("GetApp", ofAnApp, {});

    const other = lastKnownGood();
    expect(
      space.recall({ memory: other, operation: "GetApp", input: ofAnApp, now: 0, ...because }),
    ).toBeUndefined();
  });

  test("comes without presigned thumbnails", () => {
    const output = { branch: { branchName: "main", thumbnailUrl: signed } };
    answer("GetBranch", { ...ofAnApp, branchName: "main" }, output);

    expect(recall("GetBranch", { ...ofAnApp, branchName: "main" })?.output).toStrictEqual({
      branch: { branchName: "main" },
    });
    expect(output.branch.thumbnailUrl).toBe(signed);
  });
});

describe("what is not remembered", () => {
  test.each([
    ["a write", "UpdateApp", ofAnApp],
    ["an operation that is not known", "PublishApp", ofAnApp],
    ["a read that is answered with a URL", "GetArtifactUrl", { artifactId: "a" }],
    ["a read whose input has no key", "GetApp", { appId: 1n }],
  ])("%s", (_title, operation, input) => {
    answer(operation, input, {});

    expect(recall(operation, input)).toBeUndefined();
  });

  test("an answer to a read whose input has no key, which puts out nobody else's", () => {
    memory = lastKnownGood({ maxEntries: 1 });
    answer("GetApp", ofAnApp, {});

    answer("GetApp", { appId: 1n }, {});

    expect(recall("GetApp", ofAnApp)).toBeDefined();
  });

  test("an answer with a presigned URL, and what was answered before it", () => {
    const job = { ...ofAnApp, branchName: "main", jobId: "1" };
    answer("GetJob", job, { job: { summary: { status: "PENDING" }, steps: [] } });
    answer("GetJob", job, { job: { summary: { status: "RUNNING" }, steps: [{ logUrl: signed }] } });

    expect(recall("GetJob", job)).toBeUndefined();
  });

  test("the answer to a read that has ended, or that is another space's", () => {
    const ended = space.beginRead("GetApp", ofAnApp);
    ended.end();
    space.remember(memory, ended, {}, 0);
    space.remember(memory, new AnswerSpace().beginRead("GetApp", ofAnApp), {}, 0);

    expect(recall("GetApp", ofAnApp)).toBeUndefined();
  });
});

describe("a write", () => {
  test("drops what it made stale from every memory, and nothing else", () => {
    const other = lastKnownGood();
    answer("GetApp", ofAnApp, {});
    answer("GetApp", { appId: "d2" }, {});
    space.remember(other, space.beginRead("ListApps", {}), {}, 0);
    const fromOther = { memory: other, operation: "ListApps", input: {}, now: 0, ...because };
    expect(space.recall(fromOther)).toBeDefined();

    space.wrote("UpdateApp", ofAnApp);

    expect(recall("GetApp", ofAnApp)).toBeUndefined();
    expect(space.recall(fromOther)).toBeUndefined();
    expect(recall("GetApp", { appId: "d2" })).toBeDefined();
  });

  test("outdates the reads under way that it made stale, and nothing of them is kept", () => {
    const [one, two] = [space.beginRead("GetApp", ofAnApp), space.beginRead("GetApp", { appId: "d2" })];

    space.wrote("UpdateApp", ofAnApp);
    space.remember(memory, one, {}, 0);
    space.remember(memory, two, {}, 0);

    expect([one.isOutdated, two.isOutdated]).toEqual([true, false]);
    expect(recall("GetApp", ofAnApp)).toBeUndefined();
    expect(recall("GetApp", { appId: "d2" })).toBeDefined();
  });

  test("does not outdate a read that begins after it", () => {
    space.wrote("UpdateApp", ofAnApp);
    answer("GetApp", ofAnApp, {});

    expect(recall("GetApp", ofAnApp)).toBeDefined();
  });

  test("that is not known drops everything", () => {
    answer("GetApp", ofAnApp, {});
    answer("ListApps", {}, {});

    space.wrote("PublishApp", {});

    expect(recall("GetApp", ofAnApp)).toBeUndefined();
    expect(recall("ListApps", {})).toBeUndefined();
  });

  test("drops nothing when the operation only reads", () => {
    answer("ListApps", {}, {});

    space.wrote("ListApps", {});

    expect(recall("ListApps", {})).toBeDefined();
  });
});

describe("two spaces", () => {
  test("share a memory's bounds, and no answer", () => {
    memory = lastKnownGood({ maxEntries: 1 });
    const [mine, yours] = [space, new AnswerSpace()];
    answer("GetApp", ofAnApp, { app: { name: "mine" } });

    space = yours;
    expect(recall("GetApp", ofAnApp)).toBeUndefined();
    answer("GetApp", ofAnApp, { app: { name: "yours" } });
    expect(recall("GetApp", ofAnApp)?.output).toEqual({ app: { name: "yours" } });

    space = mine;
    expect(recall("GetApp", ofAnApp)).toBeUndefined();
  });

  test("do not hear of each other's writes", () => {
    answer("GetApp", ofAnApp, {});
    const read = space.beginRead("GetApp", ofAnApp);

    new AnswerSpace().wrote("DeleteApp", ofAnApp);

    expect(recall("GetApp", ofAnApp)).toBeDefined();
    expect(read.isOutdated).toBe(false);
  });
});

describe("a list", () => {
  const pageOf = (name: string, nextToken?: string): object => ({ apps: [{ name }], nextToken });
  const at = (nextToken: string): object => ({ maxResults: 1, nextToken });

  function answerThreePages(now = 0): void {
    answer("ListApps", { maxResults: 1 }, pageOf("a", "t2"), now);
    answer("ListApps", at("t2"), pageOf("b", "t3"), now);
    answer("ListApps", at("t3"), pageOf("c"), now);
  }

  test("is given page by page, from its first to its last", () => {
    answerThreePages();

    expect(recall("ListApps", { maxResults: 1 })?.output).toStrictEqual(pageOf("a", "t2"));
    expect(recall("ListApps", at("t2"))?.output).toStrictEqual(pageOf("b", "t3"));
    expect(recall("ListApps", at("t3"))?.output).toStrictEqual(pageOf("c"));
  });

  test("is not given from its middle: the pages before came from the service", () => {
    answerThreePages();

    expect(recall("ListApps", at("t2"))).toBeUndefined();
    recall("ListApps", { maxResults: 1 });
    expect(recall("ListApps", at("t3"))).toBeUndefined();
  });

  test("is not begun where one of its pages is missing or too old", () => {
    answer("ListApps", { maxResults: 1 }, pageOf("a", "t2"), 500);
    expect(recall("ListApps", { maxResults: 1 }, 500)).toBeUndefined();

    answer("ListApps", at("t2"), pageOf("b"), 0);
    expect(recall("ListApps", { maxResults: 1 }, 1_000)).toBeDefined();
    expect(recall("ListApps", { maxResults: 1 }, 1_001)).toBeUndefined();
  });

  test("is not begun where its pages lead round in a circle", () => {
    answer("ListApps", { maxResults: 1 }, pageOf("a", "t2"));
    answer("ListApps", at("t2"), pageOf("b", "t2"));

    expect(recall("ListApps", { maxResults: 1 })).toBeUndefined();
  });

  test("is not put together from pages of two lists: one that has changed takes those after it along", () => {
    answerThreePages();
    answer("ListApps", { maxResults: 1 }, pageOf("new", "t2"));
    expect(recall("ListApps", { maxResults: 1 })).toBeUndefined();

    answer("ListApps", at("t2"), pageOf("a", "t3"));
    expect(recall("ListApps", { maxResults: 1 })).toBeUndefined();

    answer("ListApps", at("t3"), pageOf("b"));
    expect(recall("ListApps", { maxResults: 1 })?.output).toStrictEqual(pageOf("new", "t2"));
    answer("ListApps", at("t2"), pageOf("a"));
    expect(recall("ListApps", { maxResults: 1 })).toBeDefined();
    expect(recall("ListApps", at("t2"))?.output).toStrictEqual(pageOf("a"));
  });

  test("may change before its other pages were read", () => {
    answer("ListApps", { maxResults: 1 }, pageOf("a", "t2"));
    answer("ListApps", { maxResults: 1 }, pageOf("b", "t2"));
    answer("ListApps", at("t2"), pageOf("c"));

    expect(recall("ListApps", { maxResults: 1 })?.output).toStrictEqual(pageOf("b", "t2"));
  });

  test("is not given any more where a page of it was answered with what cannot be kept", () => {
    answerThreePages();
    answer("ListApps", { maxResults: 1 }, { ...pageOf("a", "t2"), odd: () => {} });
    answer("ListApps", { maxResults: 1 }, pageOf("a", "t2"));
    expect(recall("ListApps", { maxResults: 1 })).toBeUndefined();
  });

  test("stays whole where a page is read again and says the same", () => {
    answerThreePages();
    const again = { ...pageOf("a", "t2"), $metadata: { requestId: "another" } };
    answer("ListApps", { maxResults: 1 }, again);
    expect(recall("ListApps", { maxResults: 1 })?.output).toStrictEqual(again);
    expect(recall("ListApps", at("t2"))).toBeDefined();
  });

  test("may be long", () => {
    answer("ListApps", { maxResults: 1 }, pageOf("first", "1"));
    for (let page = 1; page < 150; page++) {
      answer("ListApps", at(`${page}`), pageOf(`${page}`, `${page + 1}`));
    }
    expect(recall("ListApps", { maxResults: 1 })).toBeUndefined();

    answer("ListApps", at("150"), pageOf("last"));
    expect(recall("ListApps", { maxResults: 1 })).toBeDefined();
  });

  test("ends with an empty token, and begins with one", () => {
    answer("ListApps", {}, pageOf("a", ""));
    answer("ListApps", { nextToken: "" }, pageOf("b"));

    expect(recall("ListApps", {})).toBeDefined();
    expect(space.continuation(memory, "ListApps", { nextToken: "" }, 0)).toBeUndefined();
    expect(recall("ListApps", { nextToken: "" })).toBeDefined();
  });

  test("that is an old one is told by the calls that continue it, with the first reason", () => {
    answerThreePages();
    const continues = (input: unknown, now = 0): unknown =>
      space.continuation(memory, "ListApps", input, now);
    expect(continues(at("t2"))).toBeUndefined();

    recall("ListApps", { maxResults: 1 }, 100);

    expect(continues(at("t2"), 1_100)).toEqual(because);
    expect(continues(at("t2"), 1_101)).toBeUndefined();
    expect(continues(at("t3"))).toBeUndefined();
    expect(continues({ maxResults: 1 })).toBeUndefined();
    expect(continues({ maxResults: 2, nextToken: "t2" })).toBeUndefined();
    expect(continues({ maxResults: 1n, nextToken: "t2" })).toBeUndefined();
    expect(space.continuation(memory, "ListBranches", at("t2"), 0)).toBeUndefined();
    expect(space.continuation(lastKnownGood(), "ListApps", at("t2"), 0)).toBeUndefined();
    expect(new AnswerSpace().continuation(memory, "ListApps", at("t2"), 0)).toBeUndefined();
  });

  test("stays an old one when a write drops its pages, so that it fails rather than go on from the service", () => {
    answerThreePages();
    recall("ListApps", { maxResults: 1 });

    space.wrote("CreateApp", { name: "d" });

    expect(recall("ListApps", at("t2"))).toBeUndefined();
    expect(space.continuation(memory, "ListApps", at("t2"), 0)).toEqual(because);
  });

  test("whose page the service gives again goes on from the service", () => {
    answerThreePages();
    recall("ListApps", { maxResults: 1 });
    const read = space.beginRead("ListApps", { maxResults: 1 });
    space.wrote("CreateApp", { name: "d" });

    // Not kept, and an answer of the service all the same.
    space.remember(memory, read, pageOf("a", "t2"), 0);

    expect(space.continuation(memory, "ListApps", at("t2"), 0)).toBeUndefined();
    expect(recall("ListApps", at("t2"))).toBeUndefined();
  });
});

test("a space knows a hundred memories, and what it forgot gives nothing when it is known again", () => {
  const memories = Array.from({ length: 101 }, () => lastKnownGood({ maxEntries: 2 }));
  for (const each of memories) {
    memory = each;
    answer("GetApp", ofAnApp, {});
  }
  const gives = memories.map((each) => {
    memory = each;
    return recall("GetApp", ofAnApp) !== undefined;
  });
  expect(gives).toEqual([false, ...Array.from({ length: 100 }, () => true)]);

  // The writes in between went unheard.
  memory = memories[0] ?? memory;
  answer("GetApp", { appId: "d2" }, {});
  expect(recall("GetApp", ofAnApp)).toBeUndefined();
});

test("a write is not looked at where nothing is read or remembered", () => {
  let looks = 0;
  const input = {
    get appId(): string {
      looks++;
      return "d1";
    },
  };
  const read = space.beginRead("GetApp", ofAnApp);
  read.end();
  space.wrote("UpdateApp", input);
  expect(looks).toBe(0);

  answer("GetApp", ofAnApp, {});
  space.wrote("UpdateApp", input);
  expect(looks).toBe(1);
});
