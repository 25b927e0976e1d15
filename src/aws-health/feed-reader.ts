import type { Clock } from "../clock/clock.ts";
import { FeedProblem } from "./feed-problem.ts";
import { fetchFeed } from "./fetch-feed.ts";
import type { ReadHealthOptions } from "./health-options.ts";
import { readFeed, type Feed } from "./read-feed.ts";
import { withDeadline } from "./with-deadline.ts";

/** What came of asking. */
export type Reading =
  | { readonly checkedAt: number; readonly feed: Feed }
  | { readonly checkedAt: number; readonly problem: string };

const firstWaitMs = 10_000;
const longestWaitMs = 300_000;

/** Asks for the feed, once for all who want to know at the same time, and not again before it is due. */
export class FeedReader {
  readonly #options: ReadHealthOptions;
  readonly #clock: Clock;
  #last: Reading | undefined;
  #dueAt = 0;
  #failures = 0;
  #underWay: Promise<Reading> | undefined;

  constructor(options: ReadHealthOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  /** Never rejects. */
  async read(): Promise<Reading> {
    if (this.#underWay !== undefined) return this.#underWay;
    if (this.#last !== undefined && this.#clock.now() < this.#dueAt) return this.#last;
    this.#underWay = this.#ask();
    try {
      return await this.#underWay;
    } finally {
      this.#underWay = undefined;
    }
  }

  async #ask(): Promise<Reading> {
    const reading = await this.#tryToRead();
    this.#failures = "problem" in reading ? this.#failures + 1 : 0;
    const waitMs =
      this.#failures === 0
        ? this.#options.refreshMs
        : Math.min(firstWaitMs * 2 ** (this.#failures - 1), longestWaitMs);
    this.#dueAt = this.#clock.now() + waitMs;
    this.#last = reading;
    return reading;
  }

  async #tryToRead(): Promise<Reading> {
    const { url, timeoutMs } = this.#options;
    const checkedAt = this.#clock.epochMs();
    try {
      const bytes = await withDeadline(this.#clock, timeoutMs, async (signal) => fetchFeed(url, signal));
      return { checkedAt, feed: readFeed(bytes) };
    } catch (error) {
      return { checkedAt, problem: error instanceof FeedProblem ? error.message : "it could not be read" };
    }
  }
}
