/** What a caller got: Amplify's answer, a fallback's, a refusal at once, or an error after trying. */
export type CallOutcome = "answered" | "fallback" | "refused" | "failed";

/** A call that is over. Times are milliseconds since the start. */
export interface SettledCall {
  readonly operation: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: CallOutcome;
}

/** How many calls ended in which way. */
export type OutcomeCounts = Readonly<Record<CallOutcome, number>>;

/** Keeps book of the calls of one client. */
export class Tally {
  readonly #settled: SettledCall[] = [];
  #made = 0;

  get made(): number {
    return this.#made;
  }

  /** The calls that are over, in the order in which they ended. */
  get settled(): readonly SettledCall[] {
    return this.#settled;
  }

  begin(): void {
    this.#made += 1;
  }

  settle(call: SettledCall): void {
    this.#settled.push(call);
  }

  /** The calls that ended since `sinceMs`. */
  endedSince(sinceMs: number): readonly SettledCall[] {
    const calls = this.#settled;
    let first = calls.length;
    while (first > 0 && (calls[first - 1]?.endMs ?? 0) >= sinceMs) first -= 1;
    return calls.slice(first);
  }
}

/** Counts the calls by what became of them. */
export function countOutcomes(calls: Iterable<SettledCall>): OutcomeCounts {
  const counts = { answered: 0, fallback: 0, refused: 0, failed: 0 };
  for (const { outcome } of calls) counts[outcome] += 1;
  return counts;
}
