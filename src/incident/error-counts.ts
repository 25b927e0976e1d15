import type { FailureRecord } from "./failure-record.ts";
import type { ErrorCount } from "./incident-report.ts";
import { utc } from "./utc.ts";

/** Kinds of errors that are told apart; an outage has a few. */
const mostKinds = 20;

interface Count {
  readonly first: FailureRecord;
  count: number;
  lastAt: number;
}

/** How often each kind of error was met: by name, code and status. */
export class ErrorCounts {
  readonly #counts = new Map<string, Count>();
  /** Failures of kinds for which there was no room. */
  others = 0;

  add(failure: FailureRecord): void {
    const { name, code = "", status = 0 } = failure;
    const key = JSON.stringify([name, code, status]);
    const known = this.#counts.get(key);
    if (known !== undefined) {
      known.count++;
      known.lastAt = failure.at;
    } else if (this.#counts.size < mostKinds) {
      this.#counts.set(key, { first: failure, count: 1, lastAt: failure.at });
    } else {
      this.others++;
    }
  }

  /** The most frequent first. */
  report(): ErrorCount[] {
    const counts = [...this.#counts.values()].toSorted((one, other) => other.count - one.count);
    return counts.map(({ first, count, lastAt }) => ({
      name: first.name,
      ...(first.code === undefined ? undefined : { code: first.code }),
      ...(first.status === undefined ? undefined : { status: first.status }),
      message: first.message,
      count,
      firstAt: utc(first.at),
      lastAt: utc(lastAt),
    }));
  }
}
