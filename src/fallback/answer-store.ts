import { deserialize, serialize } from "node:v8";
import { LRUCache } from "lru-cache";
import type { Subject } from "../amplify/stale-reads.ts";
import type { AnswerBounds } from "./answer-bounds.ts";

/** What is known of an answer besides what it says. */
export interface AnswerFacts {
  readonly operation: string;
  readonly subject: Subject;
  /** Where the call stands in the order in which its space's reads began. */
  readonly order: number;
  /** When the answer came, in monotonic milliseconds. */
  readonly at: number;
  /** Leads to the page after, where there is one. */
  readonly nextToken: string | undefined;
  /** Where the keys of everybody with the same principal are listed. */
  readonly index: Set<string>;
}

interface Answer extends AnswerFacts {
  readonly bytes: Uint8Array;
}

/** Answers as bytes, so that what is in them is shared with nobody, and their size is known. */
export class AnswerStore {
  readonly #bounds: AnswerBounds;
  readonly #answers: LRUCache<string, Answer>;

  constructor(bounds: AnswerBounds) {
    this.#bounds = bounds;
    this.#answers = new LRUCache<string, Answer>({
      max: bounds.maxEntries,
      maxSize: bounds.maxBytes,
      sizeCalculation: ({ bytes }) => bytes.byteLength,
      dispose: ({ index }, key) => index.delete(key),
    });
  }

  /** Keeps a copy; one that cannot be made, or is too large, takes the place of the answer before all the same. */
  put(key: string, output: unknown, facts: AnswerFacts): void {
    // Goes first: disposing of it takes the key out of the index.
    this.#answers.delete(key);
    const bytes = bytesOf(output);
    if (bytes === undefined || bytes.byteLength > this.#bounds.maxBytes) return;
    this.#answers.set(key, { ...facts, bytes });
    facts.index.add(key);
  }

  /** What is known of an answer, however old; to look is not to use it. */
  look(key: string): AnswerFacts | undefined {
    return this.#answers.peek(key);
  }

  /** As {@link look}, but drops an answer that is too old to be given. */
  lookFresh(key: string, now: number): AnswerFacts | undefined {
    const answer = this.#answers.peek(key);
    if (answer === undefined || now - answer.at <= this.#bounds.maxAgeMs) return answer;
    this.#answers.delete(key);
    return undefined;
  }

  /** A copy of an answer that is there; `undefined` where it cannot be read back, and is dropped for that. */
  take(key: string): unknown {
    const bytes = this.#answers.get(key)?.bytes;
    const output = bytes === undefined ? undefined : readBack(bytes);
    if (output === undefined) this.delete(key);
    return output;
  }

  /** Whether a new answer says the same as the one that is kept; who answered, and when, does not matter. */
  saysTheSame(key: string, output: unknown): boolean {
    const bytes = bytesOf(output);
    if (bytes === undefined) return false;
    // Read back before it is compared: what was read back is written otherwise than what the SDK made.
    const [kept, given] = [this.take(key), readBack(bytes)];
    if (kept === undefined || given === undefined) return false;
    return withoutMetadata(kept).equals(withoutMetadata(given));
  }

  delete(key: string): void {
    this.#answers.delete(key);
  }
}

function withoutMetadata(output: unknown): Buffer {
  return serialize({ ...(output as object), $metadata: undefined });
}

/** V8 writes some things that it cannot read, such as an Error that is its own cause. */
function readBack(bytes: Uint8Array): unknown {
  try {
    // Typed arrays come back as views of the bytes they are read from.
    return deserialize(bytes.slice());
  } catch {
    return undefined;
  }
}

/** Just as many bytes as it takes: the serialiser's own buffer has room to spare. */
function bytesOf(output: unknown): Uint8Array | undefined {
  try {
    return new Uint8Array(serialize(output));
  } catch {
    return undefined;
  }
}
