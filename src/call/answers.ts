import { AnswerSpace } from "../fallback/answer-space.ts";

/** A request in flight that others may be able to join. */
export interface Joinable {
  readonly isJoinable: boolean;
}

/** What one principal's calls share: old answers, and requests in flight. */
export class Answers<Shared extends Joinable> {
  readonly space: AnswerSpace = new AnswerSpace();
  readonly #flights = new Map<string, Shared>();

  /** The request in flight whose answer will do for an identical call that is made now. */
  joinable(key: string): Shared | undefined {
    const flight = this.#flights.get(key);
    return flight?.isJoinable === true ? flight : undefined;
  }

  /** Lets others join until {@link unshare}. */
  share(key: string, flight: Shared): void {
    this.#flights.set(key, flight);
  }

  unshare(key: string, flight: Shared): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
