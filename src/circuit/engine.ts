import CircuitBreaker from "opossum";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";

type EngineOptions = Pick<
  ResolvedCallOptions,
  "errorThresholdPercentage" | "volumeThreshold" | "rollingCountTimeout" | "rollingCountBuckets"
>;

/** A verdict as opossum's action takes it; opossum runs no real work here. */
type Settled = { readonly error: unknown } | undefined;

/** Never reached: when to half-open is decided by our clock, and a timer may not hold more (opossum defect 17). */
const neverMs = 2 ** 31 - 1;

/** opossum opens above the threshold, we open from it on (opossum defect 12). */
const inclusive = 1e-9;

/**
 * Settles within the tick: with a promise, a half-open circuit would stay half-open, and without a lease, until the
 * next microtask.
 */
const settledThenable = {
  // oxlint-disable-next-line unicorn/no-thenable -- opossum calls `then` itself, within the tick; nothing awaits this
  then(onFulfilled: (value: undefined) => void) {
    onFulfilled(undefined);
    return settledThenable;
  },
  catch() {
    return settledThenable;
  },
};

function settle(verdict: Settled): Promise<undefined> {
  if (verdict !== undefined) throw verdict.error;
  return settledThenable as unknown as Promise<undefined>;
}

/** Moves opossum's window by our clock; one per engine, because opossum finds its own listener by name only (35). */
class WindowTurner {
  turn: (() => void) | undefined;

  listenerCount(): number {
    return this.turn === undefined ? 0 : 1;
  }

  on(_event: string, turn: () => void): void {
    this.turn = turn;
  }

  /** What a breaker held that was shut down is still read, and goes on ageing. */
  removeListener(): void {}
}

/** How many verdicts of each kind the window holds. */
export interface WindowCounts {
  readonly successes: number;
  readonly failures: number;
}

/** What one step of the window holds. */
export interface WindowBucket extends WindowCounts {
  /** Milliseconds since the step began. */
  readonly ageMs: number;
}

/** One step of opossum's window; it keeps every latency even with percentiles off. */
interface OpossumBucket {
  /** What opossum takes the rate and the volume of. */
  fires: number;
  successes: number;
  failures: number;
  latencyTimes: number[];
}

type Breaker = CircuitBreaker<[Settled], undefined>;

/**
 * opossum as the keeper of state, rolling window and error rate.
 *
 * opossum never runs a call: it is told a verdict when there is one. That way its timeouts, semaphore, cache, abort
 * controller and listeners, and the defects that come with them, never meet a call of ours.
 */
export class Engine {
  #engineOptions: EngineOptions;
  #turner!: WindowTurner;
  #bucketMs!: number;
  #buckets!: number;
  #options!: CircuitBreaker.Options;
  #breaker!: Breaker;
  #bucket!: OpossumBucket;
  #bucketStart!: number;

  constructor(options: EngineOptions, now: number) {
    this.#engineOptions = options;
    this.#begin(options, now);
  }

