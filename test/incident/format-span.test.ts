import { expect, test } from "vitest";
import { formatSpan } from "../../src/incident/format-span.ts";

test.each([
  [0, "0 ms"],
  [819.6, "820 ms"],
  [1_000, "1 s"],
  [4_290, "4.2 s"],
  [59_999, "59.9 s"],
  [60_000, "1 min 0 s"],
  [723_500, "12 min 3 s"],
  [3_600_000, "1 h 0 min"],
  [11_100_000, "3 h 5 min"],
])("%d ms read %s", (ms, text) => {
  expect(formatSpan(ms)).toBe(text);
});
