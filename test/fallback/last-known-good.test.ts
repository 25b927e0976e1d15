import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { AnswerSpace } from "../../src/fallback/answer-space.ts";
import type { LastKnownGoodOptions } from "../../src/fallback/answer-bounds.ts";
import { isLastKnownGood, LastKnownGood, lastKnownGood } from "../../src/fallback/last-known-good.ts";

const defaults = { maxAgeMs: 600_000, maxEntries: 1_000, maxBytes: 32 * 1024 * 1024 };

const make = (options: unknown) => () => lastKnownGood(options as LastKnownGoodOptions);

describe("the bounds", () => {
  test("are those given, and else the defaults", () => {
    expect(lastKnownGood()).toMatchObject(defaults);
    expect(lastKnownGood({ maxAgeMs: undefined, maxBytes: undefined })).toMatchObject(defaults);
    expect(lastKnownGood({ maxEntries: 5 })).toMatchObject({ ...defaults, maxEntries: 5 });
    expect(lastKnownGood({ maxAgeMs: 1.5, maxEntries: 2, maxBytes: 3 })).toMatchObject({
      maxAgeMs: 1.5,
      maxEntries: 2,
      maxBytes: 3,
    });
  });

  test("do not change with the options they came from", () => {
    const options = { maxAgeMs: 5 };
    const memory = lastKnownGood(options);
    options.maxAgeMs = 6;

    expect(memory.maxAgeMs).toBe(5);
    expect(Object.isFrozen(memory)).toBe(true);
  });

  const rules = [
    ["maxAgeMs", "a number of milliseconds from 1 to 2147483647", [1, 2_147_483_647], [0.9, 2 ** 31]],
    ["maxEntries", "a whole number from 1 to 1000000", [1, 5_000], [0, 1.5, 1_000_001]],
    ["maxBytes", "a whole number of bytes from 1 to 1099511627776", [1, 2 ** 40], [0, 1.5, 2 ** 40 + 1]],
  ] as const;

  describe.each(rules)("%s", (name, allowed, good, outOfRange) => {
    test.each(good)("may be %o", (value) => {
      expect(make({ [name]: value })()[name]).toBe(value);
    });

    test.each([...outOfRange, -1, Number.NaN, Infinity])("is a RangeError as %o", (value) => {
      const message = `lastKnownGood: option ${name} must be ${allowed}; got ${value}`;

      expect(make({ [name]: value })).toThrow(new RangeError(message));
      expect(make({ [name]: value })).toThrow(RangeError);
    });

    test.each([
      ["5", '"5"'],
      [null, "null"],
      [false, "false"],
      [5n, "5n"],
      [{}, "an object"],
    ])("is a TypeError as %o", (value, described) => {
      const message = `lastKnownGood: option ${name} must be ${allowed}; got ${described}`;

      expect(make({ [name]: value })).toThrow(new TypeError(message));
      expect(make({ [name]: value })).toThrow(TypeError);
    });
  });

  test("have no other names, and the nearest right one is suggested", () => {
    expect(make({ maxAge: 5 })).toThrow(
      new TypeError('lastKnownGood: options has no member "maxAge"; did you mean maxAgeMs?'),
    );
    expect(make({ ttl: undefined })).toThrow(
      new TypeError('lastKnownGood: options has no member "ttl"; known are maxAgeMs, maxEntries, maxBytes'),
    );
    expect(make({ toString: 5 })).toThrow(TypeError);
  });

  test.each([
    [null, "null"],
    [5, "5"],
    [[], "an array of 0"],
    [new Map(), "an object"],
    [lastKnownGood(), "an object"],
  ])("come in a plain object: not in %o", (options, described) => {
    expect(make(options)).toThrow(
      new TypeError(`lastKnownGood: options must be a plain object; got ${described}`),
    );
    expect(make(Object.create(null))).not.toThrow();
  });
});

test("is told from everything else", () => {
  const memory = lastKnownGood();

  expect(isLastKnownGood(memory)).toBe(true);
  for (const other of [undefined, null, {}, defaults, () => memory, LastKnownGood, "memory"]) {
    expect(isLastKnownGood(other)).toBe(false);
  }
  expect(isLastKnownGood(Object.create(LastKnownGood.prototype))).toBe(false);
});

test("shows its bounds, and nothing of what it remembers", () => {
  const memory = lastKnownGood({ maxEntries: 5 });
  const space = new AnswerSpace();
  const output = { app: { appId: "d1", environmentVariables: { TOKEN: "hush" } } };
  space.remember(memory, space.beginRead("GetApp", { appId: "d1" }), output, 0);

  expect(JSON.stringify(memory)).toBe('{"maxAgeMs":600000,"maxEntries":5,"maxBytes":33554432}');
  expect(inspect(memory, { showHidden: true, depth: null, getters: true })).toBe(
    "LastKnownGood { maxAgeMs: 600000, maxEntries: 5, maxBytes: 33554432 }",
  );
  expect(inspect([memory, space], { showHidden: true, depth: null })).not.toContain("hush");
});
