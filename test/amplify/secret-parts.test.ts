import { expect, test } from "vitest";
import { secretParts } from "../../src/amplify/secret-parts.ts";

test("a secret shows up as it is, quoted in JSON and in an address", () => {
  expect(secretParts('a "b" c')).toEqual(['a "b" c', 'a \\"b\\" c', "a%20%22b%22%20c"]);
});

test("basic credentials show up decoded, and their password alone", () => {
  const parts = secretParts(Buffer.from("build:hunter22").toString("base64"));
  expect(parts).toEqual(expect.arrayContaining(["build:hunter22", "hunter22"]));
});

test("what is no pair in base64 is not decoded", () => {
  const words = Buffer.from("plain words").toString("base64");
  expect(secretParts("0000")).toEqual(["0000"]);
  expect(secretParts(words)).not.toContain("plain words");
});

test("of a long text each part that could be a key is a secret, and plain words are not", () => {
  const parts = secretParts("env:\n  variables:\n    KEY: 'k3y-of-the-house'\n    short: ab1");
  expect(parts).toContain("k3y-of-the-house");
  expect(parts).not.toContain("variables");
  expect(parts).not.toContain("ab1");
});

test("what is shorter than a secret is none", () => {
  expect(secretParts("")).toEqual([]);
  expect(secretParts("abc")).toEqual([]);
  expect(secretParts("abcd")).toEqual(["abcd"]);
});

test("half a surrogate pair is looked for as it is", () => {
  expect(secretParts("abc\uD800")).toContain("abc\uD800");
});

test("of a huge text there are so many parts and no more", () => {
  const huge = Array.from({ length: 1e5 }, (_, index) => `k3y-number-${index}`).join(" ");
  expect(secretParts(huge).length).toBeLessThan(4_000);
});
