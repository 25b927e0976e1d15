import type { ResolvedResetBackoff } from "../options/resolved-options.ts";

/** What decides how long a circuit stays open. */
interface ResetOptions {
  readonly resetTimeout: number;
  readonly resetBackoff: ResolvedResetBackoff;
}

/** A circuit that opens for no time at all would not be open. */
const shortestMs = 1;

/**
 * How long a circuit stays open: short the first time, longer with each opening, and short again only after the
 * circuit was closed for long enough to have forgotten.
 */
export class ResetSchedule {
  readonly #random: () => number;
  #options: ResetOptions;
  /** How often the circuit has opened since the schedule began, or last forgot. */
  openings = 0;

  constructor(options: ResetOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /**
   * Milliseconds the circuit that opens now stays open.
   *
   * @param retryAfterMs - what the service asked for, if it did
   */
  next(retryAfterMs: number | undefined): number {
    const { resetTimeout, resetBackoff } = this.#options;
    const { factor, maxMs, jitter } = resetBackoff;
    const grown = Math.min(resetTimeout * factor ** this.openings, maxMs);
    this.openings++;
    const varied = grown * (1 + jitter * (2 * this.#chance() - 1));
    return Math.min(Math.max(varied, retryAfterMs ?? 0, shortestMs), maxMs);
  }

  /** Starts again with the shortest time. */
  forget(): void {
    this.openings = 0;
  }

  configure(options: ResetOptions): void {
    this.#options = options;
  }

  /** A source that fails, or gives no number from 0 to 1, must not keep a circuit from opening. */
  #chance(): number {
    try {
      const chance: unknown = this.#random();
      return typeof chance === "number" && chance >= 0 && chance <= 1 ? chance : 0.5;
    } catch {
      return 0.5;
    }
  }
}
