import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parsePhaseScript, PhaseScriptError, type PhaseScript } from "../../src/testing/index.ts";
import { refusalOf } from "./clear-error.ts";
import { built, memberNames, objectOf } from "./hostile-data.ts";
import { holdsFor } from "./holds-for.ts";

const valid = [
  "healthy 5 s\n100 % InternalFailureException on List* 10 s # any error's name",
  '"half the calls": brown-out 50 % for 10 s; throttling on CreateApp | StartJob + latency 300 ms ± 100 ms 10 s',
  "html 503 retry-after 2 s 5 s, reset 1 s, reset-body 500 1 s, refuse 3 s, outage on StartJob applied",
  '[{"name":"ill","durationMs":5,"faults":[{"kind":"error","error":"NotFoundException","rate":0.5}]},{}]',
];
const pieces = fc.constantFrom(
  ...["healthy", "outage", "latency", "status", "html", "on", "for", "applied", "retry-after", "List*", "*"],
  ...[
    "5 s",
    "1ms",
    "2 min",
    "50 %",
    "101%",
    "503",
    "99",
    "0 s",
    "9".repeat(400),
    "1.5.5",
    "***********x",
    "and",
  ],
  ...[
    ",",
    ";",
    "\n",
    "+",
    "±",
    "|",
    "#",
    '"',
    ":",
    '"a":',
    "[",
    "{",
    "é",
    "\u0000",
    "\u{1F600}",
    "-",
    "__proto__",
  ],
);
const texts = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(pieces, { maxLength: 12 }).map((words) => words.join(" ")),
  fc
    .record({ script: fc.constantFrom(...valid), at: fc.nat({ max: 100 }), insert: pieces, cut: fc.nat(5) })
    .map(({ script, at, insert, cut }) => script.slice(0, at) + insert + script.slice(at + cut)),
  fc.constantFrom("x", "*", "9", " ", "\n", '"', "[", "+").map((letter) => letter.repeat(20_000)),
);

test("every text is a script, or is refused with the place that is wrong", async () => {
  await holdsFor(texts, 1_000, (text) => {
    const [refusal, phases] = refusalOfScript(text);
    if (refusal instanceof PhaseScriptError) {
      expect(refusal.message).toMatch(/^line \d+, column \d+: ./);
      const lines = text.split("\n");
      expect(lines.length).toBeGreaterThanOrEqual(refusal.line);
      expect(refusal.column).toBeLessThanOrEqual((lines[refusal.line - 1]?.length ?? 0) + 1);
    }
    for (const { durationMs, faults } of phases.slice(0, -1)) {
      expect(durationMs).toBeGreaterThan(0);
      expect(faults).toBeInstanceOf(Array);
    }
  });
});

test("phases of any kind are a script, or are refused with the member that is wrong", async () => {
  const faultNames = memberNames([
    ...["kind", "error", "rate", "operations", "times", "durationMs", "ms", "spreadMs", "status", "headers"],
    ...["members", "message", "body", "applied", "retryAfterSeconds", "during"],
  ]);
  const values = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom("error", "latency", "response", "reset", "NotFoundException", "List*"),
    },
    { weight: 3, arbitrary: fc.constantFrom(0, 0.5, 1, 500, 1e308) },
    { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
  const fault = fc
    .tuple(fc.constantFrom("error", "latency", "response", "hang"), objectOf(faultNames, values))
    .map(([kind, members]) => ({ kind, ms: 5, ...members }));
  const faults = fc.oneof(
    fc.array(fc.oneof(fault, objectOf(faultNames, values)), { maxLength: 2 }),
    fc.jsonValue(),
  );
  const phase = fc.oneof(
    { weight: 5, arbitrary: fc.record({ faults, durationMs: fc.constantFrom(1, 50) }) },
    { weight: 1, arbitrary: objectOf(memberNames(["name", "faults", "durationMs"]), values) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
  await holdsFor(fc.array(phase, { maxLength: 3 }), 600, (tree) => {
    refusalOfScript(built(tree) as PhaseScript);
  });
});

/** What a script was refused with, and the phases where it was not. */
function refusalOfScript(
  script: PhaseScript,
): [refusal: unknown, phases: ReturnType<typeof parsePhaseScript>] {
  let phases: ReturnType<typeof parsePhaseScript> = [];
  try {
    phases = parsePhaseScript(script);
  } catch (error) {
    if (!(error instanceof PhaseScriptError)) {
      refusalOf(() => {
        throw error;
      }, /^script\b/);
    }
    return [error, phases];
  }
  return [undefined, phases];
}
