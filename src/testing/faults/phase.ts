import { describeValue } from "../../errors/describe-value.ts";
import { describeFaults } from "./describe-faults.ts";
import type { Fault } from "./fault.ts";
import { validateFault } from "./validate-fault.ts";

/** A stretch of time in which the same things go wrong. */
export interface Phase {
  /** What a live view calls it. @default made from the faults, as in "40 % InternalFailureException on List*" */
  readonly name?: string;
  /** Milliseconds it lasts; only the last phase may last for ever. */
  readonly durationMs?: number;
  /** What goes wrong; nothing when empty. @default none */
  readonly faults?: readonly Fault[];
}

/** A phase with everything filled in. */
export interface ResolvedPhase {
  readonly name: string;
  /** Its place in the script, from 0. */
  readonly index: number;
  /** Milliseconds it lasts; undefined when for ever. */
  readonly durationMs: number | undefined;
  readonly faults: readonly Fault[];
}

const members: readonly string[] = ["name", "durationMs", "faults"] satisfies (keyof Phase)[];

/**
 * Checks the phases of a script and fills in what they leave out.
 *
 * @throws TypeError or RangeError naming the phase and the member that is wrong
 */
export function resolvePhases(phases: unknown): readonly ResolvedPhase[] {
  if (!Array.isArray(phases) || phases.length === 0) {
    throw new TypeError(
      `script must be a text or an array of at least one phase, got ${describeValue(phases)}`,
    );
  }
  return Object.freeze(
    phases.map((phase: unknown, index) => resolvePhase(phase, index, index === phases.length - 1)),
  );
}

function resolvePhase(given: unknown, index: number, isLast: boolean): ResolvedPhase {
  const option = `script[${index}]`;
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`${option} must be an object, got ${describeValue(given)}`);
  }
  const unknownName = Object.keys(given).find((name) => !members.includes(name));
  if (unknownName !== undefined) {
    throw new TypeError(`${option}.${unknownName} is not part of a phase; allowed: ${members.join(", ")}`);
  }
  const { name, durationMs, faults = [] } = given as Phase;
  checkDuration(durationMs, option, isLast);
  if (!Array.isArray(faults)) {
    throw new TypeError(`${option}.faults must be an array, got ${describeValue(faults)}`);
  }
  if (name !== undefined && typeof name !== "string") {
    throw new TypeError(`${option}.name must be a string, got ${describeValue(name)}`);
  }
  const checked = faults.map((fault, place) => validateFault(fault, `${option}.faults[${place}]`));
  return Object.freeze({
    name: name ?? describeFaults(checked),
    index,
    durationMs,
    faults: Object.freeze(checked),
  });
}

function checkDuration(durationMs: unknown, option: string, isLast: boolean): void {
  if (durationMs === undefined) {
    if (isLast) return;
    throw new RangeError(`${option}.durationMs is missing: only the last phase may last for ever`);
  }
  if (typeof durationMs !== "number" || !(durationMs > 0) || durationMs === Infinity) {
    throw new RangeError(
      `${option}.durationMs must be a finite number above 0, got ${describeValue(durationMs)}`,
    );
  }
}
