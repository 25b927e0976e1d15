import type { HealthSource } from "../aws-health/health-report.ts";
import type { Clock } from "../clock/clock.ts";
import { describeError } from "./describe-error.ts";
import type {
  CircuitEventBase,
  CloseEvent,
  OpenEvent,
  ProbeFailedEvent,
  StateChangeEvent,
} from "../events/breaker-events.ts";
import type { CircuitReading } from "../events/circuit-state.ts";
import type { BreakerEvents } from "../events/monitored-breakers.ts";
import { outageId } from "../events/outage-id.ts";
import { subscribe } from "../events/subscribe.ts";
import { askHealth } from "./ask-health.ts";
import { Census } from "./census.ts";
import { addressKey, areNeighbours, type CircuitAddress } from "./circuit-address.ts";
import { FailureLog } from "./failure-log.ts";
import type { FailedCall } from "./failure-record.ts";
import type { Reach, TimelineEntry } from "./incident-report.ts";
import type { IncidentBook } from "./incident-book.ts";
import { Incident } from "./incident.ts";
import { OutageRecord } from "./outage-record.ts";
import { reachOf } from "./reach.ts";
import { reportOutage, reportTrouble, type Standing } from "./report-outage.ts";

/** Circuits of which failures are remembered; those that failed longest ago go first. */
const mostLogs = 1_000;

/** Failures that are further apart have nothing to do with each other. */
const longestPauseMs = 600_000;

/** What a recorder works with. */
export interface RecorderParts {
  /** All circuits in use. */
  readonly circuits: Iterable<CircuitReading>;
  readonly clock: Clock;
  /** Most outages that are remembered. */
  readonly keep: number;
  /** The options in force for a circuit; `null` where it is no longer in use. */
  readonly settingsOf: (place: CircuitAddress) => Readonly<Record<string, unknown>> | null;
  /** Who is asked whether AWS reports an event, if somebody is. */
  readonly health: HealthSource | undefined;
}

/** What is remembered of one circuit. */
interface Memory {
  readonly place: CircuitAddress;
  log: FailureLog;
  /** The outage that is on. */
  outage: OutageRecord | undefined;
}

/** Remembers what each outage was like, fed by events alone. */
export class IncidentRecorder implements IncidentBook {
  readonly #parts: RecorderParts;
  readonly #memories = new Map<string, Memory>();
  /** The oldest first. */
  readonly #outages: OutageRecord[] = [];

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Hears from now on what happens there; best before anybody else, who may ask for the incident of what they hear. */
  listen(events: BreakerEvents): void {
    subscribe(events, {
      failure: (event) => this.#failed(event),
      timeout: (event) => {
        if (event.verdict === "failure") this.#failed(event);
      },
      open: (event) => this.#began(event),
      halfOpen: (event) => this.#happened(event),
      probeFailed: (event) => this.#happened(event, event.cause),
      close: (event) => this.#ended(event),
      isolate: (event) => this.#happened(event, event.reason),
      release: (event) => this.#happened(event, event.reason),
      stateChange: (event) => this.#changed(event),
    });
  }

  latest(isMeant: (place: CircuitAddress) => boolean): Incident | undefined {
    const outages = this.#outages.filter(({ place }) => isMeant(place));
    const outage = outages.findLast(({ ending }) => ending === undefined) ?? outages.at(-1);
    if (outage !== undefined) return this.#incidentOf(outage);
    const now = this.#parts.clock.epochMs();
    const memory = [...this.#memories.values()].findLast(
      ({ place, log }) => isMeant(place) && log.total > 0 && now - log.lastAt <= longestPauseMs,
    );
    return memory === undefined ? undefined : this.#troubleOf(memory);
  }

  all(isMeant: (place: CircuitAddress) => boolean): Incident[] {
    const outages = this.#outages.filter(({ place }) => isMeant(place));
    const census = this.#takeCensus();
    return outages.toReversed().map((outage) => this.#incidentOf(outage, census));
  }

  #failed(event: FailedCall): void {
    const memory = this.#memoryOf(event);
    const { log } = memory;
    if (memory.outage === undefined && log.total > 0 && event.at - log.lastAt > longestPauseMs) {
      memory.log = new FailureLog();
    }
    memory.log.add(event);
  }

