import type { CallEvent } from "../../src/index.ts";

/** A call that was made. */
export interface LedgerEntry {
  /** To be called whenever the caller hears that the call has ended. */
  readonly settle: (isAnswer: boolean) => void;
}

/**
 * The books of all calls: what was made, how often each one settled, and how often its end was told.
 *
 * Of a call that is over a byte is kept, outside the heap, so that the books are no growth of their own.
 */
export class Ledger {
  readonly endings: Record<string, number> = {};
  /** What the calls are that have not settled. */
  readonly pending = new Set<string>();
  calls = 0;
  answers = 0;
  settlements = 0;
  /** Settlements of calls that had settled before. */
  settledAgain = 0;
  /** Calls whose end was told. */
  told = 0;
  /** Events that ended a call which had ended before. */
  toldAgain = 0;
  fallbacks = 0;
  coalesced = 0;
  #tellings = new Uint8Array(2 ** 16);

  /** @param what - to know the call by, should it never settle */
  open(what: string): LedgerEntry {
    const name = `${what}, call ${++this.calls}`;
    this.pending.add(name);
    return {
      settle: (isAnswer) => {
        this.settlements++;
        if (isAnswer) this.answers++;
        if (!this.pending.delete(name)) this.settledAgain++;
      },
    };
  }

  tell({ type, callId, coalesced }: Pick<CallEvent, "type" | "callId" | "coalesced">): void {
    this.endings[type] = (this.endings[type] ?? 0) + 1;
    if (coalesced === true) this.coalesced++;
    if (callId >= this.#tellings.length) this.#makeRoom(callId);
    if (this.#tellings[callId] === 1) this.toldAgain++;
    else this.told++;
    this.#tellings[callId] = 1;
  }

  #makeRoom(callId: number): void {
    const larger = new Uint8Array(2 * callId);
    larger.set(this.#tellings);
    this.#tellings = larger;
  }
}
