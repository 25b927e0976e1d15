import { isReadName, makesStale, subjectOf, type Subject } from "../amplify/stale-reads.ts";
import { answerKey } from "./answer-key.ts";

/** What a read asks; `undefined` where that cannot be told, and for all that is no read. */
export function readKey(operation: string, input: unknown): string | undefined {
  return isReadName(operation) ? answerKey(operation, input) : undefined;
}

/** A read under way. */
export class Read {
  readonly operation: string;
  readonly subject: Subject;
  /** See {@link readKey}. */
  readonly key: string | undefined;
  /** Where it stands in the order in which its space's reads began. */
  readonly order: number;
  readonly #underWay: Set<Read>;
  #isOutdated = false;

  /** @param underWay - where the read is listed until it ends */
  constructor(operation: string, input: unknown, order: number, underWay: Set<Read>) {
    this.operation = operation;
    this.subject = subjectOf(input);
    this.key = readKey(operation, input);
    this.order = order;
    this.#underWay = underWay;
    underWay.add(this);
  }

  /** Whether something was written since it began that may not show in its answer. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Takes note of a write. */
  noticeWrite(operation: string, input: unknown): void {
    this.#isOutdated ||= makesStale(operation, input, this.operation, this.subject);
  }

  /** From here on writes are not noticed, and the answer is not kept; ending twice does nothing. */
  end(): void {
    this.#underWay.delete(this);
  }
}
