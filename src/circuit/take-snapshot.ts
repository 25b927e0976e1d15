import { summarizeError } from "../errors/error-summary.ts";
import type { BreakersSnapshot, CircuitSnapshot, ErrorSnapshot } from "./breakers-snapshot.ts";
import type { CircuitDirectory } from "./circuit-directory.ts";
import type { CircuitMemory } from "./circuit-memory.ts";
import type { CircuitCore } from "./circuit.ts";
import type { WindowBucket } from "./engine.ts";
import type { StreakState } from "./failure-streak.ts";
import type { OutageState } from "./outage.ts";
import { mostCircuits } from "./read-snapshot.ts";
import { mostImportant } from "./snapshot-order.ts";
import { withoutUndefined } from "../errors/without-undefined.ts";

/** One moment, by both clocks. */
interface Moment {
  readonly now: number;
  readonly epochMs: number;
}

/** What all circuits of the directory know, those left out that know nothing. */
export function takeSnapshot(directory: CircuitDirectory): BreakersSnapshot {
  const { clock } = directory.settings;
  const moment = { now: clock.now(), epochMs: clock.epochMs() };
  const circuits: CircuitSnapshot[] = [];
  for (const set of directory) {
    for (const circuit of set) {
      const memory = circuit.memory();
      if (knowsSomething(memory)) circuits.push(describeCircuit(circuit, memory, moment));
    }
  }
  return { version: 1, takenAt: moment.epochMs, circuits: mostImportant(circuits, mostCircuits) };
}

function knowsSomething({ isolation, lastFailure, outage, health }: CircuitMemory): boolean {
  const hasHeard = lastFailure !== undefined || health.window.length > 0;
  return isolation !== undefined || hasHeard || outage.openings > 0;
}

function describeCircuit(circuit: CircuitCore, memory: CircuitMemory, moment: Moment): CircuitSnapshot {
  const { isolation, lastFailure, health } = memory;
  return withoutUndefined({
    ...circuit.identity,
    state: stateOf(memory),
    isolation,
    ...describeOutage(memory, moment),
    lastFailure:
      lastFailure === undefined ? undefined : { error: describeError(lastFailure.error), at: lastFailure.at },
    window: health.window.map(describeBucket),
    slow: health.slow.map(describeBucket),
    streak: describeStreak(health.streak, moment),
  });
}

/**
 * An outage has a trigger as long as it lasts; the state itself follows no clock, and passes for closed once the breakers
 * were shut down.
 */
function stateOf({ trigger, outage }: CircuitMemory): CircuitSnapshot["state"] {
  if (trigger === undefined) return "closed";
  return outage.remainingMs > 0 ? "open" : "halfOpen";
}

function describeOutage(memory: CircuitMemory, moment: Moment): OutageMembers {
  const { trigger, outage } = memory;
  const hasOpened = outage.openings > 0;
  return {
    trigger,
    openings: outage.openings,
    openedAt: hasOpened ? epochOf(outage.openedAt, moment) : undefined,
    closedAt: hasOpened ? epochOf(outage.closedAt, moment) : undefined,
    // Rounded up, so that no probe comes sooner for it.
    retryAt: stateOf(memory) === "open" ? Math.ceil(moment.epochMs + outage.remainingMs) : undefined,
    cause: outage.cause === undefined ? undefined : describeError(outage.cause),
  };
}

interface OutageMembers {
  readonly trigger: CircuitMemory["trigger"];
  readonly openings: OutageState["openings"];
  readonly openedAt: number | undefined;
  readonly closedAt: number | undefined;
  readonly retryAt: number | undefined;
  readonly cause: ErrorSnapshot | undefined;
}

/** Summarized once more, whatever it is, because a snapshot leaves the process. */
function describeError(error: unknown): ErrorSnapshot {
  const { name, message, code, $fault, $metadata } = summarizeError(error);
  return withoutUndefined({ name, message, code, $fault, $metadata });
}

function describeBucket({ ageMs, successes, failures }: WindowBucket): WindowBucket {
  return { ageMs: Math.round(ageMs), successes, failures };
}

function describeStreak({ length, lastSuccessAt }: StreakState, { now }: Moment): CircuitSnapshot["streak"] {
  const msSinceSuccess = lastSuccessAt === undefined ? undefined : Math.round(now - lastSuccessAt);
  return withoutUndefined({ failures: length, msSinceSuccess });
}

function epochOf(at: number, { now, epochMs }: Moment): number {
  return Math.round(epochMs - (now - at));
}
