import { CircuitCore } from "../../src/circuit/circuit.ts";
import type { Admission, Candidate, Lease, Refusal } from "../../src/circuit/lease.ts";
import type { BreakerEvent, BreakerEventOf, BreakerEventType } from "../../src/events/breaker-events.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { breakerEventTypes } from "../../src/events/event-types.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import type { Settings } from "../../src/options/settings.ts";
import type { Judgement, Verdict } from "../../src/outcome/verdict.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

/** What the service says when it is ill. */
export const illness: Error = Object.assign(new Error("Amplify is ill"), {
  name: "InternalFailureException",
  $fault: "server",
  $metadata: { httpStatusCode: 500, requestId: "r-1", attempts: 3 },
});

/** Judgements by what they say, in the words of the tests. */
export const says = {
  success: { verdict: "success", answered: true },
  failure: { verdict: "failure", answered: false },
  throttled: { verdict: "throttled", answered: true },
  /** A 404: the caller's own business, but the service is alive. */
  notFound: { verdict: "ignored", answered: true },
  /** No credentials: the service was never reached. */
  localError: { verdict: "ignored", answered: false },
  cancelled: { verdict: "cancelled", answered: false },
} as const satisfies Record<string, Judgement & { verdict: "success" | Verdict }>;

/** The events that tell of a call's end. */
export const endingTypes: ReadonlySet<BreakerEventType> = new Set<BreakerEventType>([
  "success",
  "failure",
  "timeout",
  "throttled",
  "ignored",
  "cancelled",
  "reject",
]);

/** Hears everything a hub emits, in order. */
export class Heard {
  readonly events: BreakerEvent[] = [];

  constructor(hub: EventHub) {
    for (const type of breakerEventTypes) hub.on(type, (event) => this.events.push(event));
  }

  /** The names of the events so far, state changes left out. */
  get types(): BreakerEventType[] {
    return this.events.map(({ type }) => type).filter((type) => type !== "stateChange");
  }

  of<Type extends BreakerEventType>(type: Type): BreakerEventOf<Type>[] {
    return this.events.filter((event): event is BreakerEventOf<Type> => event.type === type);
  }

  /** As in `closed→open`. */
  get stateChanges(): string[] {
    return this.of("stateChange").map(({ from, to }) => `${from}→${to}`);
  }
}

/** Somebody who does not wait, and minds nothing. */
export function aCandidate(wishes: Partial<Candidate> = {}): Candidate {
  return { maxWaitMs: 0, onAdmitted: () => {}, onRefused: () => {}, onStop: () => {}, ...wishes };
}

/** The lease of an admission that must have been given. */
export function admitted(admission: Admission): Lease {
  if (admission?.lease === undefined)
    throw new Error(`not admitted: ${admission?.refusal.reason ?? "waits"}`);
  return admission.lease;
}

const identity = { name: "ListApps", region: "eu-west-1" };

/** A circuit on a clock that stands still, whose open times have no jitter unless chance is given. */
export class TestCircuit {
  readonly clock: ManualClock = new ManualClock();
  readonly hub: EventHub = new EventHub();
  readonly heard: Heard = new Heard(this.hub);
  readonly settings: Settings;
  readonly core: CircuitCore;

  constructor(options: BreakerOptions = {}) {
    const { clock } = this;
    this.settings = resolveOptions({ random: () => 0.5, ...options, clock });
    const { forOperation, random } = this.settings;
    this.core = new CircuitCore(identity, forOperation(identity.name), { clock, random, events: this.hub });
  }

  /** Admits a call that must not be refused. */
  admit(onStop: () => void = () => {}): Lease {
    return admitted(this.core.admit(aCandidate({ onStop })));
  }

  /** Asks for admission that must not be given. */
  refusal(): Refusal {
    const admission = this.core.admit(aCandidate());
    if (admission?.refusal === undefined) throw new Error("not refused");
    return admission.refusal;
  }

  end(lease: Lease, judgement: Judgement, error: unknown = illness, durationMs = 20): void {
    const isGood = judgement.verdict === "success";
    this.core.report(lease, { judgement, durationMs, ...(isGood ? undefined : { error }) });
    this.core.finish(lease);
  }

  /** One call from admission to end. */
  call(judgement: Judgement, error?: unknown): void {
    this.end(this.admit(), judgement, error);
  }

  calls(count: number, judgement: Judgement): void {
    for (let made = 0; made < count; made++) this.call(judgement);
  }

  /** As many failures as it takes, which are five by default where nothing ever succeeded. */
  trip(error?: unknown): this {
    const outages = this.heard.of("open").length;
    for (let made = 0; made < 100 && this.heard.of("open").length === outages; made++) {
      this.call(says.failure, error);
    }
    return this;
  }

  /** Past the reset, so that the next call is the probe. */
  halfOpen(): this {
    const [last] = [...this.heard.of("open"), ...this.heard.of("probeFailed")].toSorted(
      (a, b) => b.at - a.at,
    );
    this.clock.advance(last?.retryAfterMs ?? 0);
    return this;
  }
}

export function aCircuit(options?: BreakerOptions): TestCircuit {
  return new TestCircuit(options);
}

/** A circuit in its first outage. */
export function anOpenCircuit(options?: BreakerOptions): TestCircuit {
  return aCircuit(options).trip();
}

/** A circuit that waits for its first probe. */
export function aHalfOpenCircuit(options?: BreakerOptions): TestCircuit {
  return anOpenCircuit(options).halfOpen();
}