  get state(): "closed" | "open" | "halfOpen" {
    if (this.#breaker.opened) return "open";
    return this.#breaker.halfOpen ? "halfOpen" : "closed";
  }

  /** Counts a success; a half-open engine closes. */
  recordSuccess(now: number): void {
    this.#advance(now);
    if (this.state === "closed") {
      // What opossum does with a success while it is closed, without the promises and the eight events of a `fire`.
      this.#bucket.fires++;
      this.#bucket.successes++;
      return;
    }
    void this.#breaker.fire(undefined);
    this.#bucket.latencyTimes.length = 0;
  }

  /** Counts a failure; the engine opens where the error rate says so, and always where it was half-open. */
  recordFailure(now: number, error: unknown): void {
    this.#advance(now);
    this.#breaker.fire({ error }).catch(() => {});
    this.#bucket.latencyTimes.length = 0;
  }

  open(): void {
    this.#breaker.open();
  }

  /** opossum half-opens by its own timer only, so the engine takes up a new breaker with the old one's window. */
  halfOpen(): void {
    const old = this.#breaker;
    this.#breaker = new CircuitBreaker(settle, {
      ...this.#options,
      status: old.status,
      state: {
        enabled: true,
        name: "",
        closed: false,
        open: false,
        halfOpen: true,
        warmUp: false,
        shutdown: false,
      },
    } as CircuitBreaker.Options);
    // Clears the old breaker's reset timer, which would hold it for weeks.
    old.close();
  }

  /** Empties the window, so that no failure of the past can open a circuit that has just recovered (9). */
  clearWindow(now: number): void {
    for (let turn = 0; turn < this.#buckets; turn++) this.#turner.turn?.();
    this.#bucketStart = now;
    this.#bucket = this.#newestBucket();
  }

  counts(now: number): WindowCounts {
    this.#advance(now);
    const { successes, failures } = this.#breaker.stats;
    return { successes, failures };
  }

  /** What the window holds, the newest first. */
  contents(now: number): WindowBucket[] {
    this.#advance(now);
    return this.#window
      .map(({ successes, failures }, index) => ({
        successes,
        failures,
        ageMs: now - this.#bucketStart + index * this.#bucketMs,
      }))
      .filter(({ successes, failures }) => successes + failures > 0);
  }

  /** Adds what another window held; what is too old for this one is left out. */
  load(contents: readonly WindowBucket[], now: number): void {
    this.#advance(now);
    for (const { ageMs, successes, failures } of contents) {
      const index = Math.max(0, Math.round((this.#bucketStart - now + ageMs) / this.#bucketMs));
      const bucket = this.#window[index];
      if (bucket === undefined) continue;
      bucket.fires += successes + failures;
      bucket.successes += successes;
      bucket.failures += failures;
    }
  }

  /** Goes on with what another window held, open or closed. */
  restore(contents: readonly WindowBucket[], isOpen: boolean, now: number): void {
    const old = this.#breaker;
    // In step with the other window, or each restore would make all that is in it older by up to a step.
    this.#begin(this.#engineOptions, now);
    this.#bucketStart -= (contents[0]?.ageMs ?? 0) % this.#bucketMs;
    this.load(contents, now);
    if (isOpen) this.open();
    old.shutdown();
  }

  /** Goes on with other options, in the same state and with what the window holds. */
  configure(options: EngineOptions, now: number): void {
    const [state, contents] = [this.state, this.contents(now)];
    this.#engineOptions = options;
    this.restore(contents, state === "open", now);
    if (state === "halfOpen") this.halfOpen();
  }

  shutdown(): void {
    this.#breaker.shutdown();
  }

  #begin(options: EngineOptions, now: number): void {
    this.#turner = new WindowTurner();
    this.#buckets = options.rollingCountBuckets;
    this.#bucketMs = options.rollingCountTimeout / options.rollingCountBuckets;
    this.#bucketStart = now;
    this.#options = {
      timeout: false,
      resetTimeout: neverMs,
      errorThresholdPercentage: options.errorThresholdPercentage - inclusive,
      volumeThreshold: options.volumeThreshold,
      rollingCountTimeout: options.rollingCountTimeout,
      rollingCountBuckets: options.rollingCountBuckets,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      rotateBucketController: this.#turner as never,
    };
    // opossum writes into the options it is given (23), hence a copy for each breaker.
    this.#breaker = new CircuitBreaker(settle, { ...this.#options });
    this.#bucket = this.#newestBucket();
  }

  #advance(now: number): void {
    const turns = Math.floor((now - this.#bucketStart) / this.#bucketMs);
    if (turns <= 0) return;
    for (let turn = 0; turn < Math.min(turns, this.#buckets); turn++) this.#turner.turn?.();
    this.#bucketStart += turns * this.#bucketMs;
    this.#bucket = this.#newestBucket();
  }

  get #window(): OpossumBucket[] {
    return this.#breaker.status.window;
  }

  #newestBucket(): OpossumBucket {
    const [newest] = this.#window as [OpossumBucket];
    return newest;
  }
}
