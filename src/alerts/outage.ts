import type { CancelTimer, Clock } from "../clock/clock.ts";
import type { ErrorSummary } from "../errors/error-summary.ts";
import { outageId } from "../events/outage-id.ts";
import type { AlertKind } from "./alert.ts";
import type { Place } from "./place.ts";
import type { Sighting } from "./sighting.ts";

/** A circuit of an outage; `…At` by the monotonic clock, the rest in milliseconds since the Unix epoch. */
export interface Member {
  readonly name: string;
  readonly place: Place;
  since: number;
  openedAt: number;
  until: number | undefined;
  closedAt: number | undefined;
  hasFailedProbe: boolean;
}

type OutageTimer = "settle" | "growth" | "tooLong";

/** So many circuits of one outage are kept; option `circuit` may make a name of anything. */
const mostMembers = 1_000;

/** An outage goes only from one of these to a later one. */
const kinds: readonly AlertKind[] = ["circuitOpen", "openTooLong", "serviceOut"];

/** What is known of one outage: of one circuit, or of several that opened together. */
export class Outage {
  readonly id: string;
  readonly placeKey: string;
  readonly isDryRun: boolean;
  readonly since: number;
  readonly members: Map<string, Member> = new Map<string, Member>();
  cause: ErrorSummary | undefined;
  retryAfterMs: number | undefined;
  /** Whether anybody was told of it yet. */
  isTold = false;
  /** Whether there is more to it than was told. */
  hasGrown = false;
  #kind: AlertKind = "circuitOpen";
  #openCount = 0;
  #lastJoinedAt: number;
  readonly #clock: Clock;
  readonly #timers = new Map<OutageTimer, CancelTimer>();

  constructor(first: Sighting, key: string, clock: Clock) {
    const { name, place, at } = first;
    this.id = outageId({
      circuit: name,
      at,
      ...(place.region === undefined ? undefined : { region: place.region }),
      ...(place.endpoint === undefined ? undefined : { endpoint: place.endpoint }),
      ...(place.scope === undefined ? undefined : { scope: place.scope }),
    });
    this.placeKey = key;
    this.isDryRun = first.isDryRun;
    this.since = at;
    this.#clock = clock;
    this.#lastJoinedAt = clock.now();
  }

  get kind(): AlertKind {
    return this.#kind;
  }

  /** Milliseconds since a circuit that was not in it opened. */
  get quietForMs(): number {
    return this.#clock.now() - this.#lastJoinedAt;
  }

  get openCount(): number {
    return this.#openCount;
  }

  /** When the last of its circuits closed. */
  get until(): number {
    return Math.max(this.since, ...[...this.members.values()].map(({ until }) => until ?? this.since));
  }

  /** Takes a circuit in, or back in; one that settled in between has opened anew. */
  add(key: string, { name, place, at, openForMs, cause, retryAfterMs }: Sighting, settleMs: number): void {
    const now = this.#clock.now();
    const known = this.members.get(key);
    if (known === undefined && this.members.size >= mostMembers && !this.#dropClosed()) return;
    this.cause = cause ?? this.cause;
    this.retryAfterMs = retryAfterMs;
    this.#lastJoinedAt = now;
    this.cancel("settle");
    this.#openCount++;
    const goesOn = known?.closedAt !== undefined && now - known.closedAt < settleMs;
    const open = { until: undefined, closedAt: undefined };
    if (goesOn) {
      Object.assign(known, open);
      return;
    }
    const opened = { since: at, openedAt: now - openForMs, hasFailedProbe: false };
    this.members.set(key, { name, place, ...opened, ...open });
    // What all know to be out altogether does not grow by one more circuit, nor what was told by telling it again.
    if (this.#kind !== "serviceOut" && known === undefined) this.hasGrown = true;
  }

  /** A circuit of it is no longer open. */
  close(member: Member, at: number): void {
    member.until = Math.max(at, member.since);
    member.closedAt = this.#clock.now();
    this.#openCount--;
  }

  /** It has become that bad, or was worse already. */
  raise(kind: AlertKind): void {
    if (kinds.indexOf(kind) <= kinds.indexOf(this.#kind)) return;
    this.#kind = kind;
    this.hasGrown = true;
  }

  /** Whether one of its circuits has been open for that long, and was found to be so still. */
  isOpenFor(ms: number): boolean {
    const now = this.#clock.now();
    for (const { until, openedAt, hasFailedProbe } of this.members.values()) {
      if (until === undefined && hasFailedProbe && now - openedAt >= ms) return true;
    }
    return false;
  }

  /** Starts a timer, unless it runs. */
  schedule(timer: OutageTimer, callback: () => void, delayMs: number): void {
    if (this.#timers.has(timer)) return;
    const fire = (): void => {
      this.#timers.delete(timer);
      callback();
    };
    this.#timers.set(timer, this.#clock.startTimer(fire, Math.max(0, delayMs), false));
  }

  cancel(timer: OutageTimer): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }

  cancelAll(): void {
    for (const timer of ["settle", "growth", "tooLong"] as const) this.cancel(timer);
  }

  #dropClosed(): boolean {
    for (const [key, { until }] of this.members) {
      if (until !== undefined) return this.members.delete(key);
    }
    return false;
  }
}
