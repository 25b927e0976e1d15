import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { colourPaint, plainPaint } from "../../../src/cli/paint.ts";
import { eventLine, type WatchedEvent } from "../../../src/cli/watch/event-line.ts";
import { roundLine } from "../../../src/cli/watch/round-line.ts";
import { watch } from "../../../src/cli/watch/watch.ts";
import { recordIo } from "../recorded-io.ts";

const at = 1_700_000_000_000;
const base = { operation: "ListApps", circuit: "ListApps", at } as const;
const error = Object.assign(new Error("Internal\nfailure"), { name: "InternalFailureException" });
const ended = { ...base, callId: 1, durationMs: 1_500, attempts: 1, error } as const;
const stats = {
  ...{ successes: 0, failures: 5, slow: 0, errorPercentage: 62.4, consecutiveFailures: 5 },
  ...{ inFlight: 0, waiting: 0, queued: 0, p50Ms: null, p99Ms: null, rejections: 0, fallbacks: 0 },
};
const outage = {
  ...base,
  type: "open",
  trigger: "consecutive",
  cause: error,
  retryAfterMs: 100,
  stats,
} as const;

test.each<[WatchedEvent, string]>([
  [outage, "out after 5 failures in a row: InternalFailureException: Internal failure; next try in 100 ms"],
  [{ ...outage, trigger: "rate" }, "out after 62 % of calls failed"],
  [{ ...base, type: "halfOpen" }, "the next call finds out whether Amplify is back"],
  [{ ...base, type: "probeFailed", retryAfterMs: 2_000 }, "still out: no error given; next try in 2.00 s"],
  [{ ...base, type: "close", openForMs: 3_000, stats }, "Amplify answers again, after 3.00 s"],
  [{ ...ended, type: "failure" }, "failed after 1 attempt: InternalFailureException"],
  [{ ...ended, type: "timeout", verdict: "failure" }, "given up after 1.50 s"],
  [{ ...ended, type: "throttled" }, "asks for a slower pace"],
  [{ ...ended, type: "ignored" }, "says nothing against Amplify"],
  [{ ...ended, type: "reject", reason: "open" }, "refused at once, nothing sent"],
])("tells an event in one line: %#", (event, meaning) => {
  const line = eventLine(event, plainPaint);
  expect(line).toMatch(/^\d\d:\d\d:\d\d {2}\w+ +ListApps +\S/);
  expect(line).toContain(meaning);
  expect(line).not.toContain("\n");
  expect(stripVTControlCharacters(eventLine(event, colourPaint))).toBe(line);
});

test("tells a round in one line, with the circuits that are not closed", () => {
  const entries = [{ operation: "ListApps", calls: 2, answered: 1, longestMs: 41 }];
  const circuits = [
    { name: "ListApps", state: "halfOpen" } as const,
    { name: "GetJob", state: "closed" } as const,
  ];
  const round = { epochMs: at, number: 3, entries, circuits };
  expect(roundLine(round, plainPaint)).toMatch(/round 3: ListApps 1\/2 in 41 ms, ListApps half-open$/);
  expect(roundLine({ ...round, circuits: [] }, plainPaint)).toMatch(/all circuits closed$/);
});

test("prints its usage", async () => {
  const { io, stdout } = recordIo();
  expect(await watch(["--help"], io)).toBe(0);
  expect(stdout.text).toMatch(/^Usage: amplify-breaker watch/);
});

test.each([
  [["--interval", "0"], '--interval must be a number from 0.1 to 86400, got "0"'],
  [["--interval", "soon"], '--interval must be a number from 0.1 to 86400, got "soon"'],
  [["--endpoint", "localhost:4566"], "--endpoint must be a URL such as http://127.0.0.1:4566"],
  [["--region", ""], "--region must not be empty"],
  [["--reigon", "x"], "Unknown option '--reigon'"],
])("ends with 2 for %j, and says why", async (argv, message) => {
  const { io, stdout, stderr } = recordIo();
  expect(await watch(argv, io)).toBe(2);
  expect(stderr.text).toContain(message);
  expect(stdout.text).toBe("");
});
