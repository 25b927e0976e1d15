import { expect, test } from "vitest";
import { BoundedMap } from "../../src/otel/bounded-map.ts";

test("what was put in first is forgotten first, when there is too much", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  expect(map.size).toBe(2);
  map.set("c", 4);
  expect([map.get("a"), map.get("b"), map.get("c"), map.size]).toEqual([undefined, 2, 4, 2]);
});

test("what is taken is gone", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  expect([map.take("a"), map.take("a"), map.size]).toEqual([1, undefined, 0]);
});
