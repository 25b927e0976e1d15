import { expect, test } from "vitest";
import { createRandom } from "../../src/testing/random.ts";
import { endingTypes } from "../circuit/a-circuit.ts";
import { axes, type Row } from "./axes.ts";
import { allPairs, coverPairs, pairsIn } from "./covering-array.ts";
import { tellStory, type Story } from "./feature-story.ts";
import { endingsOf, violationsOf } from "./story-invariants.ts";

/** Each array contains every pair; with five of them most triples are there too. */
const arrays: readonly (readonly Row[])[] = [1, 2, 3, 4, 5].map((seed) =>
  coverPairs(axes, createRandom(seed)),
);
const rows: readonly Row[] = arrays.flat();
const stories = new Map<Row, Promise<Story>>();

/** Each story is told once. */
function storyOf(row: Row, seed: number): Promise<Story> {
  const story = stories.get(row) ?? tellStory(row, seed);
  stories.set(row, story);
  return story;
}

/** As in `fallback throws, coalesce, capacity 1, …`; what is off is left out. */
function titleOf(row: Row): string {
  const parts = Object.entries(row).filter(([, value]) => value !== false && value !== 0 && value !== "none");
  return parts.map(([name, value]) => (value === true ? name : `${name} ${value}`)).join(", ");
}

test("each array of rows contains every pair of values of any two axes, in few rows", () => {
  for (const array of arrays) {
    expect(missingPairs(array)).toEqual(new Set());
    expect(array.length).toBeLessThan(60);
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
    expect(violationsOf(await storyOf(row, index))).toEqual({});
  },
);

test("the stories are such that everything happens in one of them", async () => {
  const all = await Promise.all(rows.map(storyOf));
  const types = new Set(all.flatMap(({ heard }) => heard.events.map(({ type }) => type)));
  const circuitEvents = ["open", "halfOpen", "probeFailed", "close", "isolate", "release"];
  expect([...circuitEvents, ...endingTypes, "fallback"].filter((type) => !types.has(type as never))).toEqual(
    [],
  );
  const endings = all.flatMap(endingsOf);
  expect(endings.some(({ coalesced }) => coalesced === true)).toBe(true);
  const reasons = new Set(endings.map((ending) => (ending.type === "reject" ? ending.reason : undefined)));
  expect(reasons).toEqual(new Set([undefined, "open", "isolated", "capacity", "shutdown"]));
});
