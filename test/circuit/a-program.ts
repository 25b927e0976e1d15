import type { BreakersSnapshot, CircuitSnapshot } from "../../src/circuit/breakers-snapshot.ts";
import { CircuitDirectory } from "../../src/circuit/circuit-directory.ts";
import type { CircuitPlace } from "../../src/circuit/circuit-identity.ts";
import type { CircuitCore } from "../../src/circuit/circuit.ts";
import { restoreSnapshot } from "../../src/circuit/restore-snapshot.ts";
import { takeSnapshot } from "../../src/circuit/take-snapshot.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { Settings } from "../../src/options/settings.ts";
import type { Judgement } from "../../src/outcome/verdict.ts";
import { ManualClock, type ManualClockOptions } from "../../src/testing/manual-clock.ts";
import { aCandidate, admitted, Heard, illness, says } from "./a-circuit.ts";

export const ireland: CircuitPlace = { region: "eu-west-1" };

/** One run of a program with circuits, on a clock that stands still; open times have no jitter. */
export class TestProgram {
  readonly clock: ManualClock;
  readonly directory: CircuitDirectory;
  readonly heard: Heard;
  readonly #options: BreakerOptions;

  constructor(options: BreakerOptions = {}, time: ManualClockOptions = {}) {
    this.#options = options;
    this.clock = new ManualClock(time);
    this.directory = new CircuitDirectory(new Settings({ random: () => 0.5, ...options, clock: this.clock }));
    this.heard = new Heard(this.directory.events);
  }

  circuit(name = "ListApps", place: CircuitPlace = ireland): CircuitCore {
    return this.directory.at(place).named(name);
  }

  /** One call from admission to end, which must not be refused. */
  call(judgement: Judgement, circuit: CircuitCore = this.circuit(), error: unknown = illness): void {
    const lease = admitted(circuit.admit(aCandidate()));
    const isGood = judgement.verdict === "success";
    circuit.report(lease, { judgement, durationMs: 20, ...(isGood ? undefined : { error }) });
    circuit.finish(lease);
  }

  /** Five failures in a row, which open a circuit where nothing ever succeeded. */
  trip(circuit: CircuitCore = this.circuit(), error?: unknown): this {
    for (let made = 0; made < 5; made++) this.call(says.failure, circuit, error);
    return this;
  }

  /** As it is read back from where it was kept. */
  snapshot(): BreakersSnapshot {
    const kept = JSON.stringify(takeSnapshot(this.directory));
    return JSON.parse(kept) as BreakersSnapshot;
  }

  restore(snapshot: unknown): this {
    restoreSnapshot(this.directory, snapshot);
    return this;
  }

  /** The next run, some time later by the calendar; its own clock has just begun to run. */
  restart(afterMs: number, options: BreakerOptions = {}): TestProgram {
    return this.successor(afterMs, options).restore(this.snapshot());
  }

  /** The next run, which has restored nothing yet. */
  successor(afterMs: number, options: BreakerOptions = {}): TestProgram {
    const epochMs = this.clock.epochMs() + afterMs;
    return new TestProgram({ ...this.#options, ...options }, { epochMs, nowMs: 7 });
  }
}

export function aProgram(options?: BreakerOptions, time?: ManualClockOptions): TestProgram {
  return new TestProgram(options, time);
}

/** A circuit of a snapshot in its first outage, 40 ms old. */
export function anOpenEntry(members: Partial<CircuitSnapshot> = {}): CircuitSnapshot {
  return {
    name: "ListApps",
    region: "eu-west-1",
    state: "open",
    trigger: "consecutive",
    openings: 1,
    openedAt: takenAt - 40,
    closedAt: takenAt - 1_000,
    retryAt: takenAt + 60,
    window: [{ ageMs: 50, successes: 0, failures: 5 }],
    slow: [],
    streak: { failures: 5 },
    ...members,
  };
}

/** What the clock of a new program reads. */
export const takenAt: number = Date.UTC(2026, 0, 1);

export function aSnapshot(...circuits: readonly unknown[]): object {
  return { version: 1, takenAt, circuits };
}
