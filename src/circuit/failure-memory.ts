import type { Clock } from "../clock/clock.ts";
import { summarizeError } from "../errors/error-summary.ts";
import type { LastFailure } from "../events/circuit-state.ts";
import type { Report } from "./lease.ts";

/** Remembers what was last held against the service. */
export class FailureMemory {
  readonly #clock: Clock;
  last: LastFailure | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  remember({ error, disclosure }: Pick<Report, "error" | "disclosure">): void {
    const seen = disclosure?.summarize(error) ?? summarizeError(error);
    this.last = Object.freeze({ error: seen, at: this.#clock.epochMs() });
  }

  /** An answer was so slow that the circuit opens, or stays open; an error that says so stands for it. */
  rememberSlow(durationMs: number, limitMs: number): Error {
    const took = Math.round(durationMs).toLocaleString("en-US");
    const limit = limitMs.toLocaleString("en-US");
    const message = `Amplify took ${took} ms to answer, which is slow from ${limit} ms on`;
    const error = Object.assign(new Error(message), { name: "SlowAnswer" });
    this.remember({ error });
    return error;
  }
}
