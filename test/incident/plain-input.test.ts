import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestInput, plainInput } from "../../src/incident/plain-input.ts";
import { built, hostileJson, memberNames } from "../fuzz/hostile-data.ts";

const whole = { leftOut: [], hasRedacted: false };
const jsonLength = (input: unknown): number => JSON.stringify(plainInput(input).members).length;

describe("an input", () => {
  test("of plain data is copied whole, dates too", () => {
    const input = {
      appId: "d1",
      number: 1.5,
      yes: true,
      no: false,
      at: new Date(5),
      list: [[1], { a: "b" }],
      map: {},
    };
    expect(plainInput(input)).toEqual({ members: input, ...whole });
    expect(plainInput(input).members["at"]).not.toBe(input.at);
  });

  test("has no members that are undefined or null, which the SDK does not send", () => {
    const input = { appId: "d1", a: undefined, b: null, c: { d: null }, e: ["x", null, undefined, "y"] };
    expect(plainInput(input)).toStrictEqual({ members: { appId: "d1", c: {}, e: ["x", "y"] }, ...whole });
  });

  test.each([undefined, null, {}])("that is %j is empty", (input) => {
    expect(plainInput(input)).toEqual({ members: {}, ...whole });
  });

  test.each([
    ["bytes", new Uint8Array(3)],
    ["a bigint", 10n],
    ["a function", () => {}],
    ["a symbol", Symbol("x")],
    ["a map", new Map()],
    ["not a number", Number.NaN],
    ["an endless number", Infinity],
    ["an invalid date", new Date(Number.NaN)],
  ])("is copied without %s, and says where that was", (_, value) => {
    expect(plainInput({ appId: "d1", odd: value, deep: { odd: [value, "kept"] } })).toEqual({
      members: { appId: "d1", deep: { odd: ["kept"] } },
      leftOut: ["odd", "deep"],
      hasRedacted: false,
    });
  });

  test("whose getters throw is copied without them", () => {
    const trap = (): never => {
      throw new Error("trap");
    };
    const trapped = { appId: "d1", kept: { x: 1 } };
    Object.defineProperty(trapped, "bad", { get: trap, enumerable: true });
    Object.defineProperty(trapped.kept, "worse", { get: trap, enumerable: true });
    expect(plainInput(trapped)).toEqual({
      members: { appId: "d1", kept: { x: 1 } },
      leftOut: ["kept", "bad"],
      hasRedacted: false,
    });
  });

  test.each([
    ["a text", "x"],
    ["a list", ["x"]],
    ["a proxy whose traps throw", Proxy.revocable({}, {})],
  ])("that is %s and no object with members is left out", (_, given) => {
    const input = typeof given === "object" && "revoke" in given ? (given.revoke(), given.proxy) : given;
    expect(plainInput(input)).toEqual({ members: {}, leftOut: ["all of it"], hasRedacted: false });
  });

  test("that goes in circles is cut where it comes round; what stands there twice is there twice", () => {
    const twice = { x: 1 };
    const circle: Record<string, unknown> = { first: twice, second: twice };
    circle["self"] = { circle };
    const input = { circle };
    expect(plainInput(input)).toEqual({
      members: { circle: { first: { x: 1 }, second: { x: 1 }, self: {} } },
      leftOut: ["circle"],
      hasRedacted: false,
    });
  });

  test("that is deeper than any is cut", () => {
    const nest = (depth: number): object => (depth === 0 ? {} : { nest: nest(depth - 1) });
    expect(plainInput(nest(12)).leftOut).toEqual([]);
    expect(plainInput(nest(13)).leftOut).toEqual(["nest"]);
    expect(JSON.stringify(plainInput(nest(3_000)).members)).toHaveLength(12 * '{"nest":}'.length + 2);
  });

  test("of another realm is data too", () => {
    const input: unknown = runInNewContext("({ at: new Date(5), list: [1] })");
    expect(plainInput(input)).toEqual({ members: { at: new Date(5), list: [1] }, ...whole });
  });

  test("has __proto__ as a name like others", () => {
    const input: unknown = JSON.parse('{"__proto__":{"__proto__":"x"}}');
    expect(JSON.stringify(plainInput(input).members)).toBe('{"__proto__":{"__proto__":"x"}}');
  });
});

describe("the placeholders of secrets", () => {
  test.each(["REDACTED", "https://[redacted]@example.com"])("are noticed: %s", (text) => {
    expect(plainInput({ list: [text], appId: "d1" }).hasRedacted).toBe(true);
  });

  test("are not seen where there is none", () => {
    expect(plainInput({ REDACTED: "no" }).hasRedacted).toBe(false);
    expect(plainInput({ a: `REDACTED${"x".repeat(5_000)}`, b: "x".repeat(4_000) }).hasRedacted).toBe(false);
  });
});

describe("the bound", () => {
  test("lets through what is just as long, and nothing longer", () => {
    const room = longestInput - '{"text":""}'.length;
    expect(plainInput({ text: "x".repeat(room) })).toMatchObject(whole);
    expect(plainInput({ text: "x".repeat(room + 1) })).toMatchObject({ members: {}, leftOut: ["text"] });
  });

  test("counts a character as long as it is written", () => {
    expect(plainInput({ text: "é".repeat(1_300) })).toMatchObject(whole);
    expect(plainInput({ text: "é".repeat(1_400) }).leftOut).toEqual(["text"]);
  });

  test("takes the longest members out, and leaves the others in their order", () => {
    const input = {
      long: "x".repeat(7_000),
      appId: "d1",
      longer: ["x".repeat(9_000)],
      short: "x".repeat(500),
    };
    const { members, leftOut } = plainInput({ ...input, other: "x".repeat(1_000) });
    expect(Object.keys(members)).toEqual(["appId", "short", "other"]);
    expect(leftOut).toEqual(["longer", "long"]);
  });

  test("holds for endless lists and maps too, which are left out", () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`name${index}`, "x"]));
    const { members, leftOut } = plainInput({ many, holes: Array.from({ length: 1e6 }), appId: "d1" });
    expect(leftOut).toEqual(["many", "holes"]);
    expect(JSON.stringify(members).length).toBeLessThanOrEqual(longestInput);
    expect(members["appId"]).toBe("d1");
    expect(jsonLength(many)).toBeLessThanOrEqual(longestInput);
  });

  test("looks at two hundred members and no more", () => {
    const { members, leftOut } = plainInput(
      Object.fromEntries(Array.from({ length: 202 }, (_, index) => [`name${index}`, 1])),
    );
    expect(Object.keys(members)).toHaveLength(200);
    expect(leftOut).toEqual(["name200", "name201"]);
  });

  test("names at most ten members, and none that is no name", () => {
    const odd = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`name${index}`, 1n]));
    expect(plainInput(odd).leftOut).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `name${index}`),
      "others",
    ]);
    expect(plainInput({ "$(id)\n": 1n, good: 1n }).leftOut).toEqual(["good", "others"]);
  });

  test("holds for anything at all", () => {
    const anything = hostileJson(memberNames(["appId", "tags"]));
    fc.assert(
      fc.property(anything, (tree) => {
        expect(jsonLength(built(tree))).toBeLessThanOrEqual(longestInput);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
