import { expect, test } from "vitest";
import { markdownFence, markdownTable, markdownText } from "../../src/incident/markdown-text.ts";

test.each([
  ["plain words, 1.5 s & more", "plain words, 1.5 s & more"],
  ["a|b\nc", "a\\|b c"],
  ["<img src=x onerror=1>", "\\<img src=x onerror=1\\>"],
  ["[click](https://evil) `rm`", "\\[click\\](https://evil) \\`rm\\`"],
  ["**bold** \\", "\\*\\*bold\\*\\* \\\\"],
  ["\u001b[31mred\u202egnp.exe\u0000", "\\[31mred gnp.exe"],
])("%j reads %j", (text, written) => {
  expect(markdownText(text)).toBe(written);
});

test("a table has a head and a row for each, whose cells cannot end it", () => {
  expect(markdownTable(["a", "b"], [["1", "x | y\n| z"]])).toEqual([
    "| a | b |",
    "| --- | --- |",
    "| 1 | x \\| y \\| z |",
  ]);
  expect(markdownTable(["a"], [])).toEqual([]);
});

test("a fence is longer than any within", () => {
  expect(markdownFence("plain\n", "sh")).toEqual(["```sh", "plain", "```"]);
  expect(markdownFence("a ```` b", "")).toEqual(["`````", "a ```` b", "`````"]);
});
