import type { CancelTimer, Clock } from "../clock/clock.ts";
import type { CircuitReading, CircuitState } from "../events/circuit-state.ts";
import type { Alert, AlertStatus } from "./alert.ts";
import type { ReadAlertRules } from "./alert-rules.ts";
import { makeAlert } from "./make-alert.ts";
import { Outage, type Member } from "./outage.ts";
import { circuitKey, placeKey } from "./place.ts";
import { sightingOfReading, type Sighting } from "./sighting.ts";

/** What outages are judged by, and whom alerts are given to. */
export interface OutagesParts {
  readonly rules: ReadAlertRules;
  readonly settleMs: number;
  readonly clock: Clock;
  readonly send: (alert: Alert) => void;
  /** All circuits as they are now; nothing where they cannot be looked at. */
  readonly look: () => readonly CircuitReading[] | undefined;
}

/** So many outages at a time have alerts of their own; what more there is becomes one alert together. */
const mostOutages = 100;
/** For so long what an outage grows by is gathered, so that ten circuits that open one after the other are one update. */
const gatherMs = 5_000;
/** So often it is looked whether circuits have gone that never said so. */
const recheckMs = 60_000;

/** Makes alerts of what happens to circuits: one for each outage, however many circuits it has and however they flap. */
export class Outages {
  readonly #parts: OutagesParts;
  readonly #outages = new Set<Outage>();
  #cancelRecheck: CancelTimer | undefined;
  #isStopped = false;

  constructor(parts: OutagesParts) {
    this.#parts = parts;
  }

  /** A circuit is open, whether that is news or not. */
  opened(sighting: Sighting): void {
    const outage = this.#admit(sighting);
    if (outage !== undefined) this.#tell(outage);
  }

  /** A circuit's probe failed. */
  probeFailed(sighting: Sighting): void {
    this.opened(sighting);
    const found = this.#find(circuitKey(sighting.name, sighting.place));
    if (found === undefined) return;
    const { outage, member } = found;
    outage.cause = sighting.cause ?? outage.cause;
    outage.retryAfterMs = sighting.retryAfterMs;
    member.hasFailedProbe = true;
    this.#rejudge(outage);
  }

  /** A circuit is no longer open: it closed, was isolated, or is not heeded any more. */
  over(key: string, at: number): void {
    const found = this.#find(key);
    if (found === undefined || found.member.until !== undefined) return;
    found.outage.close(found.member, at);
    this.#settle(found.outage);
  }

