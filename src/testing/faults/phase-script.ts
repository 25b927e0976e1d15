import { parsePhaseText } from "./parse-phase-text.ts";
import { PhaseScriptError } from "./phase-script-error.ts";
import { resolvePhases, type Phase, type ResolvedPhase } from "./phase.ts";

/**
 * A script of phases: an array of them, the same as JSON text, or words.
 *
 * In words, phases are parted by commas, semicolons or line ends, and `#` begins a comment. A phase is `healthy`, or
 * faults joined by `+`, and then how long it lasts. A fault is a share (default 100 %), what goes wrong, and where:
 *
 * ```text
 * healthy 5 s
 * 100 % InternalFailureException on List* 10 s      # any error's name
 * "half the calls": brown-out 50 % for 10 s         # a name of its own, for a live view
 * throttling on CreateApp | StartJob + latency 300 ms ± 100 ms 10 s
 * html 503 retry-after 2 s 5 s, reset 1 s, reset-body 500 1 s, refuse 3 s
 * InternalFailureException on StartJob applied 5 s  # the job is started all the same
 * healthy
 * ```
 *
 * What goes wrong: an error's name, `throttling`, `latency`, `hang`, `refuse`, `reset`, `reset-body`, `stall`, `html`,
 * `empty`, `malformed`, `mistyped`, `status`, `outage` and `brown-out` (both InternalFailureException).
 */
export type PhaseScript = string | readonly Phase[];

/**
 * Reads a script in any of its forms.
 *
 * @throws PhaseScriptError for a text that cannot be understood
 * @throws TypeError or RangeError naming the phase and the member that is wrong
 *
 * @example
 * ```ts
 * parsePhaseScript("healthy 5 s, outage on List* 10 s, healthy").map(({ name }) => name);
 * ```
 */
export function parsePhaseScript(script: PhaseScript): readonly ResolvedPhase[] {
  if (typeof script !== "string") return resolvePhases(script);
  return resolvePhases(script.trimStart().startsWith("[") ? parseJson(script) : parsePhaseText(script));
}

function parseJson(script: string): unknown {
  try {
    return JSON.parse(script);
  } catch (error) {
    const { message } = error as Error;
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    throw new PhaseScriptError(`the script begins as JSON but is none: ${message}`, script, offset);
  }
}
