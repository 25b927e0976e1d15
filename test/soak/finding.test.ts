import { expect, test } from "vitest";
import { atMost, exactly, findingsAsText, list, none, noted, someOf } from "./finding.ts";

test("a figure is right where it is what it must be", () => {
  const right = [exactly("a", 2, 2), atMost("b", 2, 2), someOf("c", 1), none("d", []), noted("e", "1")];
  const wrong = [exactly("a", 1, 2), atMost("b", 3, 2), someOf("c", 0), none("d", ["Socket"])];
  expect(right.map(({ isRight }) => isRight)).toEqual([true, true, true, true, true]);
  expect(wrong.map(({ isRight }) => isRight)).toEqual([false, false, false, false]);
});

test("the table marks what is wrong, and says what it must be", () => {
  const findings = [
    exactly("calls", 1_000, 1_000),
    none("handles left", ["Socket"]),
    list("ends", { ok: 2 }),
  ];
  expect(findingsAsText(findings).split("\n")).toEqual([
    "       calls         1,000  must be 1,000",
    "WRONG  handles left      1  must be 0 Socket",
    "       ends              2  ok 2",
    "",
  ]);
});
