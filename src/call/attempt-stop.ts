import type { Attempts } from "./attempts.ts";

/** Ends a request that was sent, when nobody waits for the answer any longer. */
export class AttemptStop {
  readonly #attempts: Attempts;
  /** Made when it is asked for: a call that is refused, as most are in an outage, needs none. */
  #controller: AbortController | undefined;
  #isStopped = false;
  #reason: unknown;

  constructor(attempts: Attempts) {
    this.#attempts = attempts;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#isStopped) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Whether an attempt is under way that the signal could end. */
  get isAttempting(): boolean {
    return this.#attempts.isUnderWay;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  stop(reason: unknown): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}
