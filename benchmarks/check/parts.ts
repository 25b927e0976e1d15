import { measureLoneBreakers } from "../breaker-alone.ts";
import { baseline as loneBaseline, callName, circuitName } from "../breaker-alone/contenders.ts";
import type { Measured, RoundsOptions } from "../harness/rounds.ts";
import { baseline as openBaseline, ourName } from "../open-circuit/patient-subjects.ts";
import { measureAnswers, measureRefusals } from "../open-circuit.ts";
import { measureInMemory } from "../overhead.ts";
import { ours } from "../subjects/ours.ts";
import { raw } from "../subjects/raw.ts";

/** A part of a benchmark's findings that is measured again, ours and the baseline only. */
export interface CheckedPart {
  readonly benchmark: string;
  /** Its name in the findings' data. */
  readonly part: string;
  readonly baseline: string;
  measure(rounds: Omit<RoundsOptions, "baseline" | "turnMs">): Promise<Measured[]>;
}

export const checkedParts: readonly CheckedPart[] = [
  {
    benchmark: "overhead",
    part: "inMemory",
    baseline: raw.name,
    measure: async (rounds) => measureInMemory({ ...rounds, turnMs: 100 }, [raw.name, ours().name]),
  },
  {
    benchmark: "breaker-alone",
    part: "time",
    baseline: loneBaseline,
    measure: async (rounds) =>
      measureLoneBreakers({ ...rounds, turnMs: 60 }, [loneBaseline, circuitName, callName]),
  },
  {
    benchmark: "open-circuit",
    part: "refusal",
    baseline: openBaseline,
    measure: async (rounds) => measureRefusals({ ...rounds, turnMs: 60 }, [openBaseline, ourName]),
  },
  {
    benchmark: "open-circuit",
    part: "answers",
    baseline: openBaseline,
    measure: async (rounds) => measureAnswers({ ...rounds, turnMs: 60 }, [openBaseline, ourName]),
  },
];
