import type { CircuitCore } from "../circuit/circuit.ts";
import type { Clock } from "../clock/clock.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import type { Answers, Joinable } from "./answers.ts";

/** What a call, and the request it leads to, meet on their way. */
export interface Surroundings<Request extends Joinable> {
  readonly circuit: CircuitCore;
  /** Those in force for the call. */
  readonly options: ResolvedCallOptions;
  readonly clock: Clock;
  readonly answers: Answers<Request>;
}
