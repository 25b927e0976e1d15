import { expect, test } from "vitest";
import { outageId } from "../../src/events/outage-id.ts";

const opening = { circuit: "ListApps", region: "eu-west-1", at: Date.UTC(2026, 10, 23, 3, 45, 31, 250) };

test("an outage is named after its circuit, its region and when it began", () => {
  expect(outageId(opening)).toMatch(/^ListApps-eu-west-1-20261123T034531Z-[\da-f]{6}$/);
  expect(outageId({ circuit: "ListApps", at: 0 })).toMatch(/^ListApps-19700101T000000Z-[\da-f]{6}$/);
});

test("who hears of the same outage gives it the same name", () => {
  expect(outageId({ ...opening })).toBe(outageId(opening));
});

test("outages that differ in anything have different names", () => {
  const others = [
    opening,
    { ...opening, at: opening.at + 1 },
    { ...opening, scope: "tenant-1" },
    { ...opening, endpoint: "127.0.0.1:8080" },
    { ...opening, region: "eu-west-2" },
    { ...opening, circuit: "GetApp" },
  ];
  expect(new Set(others.map(outageId)).size).toBe(others.length);
});

test("what does not show in the name is in its last letters", () => {
  const lettersOf = (given: object): string => outageId({ ...opening, circuit: "a b", ...given }).slice(-6);
  const differing = [
    {},
    { circuit: "a_b" },
    { region: "eu west-1" },
    { endpoint: "h" },
    { scope: "s" },
    { region: undefined },
  ];
  expect(new Set(differing.map(lettersOf)).size).toBe(differing.length);
});

test("a scope does not show in the name", () => {
  expect(outageId({ ...opening, scope: "tenant-1" })).not.toContain("tenant");
});

test("whatever a circuit is called, the name fits into a file name and an address", () => {
  const id = outageId({ ...opening, circuit: `../${"ä/?#&\n".repeat(100)}` });
  expect(id).toMatch(/^[\w.-]{1,100}$/);
  expect(outageId({ ...opening, circuit: "x".repeat(1_000) })).toMatch(/^x{60}-eu-west-1-/);
});