  /** Takes in all circuits that are open now. */
  lookRound(): void {
    const { clock, look } = this.#parts;
    const found = (look() ?? []).filter(({ state }) => state === "open");
    const outages = found.map((circuit) => this.#admit(sightingOfReading(circuit, clock.epochMs())));
    for (const outage of new Set(outages)) if (outage !== undefined) this.#tell(outage);
  }

  /** Whether the circuit is out, or was just now. */
  isOut(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  /** What was told of and is not over, as it stands. */
  get firing(): readonly Alert[] {
    return [...this.#outages].filter(({ isTold }) => isTold).map((outage) => this.#alertOf(outage, "firing"));
  }

  /** Ends all timers, and tells what is left to tell: what has grown, and what was over but for the time to settle. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelRecheck?.();
    for (const outage of this.#outages) {
      outage.cancelAll();
      if (outage.openCount === 0) this.#resolve(outage);
      else if (outage.isTold && outage.hasGrown) this.#send(outage, "update");
    }
    this.#outages.clear();
  }

  /** The outage that the circuit belongs to; nothing where it is known to be open there already. */
  #admit(sighting: Sighting): Outage | undefined {
    // Who ends it within an event may still be told of that event.
    if (this.#isStopped) return undefined;
    const key = circuitKey(sighting.name, sighting.place);
    const known = this.#find(key);
    const isSame = known?.outage.isDryRun === sighting.isDryRun;
    if (isSame && known.member.until === undefined) return undefined;
    if (!isSame) this.over(key, sighting.at);
    const outage = isSame ? known.outage : this.#outageFor(sighting);
    outage.add(key, sighting, this.#parts.settleMs);
    this.#judge(outage);
    return outage;
  }

  /** Where the circuit is open, or was and has not settled yet. */
  #find(key: string): { readonly outage: Outage; readonly member: Member } | undefined {
    const { clock, settleMs } = this.#parts;
    let found: { readonly outage: Outage; readonly member: Member } | undefined;
    for (const outage of this.#outages) {
      const member = outage.members.get(key);
      if (member === undefined) continue;
      const { closedAt } = member;
      // It is open in one of them at most, and not settled in two where it turned into a dry run or back.
      if (closedAt === undefined) return { outage, member };
      if (clock.now() - closedAt < settleMs) found = { outage, member };
    }
    return found;
  }

  #outageFor(sighting: Sighting): Outage {
    const { clock, rules } = this.#parts;
    const key = placeKey(sighting.place, sighting.isDryRun);
    const joined = this.#joinable(key);
    if (joined !== undefined) return joined;
    const isTooMany = this.#outages.size >= mostOutages;
    const common = String(sighting.isDryRun);
    const shared = isTooMany ? [...this.#outages].find((known) => known.placeKey === common) : undefined;
    if (shared !== undefined) return shared;
    const outage = new Outage(sighting, isTooMany ? common : key, clock);
    if (isTooMany) outage.raise("serviceOut");
    this.#outages.add(outage);
    const { openTooLong } = rules;
    if (openTooLong !== undefined) {
      outage.schedule("tooLong", () => this.#rejudge(outage), openTooLong.afterMs - sighting.openForMs);
    }
    this.#cancelRecheck ??= clock.startTimer(() => this.#recheck(), recheckMs, false);
    return outage;
  }

  /** What is out altogether takes in all that opens there; else the last outage does, while it is young. */
  #joinable(key: string): Outage | undefined {
    const { serviceOut } = this.#parts.rules;
    if (serviceOut === undefined) return undefined;
    const here = [...this.#outages].filter((outage) => outage.placeKey === key);
    const last = here.at(-1);
    const whole = here.find(({ kind }) => kind === "serviceOut");
    return whole ?? (last !== undefined && last.quietForMs <= serviceOut.withinMs ? last : undefined);
  }

  #rejudge(outage: Outage): void {
    const { openTooLong } = this.#parts.rules;
    if (openTooLong !== undefined && outage.isOpenFor(openTooLong.afterMs)) outage.raise("openTooLong");
    this.#tell(outage);
  }

  /** Whether so much is out by now that it is the service. */
  #judge(outage: Outage): void {
    const { serviceOut } = this.#parts.rules;
    if (serviceOut === undefined) return;
    let open = 0;
    for (const { placeKey: key, openCount } of this.#outages) if (key === outage.placeKey) open += openCount;
    if (open >= serviceOut.circuits) outage.raise("serviceOut");
  }

  #tell(outage: Outage): void {
    if (outage.isTold) {
      if (outage.hasGrown) outage.schedule("growth", () => this.#tellGrowth(outage), gatherMs);
    } else if (outage.kind !== "circuitOpen" || this.#parts.rules.circuitOpen) {
      outage.isTold = true;
      this.#send(outage, "firing");
    }
  }

  #tellGrowth(outage: Outage): void {
    // Where all have closed meanwhile, that will be told; or that it grew, if they open again.
    if (outage.hasGrown && outage.openCount > 0) this.#send(outage, "update");
  }

  #settle(outage: Outage): void {
    if (outage.openCount > 0) return;
    outage.schedule("settle", () => this.#resolve(outage), this.#parts.settleMs);
  }

  #resolve(outage: Outage): void {
    outage.cancelAll();
    this.#outages.delete(outage);
    if (outage.isTold) this.#send(outage, "resolved");
  }

  #recheck(): void {
    this.#cancelRecheck = undefined;
    if (this.#outages.size === 0) return;
    const { clock, look } = this.#parts;
    this.#cancelRecheck = clock.startTimer(() => this.#recheck(), recheckMs, false);
    const readings = look();
    if (readings === undefined) return;
    const states = new Map(readings.map((circuit) => [circuitKey(circuit.name, circuit), circuit.state]));
    for (const outage of this.#outages) {
      for (const [key, member] of outage.members) {
        if (member.until === undefined && !isStillOut(states.get(key), outage.isDryRun)) {
          outage.close(member, clock.epochMs());
        }
      }
      this.#settle(outage);
    }
  }

  #send(outage: Outage, status: AlertStatus): void {
    outage.hasGrown = false;
    this.#parts.send(this.#alertOf(outage, status));
  }

  #alertOf(outage: Outage, status: AlertStatus): Alert {
    const { id, kind, since, cause, retryAfterMs, isDryRun, until } = outage;
    const isOver = status === "resolved";
    return makeAlert({
      ...{ id, status, kind, since, cause, isDryRun, at: this.#parts.clock.epochMs() },
      circuits: [...outage.members.values()],
      ...(isOver ? { until } : { retryAfterMs }),
    });
  }
}

/** A circuit that was forgotten, in bounded memory, is out no more than any other that nobody calls. */
function isStillOut(state: CircuitState | undefined, isDryRun: boolean): boolean {
  return state === "open" || state === "halfOpen" || (isDryRun && state === "disabled");
}
