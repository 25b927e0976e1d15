import { describe, expect, test } from "vitest";
import { parsePhaseScript, PhaseScriptError, type Phase } from "../../../src/testing/index.ts";

describe("a script in words", () => {
  test("is read as it is meant", () => {
    const script =
      "healthy 5 s, 100 % InternalFailureException on List* 10 s, brown-out 40 % for 10 s, healthy";
    expect(parsePhaseScript(script)).toEqual([
      { name: "healthy", index: 0, durationMs: 5_000, faults: [] },
      {
        name: "InternalFailureException on List*",
        index: 1,
        durationMs: 10_000,
        faults: [{ kind: "error", error: "InternalFailureException", rate: 1, operations: ["List*"] }],
      },
      {
        name: "40 % InternalFailureException",
        index: 2,
        durationMs: 10_000,
        faults: [{ kind: "error", error: "InternalFailureException", rate: 0.4 }],
      },
      { name: "healthy", index: 3, durationMs: undefined, faults: [] },
    ]);
  });

  test("has lines, comments, names and several faults in one phase", () => {
    const script = `
      # what we saw in March
      "slow and throttled": throttling on CreateApp | StartJob + 50% latency 300 ms ± 100 ms 2 min # and more
      InternalFailureException on StartJob and CreateApp applied retry-after 2 s 500 ms;
    `;
    expect(parsePhaseScript(script)).toEqual([
      {
        name: "slow and throttled",
        index: 0,
        durationMs: 120_000,
        faults: [
          { kind: "throttling", operations: ["CreateApp", "StartJob"] },
          { kind: "latency", ms: 300, spreadMs: 100, rate: 0.5 },
        ],
      },
      {
        name: "InternalFailureException on StartJob | CreateApp",
        index: 1,
        durationMs: 500,
        faults: [
          {
            kind: "error",
            error: "InternalFailureException",
            operations: ["StartJob", "CreateApp"],
            applied: true,
            retryAfterSeconds: 2,
          },
        ],
      },
    ]);
  });

  test.each<[string, object]>([
    ["hang", { kind: "hang" }],
    ["refuse", { kind: "refuse" }],
    ["reset", { kind: "reset" }],
    ["reset-body 500", { kind: "reset", during: "body", status: 500 }],
    ["stall 200", { kind: "stall", status: 200 }],
    ["html", { kind: "html" }],
    ["empty 504", { kind: "empty", status: 504 }],
    ["malformed 200", { kind: "malformed", status: 200 }],
    ["mistyped", { kind: "mistyped" }],
    ["status 418", { kind: "response", status: 418 }],
    ["outage", { kind: "error", error: "InternalFailureException" }],
    ["Brownout 40%", { kind: "error", error: "InternalFailureException", rate: 0.4 }],
    ["12.5 % TooManyRequestsException", { kind: "error", error: "TooManyRequestsException", rate: 0.125 }],
  ])("knows %j", (words, fault) => {
    expect(parsePhaseScript(`${words} 1 s`)).toMatchObject([{ durationMs: 1_000, faults: [fault] }]);
  });

  test("reads its own names back", () => {
    const script = [
      "12.5 % latency 300 ms ± 100 ms on List*",
      "reset-body 500 on GetApp | GetJob",
      "status 418",
      "html 502 + hang",
      "refuse",
    ];
    const phases = parsePhaseScript(script.map((line) => `${line} 1 s`).join("\n"));
    expect(phases.map(({ name }) => name)).toEqual(script);
  });

  test.each<[string, string]>([
    ["", 'line 1, column 1: a phase was expected, as in "healthy 5 s"'],
    [
      "healthy 5 s,\n outtage 5 s",
      'line 2, column 2: "outtage" is not something that can go wrong. Did you mean "outage"? Allowed: healthy, throttling',
    ],
    ["healthy 5 s, 40 %", "line 1, column 18: the end is not something that can go wrong"],
    [
      "hang on ListApp 5 s",
      'line 1, column 9: an operation must be an Amplify operation or a glob that fits one, got "ListApp"; did you mean "ListApps"?',
    ],
    ["hang on 5 s", 'line 1, column 9: an operation was expected after "on", got "5 s"'],
    ["healthy 5", 'line 1, column 9: a duration was expected, as in "500 ms", "10 s" or "2 min", got "5"'],
    ["healthy for ever", 'a duration was expected, as in "500 ms", "10 s" or "2 min", got "ever"'],
    ["healthy for\nhang", "got the end of the line"],
    ["healthy, hang", "line 1, column 10: nothing can follow a phase without a duration"],
    ["healthy 0 s", "line 1, column 9: a phase must last longer than 0"],
    ["140 % hang", 'line 1, column 1: a rate must be 0 to 100 %, got "140 %"'],
    ["html 99 1 s", 'line 1, column 6: a status must be an integer from 200 to 599, got "99"'],
    [
      "latency fast",
      'line 1, column 9: latency needs a duration, as in "latency 300 ms ± 100 ms", got "fast"',
    ],
    ["latency 3 ms ± some", 'a duration was expected after "±", got "some"'],
    ["html retry-after 5", 'retry-after must be a duration, as in "2 s", got "5"'],
    [
      "hang reset 1 s",
      'line 1, column 6: "reset" is not expected here; a comma ends a phase, "+" adds a fault',
    ],
    ["hang & reset", "line 1, column 6: & is not expected here"],
    // One star after the other, tried in all ways, would take until tomorrow.
    [`hang on ${"*".repeat(13)}x`, "line 1, column 9: an operation must be an Amplify operation or a glob"],
  ])("%j is refused, with what was wrong and where", (script, message) => {
    expect(() => parsePhaseScript(script)).toThrow(PhaseScriptError);
    expect(() => parsePhaseScript(script)).toThrow(message);
  });
});

describe("a script as JSON", () => {
  const phases: readonly Phase[] = [
    { durationMs: 1_000 },
    { name: "out", durationMs: 5, faults: [{ kind: "hang" }] },
    {},
  ];

  test("is the same as text and as an array", () => {
    expect(parsePhaseScript(JSON.stringify(phases, undefined, 2))).toEqual(parsePhaseScript(phases));
    expect(parsePhaseScript(phases).map(({ name }) => name)).toEqual(["healthy", "out", "healthy"]);
  });

  test.each<[unknown, string]>([
    [[], "script must be a text or an array of at least one phase"],
    [{}, "script must be a text or an array of at least one phase, got an object"],
    [[1], "script[0] must be an object, got 1"],
    [[{ duration: 1 }], "script[0].duration is not part of a phase; allowed: name, durationMs, faults"],
    [[{}, {}], "script[0].durationMs is missing: only the last phase may last for ever"],
    [[{ durationMs: 0 }], "script[0].durationMs must be a finite number above 0, got 0"],
    [[{ name: 1 }], "script[0].name must be a string, got 1"],
    [[{ faults: {} }], "script[0].faults must be an array, got an object"],
    [
      [{ faults: [{ kind: "hang", rate: 2 }] }],
      "script[0].faults[0].rate must be a number from 0 to 1, got 2",
    ],
    ["[{]", "line 1, column 3: the script begins as JSON but is none"],
  ])("%j is refused with a reason", (script, message) => {
    expect(() => parsePhaseScript(script as string)).toThrow(message);
  });
});
