import * as fc from "fast-check";

/** Texts of any UTF-16, halves of characters too, and those that shells, the CLI and JavaScript have a meaning for. */
const anyText = fc.oneof(
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((units) => String.fromCharCode(...units)),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: "binary-ascii", maxLength: 20 }),
  fc.constantFrom(
    ...[
      "'",
      "''",
      "'\\''",
      '"',
      "\\",
      "\\'",
      "\n",
      "\r\n",
      "\0",
      "$(id)",
      "`id`",
      "${PATH}",
      "!!",
      "%s",
      "-x",
    ],
    ...[
      "--region",
      "http://127.0.0.1:1/",
      "file:///etc/passwd",
      "\u202e",
      "\u2028",
      "😀",
      "\ud800",
      "*",
      "~",
      "#",
    ],
    ...["REDACTED", "*/", "//", "</script>", "__proto__", "constructor", "toString", "new", "0"],
  ),
);

/** Inputs that are plain data: what JSON can say, and nothing that is null. */
export const anyInput: fc.Arbitrary<object> = fc.letrec<{ value: unknown; input: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(anyText, fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("input"),
  ),
  input: fc
    .array(fc.tuple(anyText, tie("value")), { maxLength: 5 })
    .map((entries) => Object.fromEntries(entries) as object),
})).input;

/** Regions and endpoints that somebody made up. */
export const anyPlace: fc.Arbitrary<string> = anyText;
