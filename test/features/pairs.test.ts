import { expect, test } from "vitest";
import { createRandom } from "../../src/testing/random.ts";
import { axes, type Row } from "./axes.ts";
import { allPairs, coverPairs, pairsIn } from "./covering-array.ts";
import { tellStory } from "./feature-story.ts";
import { endingsOf, violationsOf } from "./story-invariants.ts";

/** Each array contains every pair; with three of them most triples are there too. */
const arrays: readonly (readonly Row[])[] = [1, 2, 3].map((seed) => coverPairs(axes, createRandom(seed)));
const rows: readonly Row[] = arrays.flat();

/** As in `fallback throws, coalesce, capacity 1, …`; what is off is left out. */
function titleOf({ enabled, ...row }: Row): string {
  const parts = Object.entries(row).filter(([, value]) => value !== false && value !== 0 && value !== "none");
  const titles = parts.map(([name, value]) => (value === true ? name : `${name} ${value}`));
  return [...(enabled ? [] : ["dry run"]), ...titles].join(", ");
}

test("each array of rows contains every pair of values of any two axes, in few rows", () => {
  for (const array of arrays) {
    expect(missingPairs(array)).toEqual(new Set());
    expect(array.length).toBeLessThan(50);
  }
});

test("a row less is a pair less", () => {
  for (const array of arrays) expect(missingPairs(array.slice(0, -1)).size).toBeGreaterThan(0);
});

function missingPairs(array: readonly Row[]): Set<string> {
  const values: readonly (readonly unknown[])[] = Object.values(axes);
  const wanted = allPairs(values.map(({ length }) => length));
  for (const row of array) {
    const choice = Object.values(row).map((value, axis) => values[axis]?.indexOf(value));
    for (const pair of pairsIn(choice)) wanted.delete(pair);
  }
  return wanted;
}

test.each(rows.map((row, index) => [titleOf(row), row, index] as const))(
  "every invariant holds: %s",
  async (_title, row, index) => {
    expect(violationsOf(await tellStory(row, index))).toEqual({});
  },
);

test("the stories are such that everything happens in one of them", async () => {
  const stories = await Promise.all(rows.map(tellStory));
  const types = new Set(stories.flatMap(({ heard }) => heard.events.map(({ type }) => type)));
  const circuitEvents = ["open", "halfOpen", "probeFailed", "close", "isolate", "release"];
  const callEvents = [
    "success",
    "failure",
    "timeout",
    "throttled",
    "ignored",
    "cancelled",
    "reject",
    "fallback",
  ];
  expect([...circuitEvents, ...callEvents].filter((type) => !types.has(type as never))).toEqual([]);
  const endings = stories.flatMap(endingsOf);
  expect(endings.some(({ coalesced }) => coalesced === true)).toBe(true);
  const reasons = new Set(endings.map((ending) => (ending.type === "reject" ? ending.reason : undefined)));
  expect(reasons).toEqual(new Set([undefined, "open", "isolated", "capacity", "shutdown"]));
});
