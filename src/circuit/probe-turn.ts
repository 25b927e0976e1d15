import type { Clock } from "../clock/clock.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import type { Lease } from "./lease.ts";
import { ResetTimer } from "./reset-timer.ts";

/** A probe that has not answered by then no longer keeps the next call from trying. */
const longestProbeMs = 5_000;

/** Whose turn it is to be a half-open circuit's probe: one at a time, and none for ever. */
export class ProbeTurn {
  readonly #clock: Clock;
  readonly #timer: ResetTimer;
  #probe: Lease | undefined;

  /** @param onExpired - told when the next one may try, though the probe has not answered */
  constructor(clock: Clock, onExpired: () => void) {
    this.#clock = clock;
    this.#timer = new ResetTimer(clock, onExpired);
  }

  /** When the lease of a probe that begins now ends. */
  expiry({ timeout }: ResolvedCallOptions): number {
    return this.#clock.now() + (timeout === false ? longestProbeMs : Math.min(timeout, longestProbeMs));
  }

  isOf(lease: Lease): boolean {
    return this.#probe === lease;
  }

  /** Milliseconds until the turn is free, 0 where it is. */
  get remainingMs(): number {
    return this.#probe === undefined ? 0 : this.#timer.remainingMs;
  }

  begin(probe: Lease): void {
    this.#probe = probe;
    this.#timer.start(probe.expiresAt - this.#clock.now());
  }

  end(): void {
    this.#timer.stop();
    this.#probe = undefined;
  }
}
