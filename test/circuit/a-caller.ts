import type { Candidate, Lease, Refusal, Watcher } from "../../src/circuit/lease.ts";
import { anOpenCircuit, says, type TestCircuit } from "./a-circuit.ts";

/** What became of somebody who asked. */
type Outcome = "waits" | "sent" | "probe" | Refusal["reason"];

interface CallerWishes {
  readonly maxWaitMs?: number;
  /** Called when it is let through after a wait. */
  readonly onSent?: (caller: Caller) => void;
  /** Called when it is refused after a wait. */
  readonly onRefused?: () => void;
}

/** Somebody who asks to be let through, may wait for it, and remembers what became of it. */
export class Caller implements Candidate {
  readonly maxWaitMs: number;
  readonly #circuit: TestCircuit;
  readonly #wishes: CallerWishes;
  #lease: Lease | undefined;
  refusal: Refusal | undefined;
  stops = 0;

  constructor(circuit: TestCircuit, wishes: CallerWishes = {}) {
    this.#circuit = circuit;
    this.#wishes = wishes;
    this.maxWaitMs = wishes.maxWaitMs ?? 10_000;
  }

  ask(): this {
    const admission = this.#circuit.core.admit(this);
    this.#lease = admission?.lease;
    this.refusal = admission?.refusal;
    return this;
  }

  get lease(): Lease {
    if (this.#lease === undefined) throw new Error(`has no lease: ${this.outcome}`);
    return this.#lease;
  }

  get outcome(): Outcome {
    if (this.refusal !== undefined) return this.refusal.reason;
    if (this.#lease === undefined) return "waits";
    return this.#lease.isProbe ? "probe" : "sent";
  }

  /** The call that was let through ends. */
  end(how: keyof typeof says = "success"): void {
    this.#circuit.end(this.lease, says[how]);
  }

  onAdmitted(lease: Lease): void {
    this.#lease = lease;
    this.#wishes.onSent?.(this);
  }

  onRefused(refusal: Refusal): void {
    this.refusal = refusal;
    this.#wishes.onRefused?.();
  }

  onStop(): void {
    this.stops++;
  }
}

/** One caller who has asked. */
export function aCaller(circuit: TestCircuit, wishes?: CallerWishes): Caller {
  return new Caller(circuit, wishes).ask();
}

/** So many callers who have asked, one after the other. */
export function callers(circuit: TestCircuit, count: number, wishes?: CallerWishes): Caller[] {
  return Array.from({ length: count }, () => aCaller(circuit, wishes));
}

/** Of how many each became, in words, as in `2 sent, 3 waits`. */
export function outcomes(asked: readonly Caller[]): string {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of asked) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
}

interface TestWatcher extends Watcher {
  turns: number;
  readonly refusals: readonly Refusal[];
}

/** Somebody who only wants to be told, and of whom it is known how often that was. */
export function aWatcher(circuit: TestCircuit, onTurn: () => void = () => {}): TestWatcher {
  const watcher = {
    turns: 0,
    refusals: [] as Refusal[],
    maxWaitMs: Infinity,
    onTurn() {
      watcher.turns++;
      onTurn();
    },
    onAdmitted: () => {
      throw new Error("takes no lease");
    },
    onRefused: (refusal: Refusal) => watcher.refusals.push(refusal),
    onStop: () => {},
  };
  circuit.core.watch(watcher);
  return watcher;
}

/** An open circuit with its first outage, and so many who wait for it. */
export function withWaiting(count: number, maxWaitMs = 10_000): { circuit: TestCircuit; waiting: Caller[] } {
  const circuit = anOpenCircuit();
  return { circuit, waiting: callers(circuit, count, { maxWaitMs }) };
}

/** A circuit that has just closed, and those who wait to be let through, of whom the first was the probe. */
export function afterOutage(count: number): { circuit: TestCircuit; waiting: Caller[] } {
  const { circuit, waiting } = withWaiting(count + 1);
  circuit.halfOpen();
  const [probe, ...rest] = waiting as [Caller, ...Caller[]];
  probe.end("success");
  return { circuit, waiting: rest };
}

export function nth(asked: readonly Caller[], index: number): Caller {
  const caller = asked[index];
  if (caller === undefined) throw new Error(`there is no caller ${index}`);
  return caller;
}

/** Ends all calls that were let through and have not ended yet. */
export function endAll(
  waiting: readonly Caller[],
  ended: Set<Caller>,
  how: keyof typeof says = "success",
): void {
  for (const caller of waiting.filter((one) => one.outcome === "sent" && !ended.has(one))) {
    ended.add(caller);
    caller.end(how);
  }
}