  #began(event: OpenEvent | StateChangeEvent): void {
    const memory = this.#memoryOf(event);
    const outage = new OutageRecord(event, memory.place, memory.log);
    memory.outage = outage;
    this.#outages.push(outage);
    this.#trim();
    const cause = event.type === "open" ? event.cause : undefined;
    outage.timeline.add(event.at, "open", cause === undefined ? undefined : describeError(cause));
    this.#askHealth(outage);
  }

  /** A circuit that was restored is open without having opened here. */
  #changed(event: StateChangeEvent): void {
    if (event.to === "open" && this.#memoryOf(event).outage === undefined) this.#began(event);
  }

  #happened(
    event: CircuitEventBase & { readonly type: TimelineEntry["type"] },
    detail?: string | ProbeFailedEvent["cause"],
  ): void {
    const { outage } = this.#memoryOf(event);
    if (outage === undefined) return;
    if (event.type === "probeFailed") {
      outage.probesFailed++;
      this.#askHealth(outage);
    }
    outage.timeline.add(event.at, event.type, typeof detail === "object" ? describeError(detail) : detail);
  }

  #ended(event: CloseEvent): void {
    const memory = this.#memoryOf(event);
    const { outage, place } = memory;
    memory.log = new FailureLog();
    memory.outage = undefined;
    if (outage === undefined) return;
    outage.timeline.add(event.at, "close", undefined);
    const [reach, settings] = [
      this.#reachOf(place, this.#takeCensus(), outage),
      this.#parts.settingsOf(place),
    ];
    outage.ending = { at: event.at, stats: event.stats, reach, settings };
    this.#trim();
  }

  /** As many as are to be kept are those that are over; when a whole service is out, more than that are on. */
  #trim(): void {
    const over = this.#outages.filter(({ ending }) => ending !== undefined);
    const [oldest] = over;
    if (oldest !== undefined && over.length > this.#parts.keep) {
      this.#outages.splice(this.#outages.indexOf(oldest), 1);
    } else if (this.#outages.length > mostLogs) {
      this.#outages.shift();
    }
  }

  #memoryOf(event: CircuitEventBase): Memory {
    const key = addressKey(event);
    const known = this.#memories.get(key);
    // Put last again, so that the first is the one that nothing has happened to for longest.
    if (known !== undefined) this.#memories.delete(key);
    const { circuit, region, endpoint, scope } = event;
    const memory = known ?? {
      place: { circuit, region, endpoint, scope },
      log: new FailureLog(),
      outage: undefined,
    };
    this.#memories.set(key, memory);
    if (this.#memories.size > mostLogs) {
      for (const oldest of this.#memories.keys()) {
        this.#memories.delete(oldest);
        break;
      }
    }
    return memory;
  }

  #askHealth(outage: OutageRecord): void {
    const { health, clock } = this.#parts;
    if (health === undefined) return;
    void askHealth(health, outage.place.region, clock).then((report) => {
      outage.health = report;
    });
  }

  #incidentOf(outage: OutageRecord, census: Census = this.#takeCensus()): Incident {
    return new Incident(reportOutage(outage, this.#standing(outage.place, census, outage)));
  }

  #troubleOf({ place, log }: Memory): Incident {
    const since = log.firstAt ?? 0;
    const id = outageId({ ...place, at: since });
    return new Incident(reportTrouble({ id, since, place, log }, this.#standing(place, this.#takeCensus())));
  }

  #takeCensus(): Census {
    return new Census(this.#parts.circuits);
  }

  #standing(place: CircuitAddress, census: Census, outage?: OutageRecord): Standing {
    const { clock, settingsOf } = this.#parts;
    // What has ended stands as it stood then.
    const { reach, settings } = outage?.ending ?? {
      reach: this.#reachOf(place, census, outage),
      settings: settingsOf(place),
    };
    return { reading: census.find(place), reach, settings, now: clock.epochMs() };
  }

  #reachOf(place: CircuitAddress, census: Census, outage: OutageRecord | undefined): Reach {
    const span = { since: outage?.since ?? Infinity, until: outage?.ending?.at ?? Infinity };
    const meanwhile = new Map<string, CircuitAddress[]>();
    for (const other of this.#outages) {
      if (other === outage || !other.wasOnWithin(span)) continue;
      const sameName = meanwhile.get(other.place.circuit);
      if (sameName === undefined) meanwhile.set(other.place.circuit, [other.place]);
      else sameName.push(other.place);
    }
    // By name first: in a wide outage this is asked of each circuit for each of them.
    return reachOf(place, census, (other) => {
      return meanwhile.get(other.circuit)?.some((one) => areNeighbours(one, other)) ?? false;
    });
  }
}
