import { expect, test } from "vitest";
import type { CallEnding } from "../../src/call/call-ending.ts";
import { fallbackReason } from "../../src/call/fallback-reason.ts";

const error = new Error("ended");

test.each<{ ending: CallEnding; reason: string | undefined }>([
  { ending: { type: "reject", error, reason: "open" }, reason: "open" },
  { ending: { type: "reject", error, reason: "isolated" }, reason: "isolated" },
  { ending: { type: "reject", error, reason: "capacity" }, reason: "capacity" },
  { ending: { type: "reject", error, reason: "shutdown" }, reason: undefined },
  { ending: { type: "reject", error, reason: "staleList" }, reason: undefined },
  { ending: { type: "failure", error }, reason: "failure" },
  { ending: { type: "throttled", error }, reason: "throttled" },
  { ending: { type: "timeout", error, verdict: "ignored" }, reason: "timeout" },
  { ending: { type: "success", output: {} }, reason: undefined },
  { ending: { type: "ignored", error }, reason: undefined },
  { ending: { type: "cancelled", error }, reason: undefined },
])("after $ending.type $ending.reason a fallback is asked for: $reason", ({ ending, reason }) => {
  expect(fallbackReason(ending)).toBe(reason);
});
