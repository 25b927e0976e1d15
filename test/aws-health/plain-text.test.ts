import { expect, test } from "vitest";
import { plainText } from "../../src/aws-health/plain-text.ts";

test.each<[what: string, text: string, plain: string]>([
  ["lines", "one\r\n two\u2028three", "one two three"],
  ["what a terminal obeys", "\u001b[31mred\u001b[0m\u0007", "[31mred [0m"],
  ["what turns writing round", "a\u202eb\u2066c\u200fd\u061ce", "a b c d e"],
  ["what nobody sees", "a\u200bb\ufeffc\u00add", "a b c d"],
  ["half a character", "a\ud800b", "a b"],
  ["spaces at the ends", "  a  ", "a"],
])("has spaces in place of %s", (_, text, plain) => {
  expect(plainText(text, 50)).toBe(plain);
});

test("leaves other writing as it is", () => {
  expect(plainText("Übertragung 障害 🛑 שגיאה", 50)).toBe("Übertragung 障害 🛑 שגיאה");
});

test("is cut at its longest, between characters", () => {
  expect(plainText("x".repeat(10), 10)).toBe("x".repeat(10));
  expect(plainText("x".repeat(11), 10)).toBe(`${"x".repeat(9)}…`);
  expect(plainText("🛑".repeat(6), 10)).toBe("🛑🛑🛑🛑…");
});

test("takes no longer for a text of megabytes", () => {
  expect(plainText(`${" ".repeat(5_000_000)}x`, 10)).toBe("");
});
