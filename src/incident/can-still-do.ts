import { isOperationName, operationKinds } from "../amplify/operations.ts";
import type { CircuitState } from "../events/circuit-state.ts";
import type { FailureLog } from "./failure-log.ts";
import type { Reach } from "./incident-report.ts";

/** What is known of an incident when somebody asks what to do meanwhile. */
interface Situation {
  readonly isOver: boolean;
  readonly state: CircuitState | null;
  readonly retryAfterMs: number | null;
  readonly fallbacks: number;
  readonly reach: Reach;
  readonly log: FailureLog;
}

/** What the program's caller can do while Amplify is out, the nearest thing first. */
export function canStillDo(situation: Situation): string[] {
  const { isOver, log } = situation;
  return [
    ...(isOver ? ["Nothing more: calls are let through again."] : whileItLasts(situation)),
    ...unknownWrites(log),
  ];
}

function whileItLasts({ state, retryAfterMs, fallbacks, reach, log }: Situation): string[] {
  const operations = [...log.operations];
  const working = reach.neighbours.filter(({ condition }) => condition === "works");
  return [
    waiting(state, retryAfterMs, operations[0]),
    ...(working.length === 0
      ? []
      : [
          `Go on with what works: ${working
            .slice(0, 6)
            .map(({ circuit }) => circuit)
            .join(", ")}.`,
        ]),
    ...(fallbacks > 0
      ? ["Calls are being answered by their fallback; fallbackOf() tells these answers from live ones."]
      : []),
    ...(fallbacks === 0 && operations.some(isRead)
      ? ["Give the reads fallback: lastKnownGood(), which answers from the last good answers."]
      : []),
  ];
}

function waiting(state: CircuitState | null, retryAfterMs: number | null, operation = "…"): string {
  if (state === "isolated") return "Somebody has isolated the circuit: calls go again after release().";
  if (state === "closed") return "Calls are let through.";
  if (state === "halfOpen") return "Make one call: it is the probe that finds out whether Amplify is back.";
  const next = retryAfterMs === null ? "soon" : `in ${Math.ceil(retryAfterMs)} ms`;
  return `Wait: the next call is let through ${next}; breakers.whenAvailable("${operation}") resolves then.`;
}

/** After a write without an answer nobody knows whether it took effect. */
function unknownWrites(log: FailureLog): string[] {
  const writes = [...new Set(log.failures.map(({ operation }) => operation))].filter((name) => !isRead(name));
  if (writes.length === 0) return [];
  return [
    `Before repeating ${writes.join(", ")}, look whether a call that failed or timed out took effect all the same.`,
  ];
}

function isRead(operation: string): boolean {
  return isOperationName(operation) && operationKinds[operation] === "read";
}
