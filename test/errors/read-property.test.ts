import { describe, expect, test } from "vitest";
import { readNumber, readProperty, readString } from "../../src/errors/read-property.ts";
import { hostileValues } from "./hostile-values.ts";

describe("readProperty", () => {
  test("reads own and inherited properties of objects and functions", () => {
    expect(readProperty({ code: "own" }, "code")).toBe("own");
    expect(readProperty(Object.create({ code: "inherited" }), "code")).toBe("inherited");
    expect(
      readProperty(
        Object.assign(() => {}, { code: "of a function" }),
        "code",
      ),
    ).toBe("of a function");
  });

  test.each(hostileValues)("finds nothing in %s, without throwing", (_title, value) => {
    expect(readProperty(value, "$response")).toBeUndefined();
  });

  test("finds nothing in a string, which has properties but is no error", () => {
    expect(readProperty("boom", "length")).toBeUndefined();
  });
});

describe("readString", () => {
  test.each([[1], [null], [{}], [["a"]], [new String("boxed")]])("does not take %o for a string", (value) => {
    expect(readString({ value }, "value")).toBeUndefined();
  });

  test("takes the empty string for one", () => {
    expect(readString({ value: "" }, "value")).toBe("");
  });
});

describe("readNumber", () => {
  test.each([["500"], [Number.NaN], [Infinity], [500n], [null]])("does not take %o for a number", (value) => {
    expect(readNumber({ value }, "value")).toBeUndefined();
  });

  test("takes zero for one", () => {
    expect(readNumber({ value: 0 }, "value")).toBe(0);
  });
});
