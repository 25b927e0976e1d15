import { expect, test } from "vitest";
import { resolveOptions } from "../../src/options/resolve-options.ts";

const look = (): Promise<never> => Promise.reject(new Error("never asked"));

test("twenty outages are remembered, unless another number is given", () => {
  expect(resolveOptions({}).incidents).toBe(20);
  expect(resolveOptions({ incidents: undefined }).incidents).toBe(20);
  expect(resolveOptions({ incidents: 0 }).incidents).toBe(0);
  expect(resolveOptions({ incidents: 7 }).incidents).toBe(7);
});

test("nobody is asked for AWS's health, unless somebody is named", () => {
  expect(resolveOptions({}).health).toBeUndefined();
  expect(resolveOptions({ health: undefined }).health).toBeUndefined();
  const health = { look };
  expect(resolveOptions({ health }).health).toBe(health);
});

test.each([
  [true, "true"],
  [null, "null"],
  [{}, "an object"],
  [look, "a function"],
  [{ look: 1 }, "an object"],
  [{ "": look }, "an object"],
])("option health may not be %o", (health, shown) => {
  expect(() => resolveOptions({ health: health as never })).toThrow(
    new TypeError(`option health must be what awsHealth() returns; got ${shown}`),
  );
});
