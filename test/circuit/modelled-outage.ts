import { CircuitCore } from "../../src/circuit/circuit.ts";
import type { Lease } from "../../src/circuit/lease.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { createRandom } from "../../src/testing/random.ts";

/** What a service goes through, and who calls it. */
export interface OutageModel {
  readonly callsPerSecond: number;
  readonly outageMs: number;
  /** Share of attempts that fail during the outage. */
  readonly failureRate: number;
  readonly isProtected: boolean;
  /** How long calls wait for an open circuit. */
  readonly maxWaitMs?: number;
  readonly seed: number;
}

/** What came of it. */
export interface OutageFigures {
  /** Calls that got no answer. */
  lost: number;
  /** Attempts that reached the service while it was sick. */
  sent: number;
  /** Milliseconds from healing to the first good answer. */
  goodAfterMs: number;
}

const serviceMs = 20;
const healthyMs = 5_000;
const afterwardsMs = 10_000;

/** The SDK's standard retries: 3 attempts, a random delay that grows, and a bucket of 500 tokens at 14 a retry. */
const retries = { attempts: 3, delayMs: 50, tokens: 500, cost: 14 };

/** One call on its way through circuit, attempts and backoff, as the SDK and this package make it. */
class ModelledCall {
  readonly #model: ModelledOutage;
  #lease: Lease | undefined;
  #attempts = 0;
  #isWaiting = false;
  #isOver = false;

  constructor(model: ModelledOutage) {
    this.#model = model;
  }

  start(): void {
    const { circuit, isProtected } = this.#model;
    if (isProtected) {
      const onStop = (): void => {
        if (this.#isWaiting) this.#end(false);
      };
      const admission = circuit.admit({
        maxWaitMs: this.#model.maxWaitMs,
        onAdmitted: (lease) => this.#begin(lease),
        onRefused: () => this.#model.lose(),
        onStop,
      });
      if (admission?.lease !== undefined) this.#begin(admission.lease);
      else if (admission !== undefined) this.#model.lose();
      return;
    }
    this.#attempt();
  }

  #begin(lease: Lease): void {
    this.#lease = lease;
    this.#attempt();
  }

  #attempt(): void {
    if (this.#isOver) return;
    this.#isWaiting = false;
    this.#attempts++;
    const isFailure = this.#model.arrive();
    this.#model.after(serviceMs, () => (isFailure ? this.#fail() : this.#end(true)));
  }

  #fail(): void {
    const { circuit } = this.#model;
    if (this.#lease?.isProbe === true) this.#tell("failure");
    const mayRetry = this.#lease === undefined || circuit.permits(this.#lease);
    if (!mayRetry || this.#attempts === retries.attempts || !this.#model.takeTokens()) {
      this.#end(false);
      return;
    }
    this.#isWaiting = true;
    this.#model.after(this.#model.random() * retries.delayMs * 2 ** (this.#attempts - 1), () =>
      this.#attempt(),
    );
  }

  #end(isGood: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (isGood) this.#model.win(this.#attempts > 1);
    else this.#model.lose();
    if (this.#lease === undefined) return;
    this.#tell(isGood ? "success" : "failure");
    this.#model.circuit.finish(this.#lease);
  }

  #tell(verdict: "success" | "failure"): void {
    if (this.#lease === undefined) return;
    const judgement = { verdict, answered: verdict === "success" };
    this.#model.circuit.report(this.#lease, { judgement, durationMs: serviceMs });
  }
}

class ModelledOutage {
  readonly figures: OutageFigures = { lost: 0, sent: 0, goodAfterMs: Infinity };
  readonly random: () => number;
  readonly circuit: CircuitCore;
  readonly isProtected: boolean;
  readonly maxWaitMs: number;
  readonly #model: OutageModel;
  readonly #clock = new ManualClock();
  #tokens = retries.tokens;

  constructor(model: OutageModel) {
    this.#model = model;
    this.isProtected = model.isProtected;
    this.maxWaitMs = model.maxWaitMs ?? 0;
    this.random = createRandom(model.seed);
    const [clock, random, events] = [this.#clock, this.random, new EventHub()];
    const options = resolveOptions({ clock, random }).forOperation("ListApps");
    this.circuit = new CircuitCore({ name: "ListApps" }, options, { clock, random, events });
  }

  run(): OutageFigures {
    const gapMs = 1_000 / this.#model.callsPerSecond;
    const arrive = (): void => {
      new ModelledCall(this).start();
      this.after(gapMs, arrive);
    };
    this.after(this.random() * gapMs, arrive);
    this.#clock.advance(healthyMs + this.#model.outageMs + afterwardsMs);
    return this.figures;
  }

  after(delayMs: number, callback: () => void): void {
    this.#clock.startTimer(callback, delayMs, false);
  }

  /** An attempt reaches the service. */
  arrive(): boolean {
    const isSick = this.#clock.now() >= healthyMs && this.#clock.now() < healthyMs + this.#model.outageMs;
    if (isSick) this.figures.sent++;
    return isSick && this.random() < this.#model.failureRate;
  }

  takeTokens(): boolean {
    if (this.#tokens < retries.cost) return false;
    this.#tokens -= retries.cost;
    return true;
  }

  win(wasRetried: boolean): void {
    this.#tokens = Math.min(retries.tokens, this.#tokens + (wasRetried ? retries.cost : 1));
    const sinceHealingMs = this.#clock.now() - healthyMs - this.#model.outageMs;
    if (sinceHealingMs >= 0) this.figures.goodAfterMs = Math.min(this.figures.goodAfterMs, sinceHealingMs);
  }

  lose(): void {
    this.figures.lost++;
  }
}

/** Open-loop calls through an outage in modelled time: who is refused does not come back sooner. */
export function modelOutage(model: OutageModel): OutageFigures {
  return new ModelledOutage(model).run();
}
