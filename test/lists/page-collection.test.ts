import type { ListAppsCommandOutput } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { markFallback } from "../../src/fallback/fallback-mark.ts";
import { collectPages } from "../../src/lists/collect-pages.ts";
import { clientWith, namesIn, pageOf, paginateByHand } from "./hand-made-list.ts";

const outage = new Error("out");

/** A page that a fallback answered with. */
function stalePage(names: readonly string[], nextToken?: string, ageMs?: number): ListAppsCommandOutput {
  const page = pageOf(names, nextToken);
  markFallback(page, { reason: "open", error: outage, ...(ageMs === undefined ? {} : { ageMs }) });
  return page;
}

describe("stale pages", () => {
  test("make a whole list together, as old as the oldest of them", async () => {
    const { client } = clientWith({
      start: stalePage(["a"], "second", 0),
      second: stalePage(["b"], "third", 600_000),
      third: stalePage(["c"], undefined, 2_000),
    });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(list).toMatchObject({ isComplete: true, isStale: true, ageMs: 600_000 });
    expect(namesIn(list.items)).toEqual(["a", "b", "c"]);
  });

  test("that were just remembered are 0 ms old", async () => {
    const { client } = clientWith({ start: stalePage(["a"], undefined, 0) });
    expect(await collectPages(paginateByHand, { client }, {})).toMatchObject({ isStale: true, ageMs: 0 });
  });

  test("make a list of unknown age where the age of one is unknown", async () => {
    const { client } = clientWith({ start: stalePage(["a"], "second", 5), second: stalePage(["b"]) });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(list).toMatchObject({ isComplete: true, isStale: true });
    expect(list.ageMs).toBeUndefined();
  });

  test("before one that failed are handed out", async () => {
    const { client } = clientWith({ start: stalePage(["a"], "second", 5), second: outage });
    const list = await collectPages(paginateByHand, { client, startingToken: "start" }, {});
    expect(list).toMatchObject({ isStale: true, ageMs: 5 });
    expect(list.missing).toEqual({ afterPages: 1, resumeToken: "second", reason: "failed", error: outage });
  });

  test("never follow live ones", async () => {
    const { client, tokens } = clientWith({
      start: pageOf(["a"], "second"),
      second: pageOf(["b"], "third"),
      third: stalePage(["c"], "fourth", 5),
      fourth: stalePage(["d"], undefined, 5),
    });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(namesIn(list.items)).toEqual(["a", "b"]);
    expect(list).toMatchObject({ isComplete: false, isStale: false, ageMs: undefined });
    expect(list.missing).toEqual({
      afterPages: 2,
      resumeToken: "third",
      reason: "staleAfterLive",
      error: outage,
    });
    expect(list.missing?.error).toBe(outage);
    expect(tokens).toEqual([undefined, "second", "third"]);
  });

  test("are never followed by live ones", async () => {
    const { client, tokens } = clientWith({
      start: stalePage(["a"], "second", 5),
      second: pageOf(["b"], "third"),
      third: pageOf(["c"]),
    });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(namesIn(list.items)).toEqual(["a"]);
    expect(list).toMatchObject({ isComplete: false, isStale: true, ageMs: 5 });
    expect(list.missing).toMatchObject({ afterPages: 1, resumeToken: "second", reason: "liveAfterStale" });
    expect(list.missing?.error).toBe(outage);
    expect(tokens).toEqual([undefined, "second"]);
  });
});

describe("a service that leads back", () => {
  test("to the same page is not followed, and resuming lists no page twice", async () => {
    const { client, tokens } = clientWith({
      start: pageOf(["a"], "second"),
      second: pageOf(["b"], "second"),
    });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(namesIn(list.items)).toEqual(["a"]);
    expect(list.missing).toMatchObject({ afterPages: 1, resumeToken: "second", reason: "repeatedToken" });
    expect(list.missing?.error).toEqual(
      new Error(
        "page 2 leads back to a page that was listed before: its nextToken is the token of that page",
      ),
    );
    expect(tokens).toEqual([undefined, "second"]);

    const healed = clientWith({ second: pageOf(["b"], "third"), third: pageOf(["c"]) });
    const rest = await collectPages(
      paginateByHand,
      { client: healed.client, startingToken: list.missing?.resumeToken },
      {},
    );
    expect(namesIn([...list.items, ...rest.items])).toEqual(["a", "b", "c"]);
  });

  test("to an earlier page is not followed", async () => {
    const { client, tokens } = clientWith({
      first: pageOf(["a"], "second"),
      second: pageOf(["b"], "third"),
      third: pageOf(["c"], "first"),
    });
    const list = await collectPages(paginateByHand, { client, startingToken: "first" }, {});
    expect(namesIn(list.items)).toEqual(["a", "b"]);
    expect(list.missing).toMatchObject({ resumeToken: "third", reason: "repeatedToken" });
    expect(tokens).toEqual(["first", "second", "third"]);
  });

  test("to the same page has ended its list for a caller who said so", async () => {
    const { client } = clientWith({ start: pageOf(["a"], "second"), second: pageOf(["b"], "second") });
    const list = await collectPages(paginateByHand, { client, stopOnSameToken: true }, {});
    expect(namesIn(list.items)).toEqual(["a", "b"]);
    expect(list.isComplete).toBe(true);
  });

  test("to an earlier page has not", async () => {
    const { client } = clientWith({ first: pageOf(["a"], "second"), second: pageOf(["b"], "first") });
    const config = { client, startingToken: "first", stopOnSameToken: true };
    const list = await collectPages(paginateByHand, config, {});
    expect(list.missing).toMatchObject({ resumeToken: "second", reason: "repeatedToken" });
  });
});

describe("a page without a list", () => {
  const empty = { $metadata: {} } as ListAppsCommandOutput;

  test("is missing, not the end of the list", async () => {
    const { client } = clientWith({ start: pageOf(["a"], "second"), second: empty });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(namesIn(list.items)).toEqual(["a"]);
    expect(list.missing).toMatchObject({ afterPages: 1, resumeToken: "second", reason: "noList" });
    const members = "apps, branches, domainAssociations, jobSummaries";
    const message = `page 2 has no list, which would be one of ${members}; got an object`;
    expect(list.missing?.error).toEqual(new Error(message));
  });

  test("has something else in its place", async () => {
    const page = { ...empty, apps: "none" } as unknown as ListAppsCommandOutput;
    const list = await collectPages(paginateByHand, clientWith({ start: page }), {});
    expect(list.missing).toMatchObject({ afterPages: 0, reason: "noList" });
  });

  test("that a fallback made is missing because of what failed", async () => {
    const answered = { ...empty };
    markFallback(answered, { reason: "failure", error: outage });
    const { client } = clientWith({ start: answered });
    const list = await collectPages(paginateByHand, { client }, {});
    const message = expect.stringMatching(/^page 1 has no list/) as string;
    expect(list.missing).toMatchObject({ reason: "noList", error: { message, cause: outage } });
  });

  test("is no page with an empty one", async () => {
    const { client } = clientWith({ start: pageOf([]) });
    expect(await collectPages(paginateByHand, { client }, {})).toMatchObject({ isComplete: true, items: [] });
  });
});
