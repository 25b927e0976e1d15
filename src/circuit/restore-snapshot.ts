import { summarizeError } from "../errors/error-summary.ts";
import type { LastFailure } from "../events/circuit-state.ts";
import type { CircuitSnapshot } from "./breakers-snapshot.ts";
import type { CircuitDirectory } from "./circuit-directory.ts";
import type { CircuitMemory } from "./circuit-memory.ts";
import type { CircuitSet } from "./circuit-set.ts";
import type { WindowBucket } from "./engine.ts";
import type { HealthRecord } from "./health.ts";
import type { OutageState } from "./outage.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { mostImportant } from "./snapshot-order.ts";
import { withoutUndefined } from "../errors/without-undefined.ts";

/** When a snapshot was taken. */
interface Moment {
  readonly epochMs: number;
  /** What our clock would have read. */
  readonly now: number;
  /** Milliseconds since; never negative, whatever became of the calendar. */
  readonly agoMs: number;
}

/** Which circuit of which set is to go on from what. */
type Plan = readonly (readonly [CircuitSet, CircuitSnapshot])[];

/**
 * Has the circuits of the directory go on where those of a snapshot stood; what is not in it stays as it is.
 *
 * The time since the snapshot counts: windows have aged by it, and an outage whose reset has passed waits for its probe.
 * An isolation in force stays in force, whatever the snapshot says. Members that are not known are ignored. Of each place
 * at most `maxCircuits` circuits are taken up, those first that are out of service. After a shutdown none is.
 *
 * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came; nothing changes then
 */
export function restoreSnapshot(directory: CircuitDirectory, snapshot: unknown): void {
  const { takenAt, circuits } = readSnapshot(snapshot);
  const { clock } = directory.settings;
  const agoMs = Math.max(0, clock.epochMs() - takenAt);
  const moment = { epochMs: takenAt, now: clock.now() - agoMs, agoMs };
  const plan = directory.isShutdown ? [] : planFor(directory, circuits);
  // All are made before any is restored: one that is made while others are out would join their outage, and say so.
  for (const [set, { name }] of plan) set.named(name);
  for (const [set, circuit] of plan) {
    // A listener of what was restored before may have shut down everything.
    if (!directory.isShutdown) restoreCircuit(set, circuit, moment);
  }
}

function planFor(directory: CircuitDirectory, circuits: readonly CircuitSnapshot[]): Plan {
  const bySet = new Map<CircuitSet, CircuitSnapshot[]>();
  for (const circuit of circuits) {
    const { region, endpoint, scope } = circuit;
    const set = directory.at(withoutUndefined({ region, endpoint, scope }));
    const ofSet = bySet.get(set) ?? [];
    ofSet.push(circuit);
    bySet.set(set, ofSet);
  }
  const { maxCircuits } = directory.settings;
  return [...bySet].flatMap(([set, ofSet]) =>
    mostImportant(ofSet, maxCircuits).map((circuit) => [set, circuit] as const),
  );
}

function restoreCircuit(set: CircuitSet, snapshot: CircuitSnapshot, moment: Moment): void {
  const circuit = set.named(snapshot.name);
  // Where there is no room: the one that takes in all others must not suffer for what a single one met.
  if (circuit.identity.name !== snapshot.name) return;
  const memory = memoryOf(snapshot, moment);
  circuit.restore({ ...memory, isolation: memory.isolation ?? circuit.isolation });
}

function memoryOf(circuit: CircuitSnapshot, moment: Moment): CircuitMemory {
  const { state, isolation, lastFailure } = circuit;
  return {
    trigger: state === "closed" ? undefined : circuit.trigger,
    isolation: isolation === undefined ? undefined : Object.freeze({ ...isolation }),
    lastFailure: lastFailure === undefined ? undefined : lastFailureOf(lastFailure),
    outage: outageOf(circuit, moment),
    health: healthOf(circuit, moment),
  };
}

function outageOf(circuit: CircuitSnapshot, moment: Moment): OutageState {
  const { state, openings, cause, openedAt, closedAt, retryAt } = circuit;
  const isOpen = state === "open" && retryAt !== undefined;
  return {
    openedAt: clockTime(openedAt, moment),
    closedAt: clockTime(closedAt, moment),
    remainingMs: isOpen ? retryAt - moment.epochMs - moment.agoMs : 0,
    openings,
    cause: cause === undefined ? undefined : summarizeError(cause),
  };
}

function healthOf({ window, slow, streak }: CircuitSnapshot, { now, agoMs }: Moment): HealthRecord {
  const aged = ({ ageMs, ...counts }: WindowBucket): WindowBucket => ({ ...counts, ageMs: ageMs + agoMs });
  const { failures, msSinceSuccess } = streak;
  return {
    window: window.map(aged),
    slow: slow.map(aged),
    streak: {
      length: failures,
      lastSuccessAt: msSinceSuccess === undefined ? undefined : now - msSinceSuccess,
    },
  };
}

function lastFailureOf({ error, at }: NonNullable<CircuitSnapshot["lastFailure"]>): LastFailure {
  return Object.freeze({ error: summarizeError(error), at });
}

/** By our clock; nothing in a snapshot happened after it was taken, whatever the calendar said. */
function clockTime(epochMs: number | undefined, moment: Moment): number {
  return moment.now - Math.max(0, moment.epochMs - (epochMs ?? moment.epochMs));
}
