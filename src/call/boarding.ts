import type { Candidate, Lease, Refusal } from "../circuit/lease.ts";
import { OwnContext } from "./own-context.ts";

/** Who asks a circuit to be let through. */
type Boarder = Pick<Candidate, "onAdmitted" | "onRefused" | "onStop">;

/** Asks in a flight's name, and passes on what the circuit says in the context of the call that began it. */
export class Boarding implements Candidate {
  readonly maxWaitMs: number;
  readonly isBypass: boolean;
  readonly #boarder: Boarder;
  readonly #context = new OwnContext();

  constructor(boarder: Boarder, { maxWaitMs, isBypass }: { maxWaitMs: number; isBypass: boolean }) {
    this.#boarder = boarder;
    this.maxWaitMs = maxWaitMs;
    this.isBypass = isBypass;
  }

  /** What is said from now on is caused by others. */
  await(): void {
    this.#context.keep();
  }

  onAdmitted(lease: Lease): void {
    this.#context.run(() => this.#boarder.onAdmitted(lease));
  }

  onRefused(refusal: Refusal): void {
    this.#context.run(() => this.#boarder.onRefused(refusal));
  }

  onStop(): void {
    this.#context.run(() => this.#boarder.onStop());
  }
}
