import { expect, test } from "vitest";
import { oneLine, printableJsonText, printableText } from "../../src/cli/printable.ts";

test("of a text from elsewhere, one line is left without what moves a cursor", () => {
  expect(oneLine("a\u001b[31mb\r\nc\u009bd\u2028e\u202ef – ä")).toBe("ab  c d e f – ä");
});

test("several lines stay several lines", () => {
  expect(printableText("a\r\nb\u0007\tc\n")).toBe("a \nb  c\n");
});

test("JSON says the same without a control character", () => {
  const value = { "k\u0085": ["\u0000\n\u007f\u009b\u2066", "ä 🙂"] };
  const text = printableJsonText(value);
  expect(text).toBe('{\n  "k\\u0085": [\n    "\\u0000\\n\\u007f\\u009b\\u2066",\n    "ä 🙂"\n  ]\n}');
  expect(JSON.parse(text)).toEqual(value);
});
