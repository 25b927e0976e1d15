import { buildResult, type DemoRecord, type DemoResult } from "../../../src/cli/demo/demo-result.ts";
import { demoScenario } from "../../../src/cli/demo/scenario.ts";
import type { CallOutcome, SettledCall } from "../../../src/cli/demo/tally.ts";
import type { Transition } from "../../../src/cli/demo/transition.ts";

const { startMs, endMs } = demoScenario.outage;

function call(atMs: number, waitMs: number, outcome: CallOutcome): SettledCall {
  return { operation: "GetApp", startMs: atMs, endMs: atMs + waitMs, outcome };
}

export const opened: Extract<Transition, { kind: "open" }> = {
  kind: "open",
  atMs: startMs + 300,
  operation: "CreateDeployment",
  trigger: "consecutive",
  consecutiveFailures: 12,
  errorPercentage: 40,
  cause: "InternalFailureException",
};

export const closed: Extract<Transition, { kind: "close" }> = {
  kind: "close",
  atMs: endMs + 900,
  operation: "CreateDeployment",
  openForMs: endMs - startMs + 600,
  failedProbes: 1,
};

const sample: DemoRecord = {
  seed: 1,
  scenario: demoScenario,
  raw: {
    callsMade: 3,
    calls: [call(0, 20, "answered"), call(startMs, 40, "failed"), call(endMs + 10, 20, "answered")],
    requestTimes: [0, startMs, startMs + 1, startMs + 2, endMs - 1, endMs],
  },
  withBreakers: {
    callsMade: 4,
    calls: [
      call(startMs, 30, "failed"),
      call(startMs + 400, 0, "refused"),
      call(startMs + 500, 0, "fallback"),
      call(endMs + 50, 20, "answered"),
    ],
    requestTimes: [0, startMs, endMs],
  },
  transitions: [opened, closed],
  latestArrivalMs: 3,
};

/** A result worked out from a few calls, with what a test changes. */
export function sampleResult(changes: Partial<DemoRecord> = {}): DemoResult {
  return buildResult({ ...sample, ...changes });
}
