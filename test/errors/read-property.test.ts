import { describe, expect, it } from "vitest";
import { readNumber, readProperty, readString } from "../../src/errors/read-property.ts";
import { hostileValues } from "./hostile-values.ts";

describe("readProperty", () => {
  it("reads own and inherited properties of objects and functions", () => {
    expect(readProperty({ code: "own" }, "code")).toBe("own");
    expect(readProperty(Object.create({ code: "inherited" }), "code")).toBe("inherited");
    expect(
      readProperty(
        Object.assign(() => {}, { code: "of a function" }),
        "code",
      ),
    ).toBe("of a function");
  });

  it.each(hostileValues)("finds nothing in %s, without throwing", (_title, value) => {
    expect(readProperty(value, "$response")).toBeUndefined();
  });

  it("finds nothing in a string, which has properties but is no error", () => {
    expect(readProperty("boom", "length")).toBeUndefined();
  });
});

describe("readString", () => {
  it.each([[1], [null], [{}], [["a"]], [new String("boxed")]])("does not take %o for a string", (value) => {
    expect(readString({ value }, "value")).toBeUndefined();
  });

  it("takes the empty string for one", () => {
    expect(readString({ value: "" }, "value")).toBe("");
  });
});

describe("readNumber", () => {
  it.each([["500"], [Number.NaN], [Infinity], [500n], [null]])("does not take %o for a number", (value) => {
    expect(readNumber({ value }, "value")).toBeUndefined();
  });

  it("takes zero for one", () => {
    expect(readNumber({ value: 0 }, "value")).toBe(0);
  });
});
