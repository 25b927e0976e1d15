import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { isPlainObject } from "../../src/errors/is-plain-object.ts";
import { hostileValues } from "./hostile-values.ts";

test.each([
  ["an empty object", {}],
  ["an object with members", Object.freeze({ timeout: 1 })],
  ["an object without a prototype", Object.create(null)],
  ["an object of another realm", runInNewContext("({})")],
])("%s is a plain object", (_title, value) => {
  expect(isPlainObject(value)).toBe(true);
});

const plain = new Set(["an object without a prototype", "a frozen object", "an object whose getters throw"]);

const none: readonly (readonly [title: string, value: unknown])[] = [
  ...hostileValues.filter(([title]) => !plain.has(title)),
  ["an array", []],
  ["an array of another realm", runInNewContext("[]")],
  ["a map", new Map()],
  ["a date", new Date(0)],
  ["an error", new Error("boom")],
  ["what inherits", Object.create({ timeout: 1 })],
];

test.each(none)("%s is none", (_title, value) => {
  expect(isPlainObject(value)).toBe(false);
});
