import { isReadName } from "../amplify/stale-reads.ts";
import type { Clock } from "../clock/clock.ts";
import type { AnswerSpace } from "../fallback/answer-space.ts";
import type { LastKnownGood } from "../fallback/last-known-good.ts";
import type { Read } from "../fallback/read.ts";

/** A request, as far as it can make answers stale or become one. */
interface TrackedRequest {
  readonly operation: string;
  readonly input: unknown;
}

/** What becomes of an answer. */
export interface AnswerUse {
  /** Where it is kept, if it is. */
  readonly memory: LastKnownGood | undefined;
  /** Whether others may join the request. */
  readonly isShared: boolean;
}

/** Whether a request's answer is fresh, and which older answers it makes stale; from when it is sent until it ends. */
export class Freshness {
  readonly #space: AnswerSpace;
  readonly #request: TrackedRequest;
  readonly #use: AnswerUse;
  #read: Read | undefined;
  #isWriteSent = false;

  constructor(space: AnswerSpace, request: TrackedRequest, use: AnswerUse) {
    this.#space = space;
    this.#request = request;
    this.#use = use;
  }

  /** Whether something was written since the request was sent that may not show in its answer. */
  get isOutdated(): boolean {
    return this.#read?.isOutdated === true;
  }

  sent(): void {
    const { operation, input } = this.#request;
    const { memory, isShared } = this.#use;
    if (!isReadName(operation)) {
      this.#isWriteSent = true;
      this.#space.wrote(operation, input);
    } else if (memory !== undefined || isShared) {
      this.#read = this.#space.beginRead(operation, input);
    }
  }

  /** The service answered. */
  keep(output: unknown, clock: Clock): void {
    const { memory } = this.#use;
    if (memory !== undefined && this.#read !== undefined) {
      this.#space.remember(memory, this.#read, output, clock.now());
    }
  }

  ended(): void {
    const { operation, input } = this.#request;
    this.#read?.end();
    if (this.#isWriteSent) this.#space.wrote(operation, input);
  }
}
