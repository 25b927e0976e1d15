import { expect, test } from "vitest";
import type { Lease } from "../../src/circuit/lease.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { aCandidate, aCircuit, illness, says, type TestCircuit } from "./a-circuit.ts";

/** Mulberry32: numbers from 0 up to 1, the same ones for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A call under way, and in which stretch between two transitions it was admitted. */
interface Flight {
  readonly lease: Lease;
  readonly epoch: number;
}

const judgements = Object.values(says);
const steps = 2_500;

/** Walks at random through everything that can happen to a circuit, and looks at the invariants after each step. */
class RandomWalk {
  readonly circuit: TestCircuit;
  readonly #random: () => number;
  readonly #flights: Flight[] = [];
  /** Transitions so far; isolation and release begin a new generation too. */
  #epoch = 0;
  #liveProbe: Lease | undefined;

  constructor(seed: number, options: BreakerOptions) {
    this.#random = randomNumbers(seed);
    this.circuit = aCircuit({ ...options, random: this.#random });
    for (const type of ["open", "halfOpen", "probeFailed", "close", "isolate", "release"] as const) {
      this.circuit.hub.on(type, () => {
        this.#epoch++;
        this.#liveProbe = undefined;
      });
    }
  }

  step(): void {
    const choice = this.#random();
    if (choice < 0.4) this.#admit();
    else if (choice < 0.85) this.#end();
    else if (choice < 0.97) this.#passTime();
    else if (choice < 0.985) this.circuit.core.isolate("at random");
    else this.circuit.core.release();
    expect(this.circuit.core.stats().inFlight).toBe(this.#flights.length);
  }

  finish(): void {
    while (this.#flights.length > 0) this.#end();
    expect(this.circuit.core.stats().inFlight).toBe(0);
    const { stateChanges, types } = this.circuit.heard;
    for (const [index, change] of stateChanges.slice(1).entries()) {
      expect(change.split("→")[0]).toBe(stateChanges[index]?.split("→")[1]);
    }
    const outages = types.filter((type) => type === "open" || type === "close");
    expect(outages).toEqual(outages.map((_, index) => (index % 2 === 0 ? "open" : "close")));
    this.circuit.core.shutdown();
    expect(this.circuit.clock.pendingTimers).toBe(0);
  }

  #admit(): void {
    const { core, clock } = this.circuit;
    const { state } = core;
    const admission = core.admit(aCandidate());
    if (admission?.lease === undefined) {
      expect(state).not.toBe("closed");
      return;
    }
    const { lease } = admission;
    expect(["closed", "halfOpen"]).toContain(state);
    expect(lease.isProbe).toBe(state === "halfOpen");
    if (lease.isProbe) {
      const live = this.#liveProbe;
      expect(live === undefined || live.expiresAt <= clock.now()).toBe(true);
      this.#liveProbe = lease;
    }
    this.#flights.push({ lease, epoch: this.#epoch });
  }

  #end(): void {
    const [flight] = this.#flights.splice(Math.floor(this.#random() * this.#flights.length), 1);
    if (flight === undefined) return;
    const { core } = this.circuit;
    const judgement = judgements[Math.floor(this.#random() * judgements.length)] ?? says.success;
    const isOld = flight.epoch !== this.#epoch;
    const before = [core.state, core.stats(), core.retryAfterMs, this.#epoch];
    core.report(flight.lease, { judgement, durationMs: 20, error: illness });
    if (isOld) expect([core.state, core.stats(), core.retryAfterMs, this.#epoch]).toEqual(before);
    core.finish(flight.lease);
    if (this.#liveProbe === flight.lease) this.#liveProbe = undefined;
  }

  #passTime(): void {
    const ms = this.#random() ** 3 * 8_000;
    if (this.#random() < 0.2) this.circuit.clock.jump(ms);
    else this.circuit.clock.advance(ms);
  }
}

test.each([
  { seed: 1, options: {} },
  { seed: 2, options: { consecutiveFailures: 2, failureSpanMs: 0 } },
  { seed: 3, options: { consecutiveFailures: false, volumeThreshold: 3, rollingCountTimeout: 500 } },
  { seed: 4, options: { consecutiveFailures: 1, failureSpanMs: 0, timeout: 100 } },
] as const)(
  "an open circuit admits nobody, one probe lives at a time, old generations decide nothing: seed $seed, $options",
  ({ seed, options }) => {
    const walk = new RandomWalk(seed, options);
    for (let step = 0; step < steps; step++) walk.step();
    walk.finish();
    expect(walk.circuit.heard.of("open").length).toBeGreaterThan(5);
    expect(walk.circuit.heard.of("close").length).toBeGreaterThan(2);
  },
);
