import { expect, test } from "vitest";
import { CallAnnouncer } from "../../src/call/call-announcer.ts";
import type { CallEnding } from "../../src/call/call-ending.ts";
import { Disclosure } from "../../src/call/disclosure.ts";
import type { ErrorSummary } from "../../src/errors/error-summary.ts";
import { succeeded } from "../../src/outcome/verdict.ts";
import { aCircuit, type TestCircuit } from "../circuit/a-circuit.ts";
import { serviceError } from "./a-call.ts";

function anAnnouncer(): { announcer: CallAnnouncer; circuit: TestCircuit } {
  const circuit = aCircuit();
  const { core, hub: events } = circuit;
  const announcer = new CallAnnouncer("GetApp", 7, { circuit: core, events });
  return { announcer, circuit };
}

const disclosure = new Disclosure({ appId: "d1", accessToken: "t0k3n" }, { context: undefined });

const error = serviceError("InternalFailureException", 500, { $response: { headers: { secret: "s3cr3t" } } });

test.each<{ ending: CallEnding; members: object }>([
  { ending: { type: "success", output: {} }, members: {} },
  { ending: { type: "failure", error }, members: { requestId: "r-1" } },
  { ending: { type: "throttled", error }, members: { requestId: "r-1" } },
  { ending: { type: "ignored", error }, members: { requestId: "r-1" } },
  { ending: { type: "cancelled", error }, members: { requestId: "r-1" } },
  { ending: { type: "timeout", error, verdict: "ignored" }, members: { verdict: "ignored" } },
  { ending: { type: "reject", error, reason: "capacity" }, members: { reason: "capacity" } },
])("tells of $ending.type under the call's operation and the circuit's name", ({ ending, members }) => {
  const { announcer, circuit } = anAnnouncer();
  announcer.ended(ending, {
    durationMs: 12,
    attempts: 2,
    wouldReject: undefined,
    isCoalesced: false,
    disclosure,
  });
  expect(circuit.heard.events).toMatchObject([
    {
      type: ending.type,
      operation: "GetApp",
      circuit: "ListApps",
      callId: 7,
      durationMs: 12,
      attempts: 2,
      ...members,
    },
  ]);
  expect(circuit.heard.events[0]).not.toHaveProperty("wouldReject");
  expect(circuit.heard.events[0]).not.toHaveProperty("coalesced");
});

test("shows errors as frozen summaries, which hold nothing secret", () => {
  const { announcer, circuit } = anAnnouncer();
  announcer.ended(
    { type: "failure", error },
    { durationMs: 12, attempts: 2, wouldReject: "open", isCoalesced: true, disclosure },
  );
  const summarize = (): ErrorSummary => disclosure.summarize(error);
  announcer.attempted({ verdict: "failure", answered: false }, { attempt: 3, durationMs: 5, summarize });
  const [ended, attempt] = [circuit.heard.of("failure")[0], circuit.heard.of("attempt")[0]];
  for (const event of [ended, attempt]) {
    expect(event?.error).not.toBe(error);
    expect(event?.error).toMatchObject({ name: "InternalFailureException", $fault: "server" });
    expect(event?.error).not.toHaveProperty("$response");
  }
  expect(ended).toMatchObject({ wouldReject: "open", coalesced: true });
});

test("tells of a failure and a timeout what was asked for, without its secrets", () => {
  const { announcer, circuit } = anAnnouncer();
  const facts = { durationMs: 12, attempts: 2, wouldReject: undefined, isCoalesced: false };
  announcer.ended({ type: "failure", error }, { ...facts, disclosure });
  announcer.ended({ type: "timeout", error, verdict: "failure" }, { ...facts, disclosure });
  announcer.ended({ type: "ignored", error }, { ...facts, disclosure });
  announcer.ended({ type: "failure", error }, { ...facts, disclosure: undefined });
  const [failure, timeout, ignored, unsent] = circuit.heard.events;
  for (const event of [failure, timeout]) {
    expect(event).toMatchObject({ input: { appId: "d1", accessToken: "REDACTED" } });
  }
  for (const event of [ignored, unsent]) expect(event).not.toHaveProperty("input");
  for (const event of circuit.heard.events) {
    expect(event).not.toHaveProperty("accountId");
    expect(event).not.toHaveProperty("sdkVersion");
  }
});

test("tells of a failure whose account it was, and by which SDK, where that is known", () => {
  const { announcer, circuit } = anAnnouncer();
  const identity = { accountId: "123456789012" };
  const pipeline = {
    context: { __smithy_context: { selectedHttpAuthScheme: { identity } } },
    sent: { request: { headers: { "user-agent": "aws-sdk-js/3.1063.0 ua/2.1" } } },
  };
  announcer.ended(
    { type: "failure", error },
    {
      ...{ durationMs: 12, attempts: 2, wouldReject: undefined, isCoalesced: false },
      disclosure: new Disclosure({}, pipeline),
    },
  );
  expect(circuit.heard.events).toMatchObject([{ accountId: "123456789012", sdkVersion: "3.1063.0" }]);
});

test("shows no secret of the input where the error quotes it", () => {
  const { announcer, circuit } = anAnnouncer();
  const quoting = serviceError("InternalFailureException", 500, { message: "no app has t0k3n" });
  announcer.ended(
    { type: "failure", error: quoting },
    { durationMs: 12, attempts: 2, wouldReject: undefined, isCoalesced: false, disclosure },
  );
  expect(circuit.heard.of("failure")).toMatchObject([{ error: { message: "no app has [redacted]" } }]);
});

test("tells of attempts without an error where there was none, and of fallbacks", () => {
  const { announcer, circuit } = anAnnouncer();
  announcer.attempted(succeeded, { attempt: 1, durationMs: 5 });
  announcer.fellBack("isolated", undefined);
  announcer.fellBack("open", 600);
  expect(circuit.heard.events).toMatchObject([
    { type: "attempt", callId: 7, attempt: 1, verdict: "success", durationMs: 5 },
    { type: "fallback", callId: 7, reason: "isolated" },
    { type: "fallback", callId: 7, reason: "open", ageMs: 600 },
  ]);
  expect(circuit.heard.events[1]).not.toHaveProperty("ageMs");
  expect(circuit.heard.events[0]).not.toHaveProperty("error");
});

test("counts the calls that a circuit refused for its state, and those that were answered by a fallback", () => {
  const { announcer, circuit } = anAnnouncer();
  const facts = {
    durationMs: 0,
    attempts: 0,
    wouldReject: undefined,
    isCoalesced: false,
    disclosure: undefined,
  };
  for (const reason of ["open", "isolated", "capacity", "shutdown", "staleList"] as const) {
    announcer.ended({ type: "reject", error, reason }, facts);
  }
  announcer.fellBack("open", undefined);
  expect(circuit.core.stats()).toMatchObject({ rejections: 2, fallbacks: 1 });
});
