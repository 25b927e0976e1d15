import type { Incident } from "../../src/incident/incident.ts";
import { summarizeError } from "../../src/errors/error-summary.ts";
import type { BreakerEventOf, BreakerEventType, FailureEvent } from "../../src/events/breaker-events.ts";
import type { CircuitReading, CircuitStats } from "../../src/events/circuit-state.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { IncidentRecorder, type RecorderParts } from "../../src/incident/incident-recorder.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

export const noStats: CircuitStats = Object.freeze({
  ...{ successes: 0, failures: 0, slow: 0, errorPercentage: 0, consecutiveFailures: 0 },
  ...{ inFlight: 0, waiting: 0, queued: 0, p50Ms: null, p99Ms: null, rejections: 0, fallbacks: 0 },
});

/** What the service says when something broke inside. */
export const illness: Error = Object.assign(new Error("Internal failure"), {
  name: "InternalFailureException",
  $fault: "server",
  $metadata: {
    ...{ httpStatusCode: 500, requestId: "r-1", extendedRequestId: "e-1", cfId: "c-1" },
    ...{ attempts: 3, totalRetryDelay: 80 },
  },
});

type Given<Type extends BreakerEventType> = Partial<Omit<BreakerEventOf<Type>, "type" | "at">>;

/** A recorder, and the breakers that it listens to, moved by hand. */
export class RecordedBreakers {
  readonly clock: ManualClock = new ManualClock();
  readonly hub = new EventHub();
  /** The circuits in use. */
  readonly circuits: CircuitReading[] = [];
  readonly recorder: IncidentRecorder;

  constructor(parts: Partial<RecorderParts> = {}) {
    this.recorder = new IncidentRecorder({
      ...{ circuits: this.circuits, clock: this.clock, keep: 20, health: undefined },
      settingsOf: () => ({ timeout: 30_000 }),
      ...parts,
    });
    this.recorder.listen(this.hub);
  }

  emit<Type extends BreakerEventType>(type: Type, given: Given<Type> = {}): void {
    const at = this.clock.epochMs();
    const base = { operation: "ListApps", circuit: "ListApps", region: "eu-west-1" };
    this.hub.emit(type, () => ({ ...base, at, ...given, type }) as unknown as BreakerEventOf<Type>);
  }

  fail(given: Partial<FailureEvent> = {}, error: unknown = illness): void {
    const facts = { callId: 1, durationMs: 90, attempts: 3, error: summarizeError(error) };
    this.emit("failure", { ...facts, ...given });
  }

  open(given: Given<"open"> = {}): void {
    const cause = summarizeError(illness);
    this.emit("open", { cause, trigger: "consecutive", retryAfterMs: 100, stats: noStats, ...given });
    this.emit("stateChange", { from: "closed", to: "open", ...given });
  }

  close(given: Given<"close"> = {}): void {
    this.emit("close", { openForMs: 1, stats: noStats, ...given });
    this.emit("stateChange", { from: "halfOpen", to: "closed", ...given });
  }

  /** The circuit of that name is in use. */
  use(name: string, given: Partial<CircuitReading> = {}, stats: Partial<CircuitStats> = {}): void {
    const place = { region: "eu-west-1", endpoint: undefined, scope: undefined };
    this.circuits.push({
      ...{ name, ...place, state: "closed", retryAfterMs: 0, lastFailure: undefined, isolation: undefined },
      ...given,
      stats: () => ({ ...noStats, ...stats }),
    });
  }

  get incident(): Incident {
    const incident = this.recorder.latest(() => true);
    if (incident === undefined) throw new Error("nothing has gone wrong");
    return incident;
  }

  get incidents(): readonly Incident[] {
    return this.recorder.all(() => true);
  }
}
