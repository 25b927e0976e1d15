import type { SummaryMetadata } from "../errors/error-summary.ts";
import type { OpenTrigger } from "../events/breaker-events.ts";
import type { Isolation } from "../events/circuit-state.ts";
import { describeValue } from "../errors/describe-value.ts";
import { numberWithin, oneOf, ofType, wholeNumber } from "../options/option-rule.ts";
import type {
  BreakersSnapshot,
  CircuitSnapshot,
  ErrorSnapshot,
  StreakSnapshot,
} from "./breakers-snapshot.ts";
import type { WindowBucket } from "./engine.ts";
import { SnapshotValue, type SnapshotRule } from "./snapshot-value.ts";
import { withoutUndefined } from "../errors/without-undefined.ts";

/** Circuits that one snapshot may hold. */
export const mostCircuits = 100_000;

/** As many steps as a window can have. */
const mostBuckets = 1_000;

/** As far as dates go, in both directions. */
const furthestMs = 8.64e15;

const triggers: Readonly<Record<OpenTrigger, true>> = {
  consecutive: true,
  rate: true,
  slow: true,
  service: true,
  manual: true,
  fleet: true,
};

const supportedVersion: SnapshotRule<1> = {
  allowed: "1, the one that this release of amplify-breaker reads",
  isType: (value) => typeof value === "number",
  isInRange: (value: number) => value === 1,
};

const state: SnapshotRule<CircuitSnapshot["state"]> = oneOf("closed", "open", "halfOpen");
const trigger: SnapshotRule<OpenTrigger> = oneOf(...Object.keys(triggers));
const fault: SnapshotRule<"client" | "server"> = oneOf("client", "server");
const text: SnapshotRule<string> = ofType("a text", (value) => typeof value === "string");
const name: SnapshotRule<string> = ofType(
  "a text that is not empty",
  (value) => typeof value === "string" && value !== "",
);
const finite: SnapshotRule<number> = numberWithin("a finite number", Number.isFinite);
const time: SnapshotRule<number> = numberWithin(
  "a time in milliseconds since the Unix epoch",
  (ms) => Math.abs(ms) <= furthestMs,
);
const age: SnapshotRule<number> = numberWithin(
  "an age in milliseconds, of at least 0",
  (ms) => ms >= 0 && ms <= 2 * furthestMs,
);
const count: SnapshotRule<number> = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const countOfOutage: SnapshotRule<number> = wholeNumber(1, Number.MAX_SAFE_INTEGER);

const metadataRules: Readonly<Record<keyof SummaryMetadata, SnapshotRule<string | number>>> = {
  httpStatusCode: finite,
  attempts: finite,
  totalRetryDelay: finite,
  requestId: text,
  extendedRequestId: text,
  cfId: text,
};

/**
 * A copy of a snapshot of which every member is known to be right; members that this version does not know are left out.
 *
 * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came
 */
export function readSnapshot(snapshot: unknown): BreakersSnapshot {
  const whole = new SnapshotValue("restore(): snapshot", snapshot);
  const version = whole.member("version").read(supportedVersion);
  const takenAt = whole.member("takenAt").read(time);
  const circuits = whole.member("circuits").elements(mostCircuits, "circuits").map(readCircuit);
  checkNoneTwice(circuits);
  return { version, takenAt, circuits };
}

function readCircuit(circuit: SnapshotValue): CircuitSnapshot {
  const base = {
    region: circuit.member("region").readIfPresent(text),
    endpoint: circuit.member("endpoint").readIfPresent(text),
    scope: circuit.member("scope").readIfPresent(text),
    name: circuit.member("name").read(name),
    isolation: circuit.member("isolation").ifPresent(readIsolation),
    closedAt: circuit.member("closedAt").readIfPresent(time),
    cause: circuit.member("cause").ifPresent(readError),
    lastFailure: circuit.member("lastFailure").ifPresent(readLastFailure),
    window: readWindow(circuit.member("window")),
    slow: readWindow(circuit.member("slow")),
    streak: readStreak(circuit.member("streak")),
  };
  return withoutUndefined({ ...base, ...readState(circuit) });
}

/** What an outage cannot do without may be left out only where there is none. */
function readState(circuit: SnapshotValue): StateMembers {
  const members = {
    trigger: circuit.member("trigger"),
    openings: circuit.member("openings"),
    openedAt: circuit.member("openedAt"),
    retryAt: circuit.member("retryAt"),
  };
  const itsState = circuit.member("state").read(state);
  if (itsState === "closed") {
    return {
      state: itsState,
      trigger: members.trigger.readIfPresent(trigger),
      openings: members.openings.read(count),
      openedAt: members.openedAt.readIfPresent(time),
      retryAt: members.retryAt.readIfPresent(time),
    };
  }
  const { retryAt } = members;
  return {
    state: itsState,
    trigger: members.trigger.read(trigger),
    openings: members.openings.read(countOfOutage),
    openedAt: members.openedAt.read(time),
    retryAt: itsState === "open" ? retryAt.read(time) : retryAt.readIfPresent(time),
  };
}

interface StateMembers {
  readonly state: CircuitSnapshot["state"];
  readonly trigger: OpenTrigger | undefined;
  readonly openings: number;
  readonly openedAt: number | undefined;
  readonly retryAt: number | undefined;
}

function readIsolation(isolation: SnapshotValue): Isolation {
  return { reason: isolation.member("reason").read(text), at: isolation.member("at").read(time) };
}

function readLastFailure(failure: SnapshotValue): NonNullable<CircuitSnapshot["lastFailure"]> {
  return { error: readError(failure.member("error")), at: failure.member("at").read(time) };
}

function readError(error: SnapshotValue): ErrorSnapshot {
  return withoutUndefined({
    name: error.member("name").read(text),
    message: error.member("message").read(text),
    code: error.member("code").readIfPresent(text),
    $fault: error.member("$fault").readIfPresent(fault),
    $metadata: error.member("$metadata").ifPresent(readMetadata),
  });
}

function readMetadata(metadata: SnapshotValue): SummaryMetadata {
  const members = Object.entries(metadataRules).map(
    ([member, rule]) => [member, metadata.member(member).readIfPresent(rule)] as const,
  );
  return withoutUndefined(Object.fromEntries(members));
}

function readWindow(window: SnapshotValue): WindowBucket[] {
  return window.elements(mostBuckets, "steps").map((bucket) => ({
    ageMs: bucket.member("ageMs").read(age),
    successes: bucket.member("successes").read(count),
    failures: bucket.member("failures").read(count),
  }));
}

function readStreak(streak: SnapshotValue): StreakSnapshot {
  return withoutUndefined({
    failures: streak.member("failures").read(count),
    msSinceSuccess: streak.member("msSinceSuccess").readIfPresent(age),
  });
}

/** Of two that say different things about one circuit, neither is to be believed. */
function checkNoneTwice(circuits: readonly CircuitSnapshot[]): void {
  const indices = new Map<string, number>();
  for (const [index, { region, endpoint, scope, name: itsName }] of circuits.entries()) {
    const key = JSON.stringify([region ?? null, endpoint ?? null, scope ?? null, itsName]);
    const earlier = indices.get(key);
    if (earlier !== undefined) {
      throw new RangeError(
        `restore(): snapshot.circuits[${index}] must be of another circuit than snapshot.circuits[${earlier}]; ` +
          `got ${describeValue(itsName)} of the same place twice`,
      );
    }
    indices.set(key, index);
  }
}
