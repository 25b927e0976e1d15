import { expect, test } from "vitest";
import type { Candidate, Lease } from "../../src/circuit/lease.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { createRandom } from "../../src/testing/random.ts";
import { aCircuit, illness, says, type TestCircuit } from "./a-circuit.ts";

const judgements = Object.values(says);
const steps = 3_000;

/** Somebody of the walk: a call, or one who only wants to be told. */
interface Walker extends Candidate {
  lease?: Lease;
}

/** Walks at random through all that can happen to those who wait, also within each other's turns. */
class RandomWalk {
  readonly circuit: TestCircuit;
  readonly #options: BreakerOptions;
  readonly #random: () => number;
  /** Those who have not been answered, nor left. */
  readonly #waiting = new Set<Walker>();
  readonly #flights: Walker[] = [];
  #liveProbe: Lease | undefined;
  #depth = 0;

  constructor(seed: number, options: BreakerOptions) {
    this.#options = options;
    this.#random = createRandom(seed);
    this.circuit = aCircuit({ ...options, random: this.#random });
    for (const type of ["open", "halfOpen", "probeFailed", "close", "isolate", "release"] as const) {
      this.circuit.hub.on(type, () => {
        this.#liveProbe = undefined;
        if (this.#random() < 0.1) this.#act();
      });
    }
  }

  step(): void {
    this.#act();
    this.circuit.clock.advance(0);
    this.#look();
  }

  finish(): void {
    this.circuit.core.release();
    for (let rounds = 0; rounds < 200; rounds++) {
      while (this.#flights.length > 0) this.#end();
      this.circuit.clock.advance(1_000);
    }
    expect(this.#waiting.size).toBe(0);
    this.circuit.core.shutdown();
    expect(this.circuit.clock.pendingTimers).toBe(0);
  }

  /** What holds at any time. */
  #look(): void {
    const { core, clock } = this.circuit;
    const { inFlight, waiting, queued } = core.stats();
    const calls = [...this.#waiting].filter((walker) => walker.onTurn === undefined).length;
    expect([inFlight, waiting + queued]).toEqual([this.#flights.length, calls]);
    expect(clock.pendingRefTimers).toBe(this.#waiting.size);
    const { capacity, maxWaiting, queue } = core.options;
    const taken = this.#flights.filter(({ lease }) => lease?.takesSlot === true).length;
    if (capacity !== false) expect(taken).toBeLessThanOrEqual(capacity);
    expect(waiting).toBeLessThanOrEqual(maxWaiting);
    if (queue !== false) expect(queued).toBeLessThanOrEqual(queue.size);
    this.#lookForStalls(taken);
  }

  /** Whoever could go has gone. */
  #lookForStalls(taken: number): void {
    const { core } = this.circuit;
    const { capacity } = core.options;
    const hasSlot = capacity === false || taken < capacity;
    if (core.state === "closed" && this.#flights.length === 0) expect(this.#waiting.size).toBe(0);
    // The timer of a reset that has passed may be up to a millisecond late.
    const isHalfOpen = this.circuit.heard.stateChanges.at(-1)?.endsWith("→halfOpen") === true;
    if (isHalfOpen && core.retryAfterMs === 0 && hasSlot) expect(this.#waiting.size).toBe(0);
    if (hasSlot && core.state === "closed") expect(core.stats().queued).toBe(0);
  }

  #act(): void {
    // Within each other's turns, but not for ever.
    if (this.#depth > 3) return;
    this.#depth++;
    const choice = this.#random();
    if (choice < 0.4) this.#ask();
    else if (choice < 0.5) this.#watch();
    else if (choice < 0.85) this.#end();
    else if (choice < 0.9) this.#leave();
    else if (choice < 0.97) this.#passTime();
    else if (choice < 0.98) this.circuit.core.isolate("at random");
    else if (choice < 0.99) this.circuit.core.release();
    else this.#configure();
    this.#depth--;
  }

  #aWalker(maxWaitMs: number): Walker {
    const walker: Walker = {
      maxWaitMs,
      onStop: () => {},
      onAdmitted: (lease) => this.#begin(walker, lease),
      onRefused: () => {
        this.#answered(walker);
        if (this.#random() < 0.05) this.#act();
      },
    };
    this.#waiting.add(walker);
    return walker;
  }

  /** Once, and not after it has left. */
  #answered(walker: Walker): void {
    expect(this.#waiting.delete(walker)).toBe(true);
  }

  #ask(): void {
    const walker = this.#aWalker(this.#random() < 0.3 ? 0 : Math.ceil(this.#random() * 3_000));
    const { core } = this.circuit;
    const admission = core.admit(walker);
    if (admission?.lease !== undefined) this.#begin(walker, admission.lease);
    else if (admission !== undefined) walker.onRefused(admission.refusal);
  }

  #watch(): void {
    const walker = this.#aWalker(Infinity);
    const onTurn = (): void => {
      this.#answered(walker);
      if (this.#random() < 0.5) this.#ask();
    };
    this.circuit.core.watch(Object.assign(walker, { onTurn }));
  }

  #begin(walker: Walker, lease: Lease): void {
    this.#answered(walker);
    walker.lease = lease;
    this.#flights.push(walker);
    const { core, clock } = this.circuit;
    if (lease.isProbe) {
      expect(this.#liveProbe === undefined || this.#liveProbe.expiresAt <= clock.now()).toBe(true);
      this.#liveProbe = lease;
    }
    if (core.options.enabled) expect(["closed", "halfOpen"]).toContain(core.state);
    const choice = this.#random();
    if (choice < 0.2) this.#end(walker);
    else if (choice < 0.25) this.#act();
  }

  #end(walker?: Walker): void {
    const index =
      walker === undefined
        ? Math.floor(this.#random() * this.#flights.length)
        : this.#flights.indexOf(walker);
    const [ended] = index < 0 ? [] : this.#flights.splice(index, 1);
    if (ended?.lease === undefined) return;
    const judgement = judgements[Math.floor(this.#random() * judgements.length)] ?? says.success;
    if (this.#liveProbe === ended.lease) this.#liveProbe = undefined;
    this.circuit.core.report(ended.lease, { judgement, durationMs: 20, error: illness });
    this.circuit.core.finish(ended.lease);
  }

  #leave(): void {
    const waiting = [...this.#waiting];
    const walker = waiting[Math.floor(this.#random() * waiting.length)];
    if (walker === undefined) return;
    this.#waiting.delete(walker);
    this.circuit.core.withdraw(walker);
  }

  #configure(): void {
    const enabled = this.#random() < 0.7;
    const volumeThreshold = Math.ceil(this.#random() * 20);
    const { settings } = aCircuit({ ...this.#options, enabled, volumeThreshold });
    this.circuit.core.configure(settings.forOperation("ListApps"));
  }

  #passTime(): void {
    const ms = this.#random() ** 3 * 8_000;
    if (this.#random() < 0.2) this.circuit.clock.jump(ms);
    else if (this.#depth === 1) this.circuit.clock.advance(ms);
  }
}

const capacity = { capacity: 3, queue: { size: 4, maxWaitMs: 700 } } as const;

test.each([
  { seed: 1, options: {} },
  { seed: 2, options: { consecutiveFailures: 2, failureSpanMs: 0, maxWaiting: 5 } },
  { seed: 3, options: { ...capacity } },
  { seed: 4, options: { ...capacity, consecutiveFailures: 2, failureSpanMs: 0, rampUpMs: 500 } },
  { seed: 5, options: { consecutiveFailures: 1, failureSpanMs: 0, halfOpenProbes: 3, timeout: 100 } },
  { seed: 6, options: { ...capacity, volumeThreshold: 3, rampUpMs: 5_000, rollingCountTimeout: 500 } },
  { seed: 118, options: { consecutiveFailures: 1, failureSpanMs: 0, halfOpenProbes: 3, timeout: 100 } },
  { seed: 133, options: { ...capacity, volumeThreshold: 3, rampUpMs: 5_000, rollingCountTimeout: 500 } },
] as const)("everybody is answered once, and nobody is stuck: seed $seed, $options", ({ seed, options }) => {
  const walk = new RandomWalk(seed, options);
  for (let step = 0; step < steps; step++) walk.step();
  walk.finish();
  expect(walk.circuit.heard.of("open").length).toBeGreaterThan(3);
});
