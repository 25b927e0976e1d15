import type { FallbackReason } from "../events/breaker-events.ts";

/** Why a list is an old one. */
export interface StaleList {
  /** What the caller of its first page would have got. */
  readonly error: unknown;
  readonly reason: FallbackReason;
}

const mostLists = 1_000;

/** Which calls continue a list whose last page was an old one. */
export class StaleLists {
  readonly #maxAgeMs: number;
  /** The longest known first. */
  readonly #lists = new Map<string, StaleList & { readonly since: number }>();

  constructor(maxAgeMs: number) {
    this.#maxAgeMs = maxAgeMs;
  }

  add(pageKey: string, { error, reason }: StaleList, now: number): void {
    this.#lists.delete(pageKey);
    this.#lists.set(pageKey, { error, reason, since: now });
    for (const [key, { since }] of this.#lists) {
      if (this.#lists.size <= mostLists && now - since <= this.#maxAgeMs) break;
      this.#lists.delete(key);
    }
  }

  get(pageKey: string, now: number): StaleList | undefined {
    const list = this.#lists.get(pageKey);
    if (list === undefined || now - list.since > this.#maxAgeMs) return undefined;
    return { error: list.error, reason: list.reason };
  }

  /** The page before came from the service: what follows it is to do so as well. */
  delete(pageKey: string): void {
    this.#lists.delete(pageKey);
  }
}
