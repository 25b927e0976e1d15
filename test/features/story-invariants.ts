import type { CallEvent, StateChangeEvent } from "../../src/events/breaker-events.ts";
import { fallbackOf } from "../../src/fallback/fallback-mark.ts";
import { callEventTypes } from "../scenarios/support/event-record.ts";
import type { Story, StoryCall } from "./feature-story.ts";
import type { Transmission } from "./paced-service.ts";

/** A probe's turn at most, in milliseconds; shorter where the deadline is. */
const probeMs = 5_000;

/** What must hold in every story; each says what breaks it. */
const invariants: Readonly<Record<string, (story: Story) => unknown[]>> = {
  "each call settles exactly once": ({ calls }) => calls.filter(({ outcomes }) => outcomes.length !== 1),

  "each call has exactly one event that ends it": (story) => {
    const ids = endingsOf(story).map(({ callId }) => callId);
    const first = Math.min(...ids);
    const wanted = story.calls.map((_, index) => first + index);
    return JSON.stringify(ids.toSorted((a, b) => a - b)) === JSON.stringify(wanted) ? [] : [ids];
  },

  "that event is the right one": (story) =>
    bothOf(story).filter(
      ([call, ending]) => ending?.operation !== call.operation || !fits(call, ending, story),
    ),

  "one fallback at most answers a call, and only where there is one": (story) => {
    const answers = story.heard.of("fallback").map(({ callId }) => callId);
    const { fallback, protection } = story.row;
    const mayAnswer = protection !== "dry run" && (fallback === "function" || fallback === "lastKnownGood");
    return mayAnswer ? answers.filter((id, index) => answers.indexOf(id) !== index) : answers;
  },

  "old answers are given to reads only": (story) =>
    story.row.fallback === "lastKnownGood"
      ? story.heard.of("fallback").filter(({ operation }) => operation !== "ListApps")
      : [],

  "no old answer is older than a write that was sent since, or ended since": (story) =>
    story.heard.of("fallback").filter(({ at, ageMs }) => {
      if (ageMs === undefined) return false;
      const writtenAt = (time: number | undefined): boolean =>
        time !== undefined && at - ageMs < time && time <= at;
      return writesOf(story).some(({ sentAt, settledAt }) => writtenAt(sentAt) || writtenAt(settledAt));
    }),

  "nothing is sent by an open or isolated circuit, but for calls that bypass it": (story) =>
    admittedIn(story, "open", "isolated"),

  "a half-open circuit has one probe at a time": (story) => {
    const leaseMs = story.row.timeout === false ? probeMs : story.row.timeout;
    const probes = admittedIn(story, "halfOpen");
    return probes.slice(1).filter(({ at }, index) => {
      const before = probes[index];
      return before !== undefined && at < Math.min(before.endedAt, before.at + leaseMs);
    });
  },

  "no more calls are in flight than there is capacity": (story) => {
    if (story.row.protection !== "on" || story.row.capacity === "none") return [];
    const sent = admittedIn(story);
    return sent.filter(({ at }, index) => sent.slice(0, index).some(({ endedAt }) => at < endedAt));
  },

  "each attempt that reached the service has one event": ({ heard, transmissions }) => {
    const attempts = heard.of("attempt");
    return attempts.length === transmissions.length ? [] : attempts;
  },

  "a refused call sent nothing": (story) =>
    bothOf(story).filter(
      ([call, ending]) =>
        ending?.type === "reject" && story.transmissions.some((one) => one.call === numberOf(call, story)),
    ),

  "no call outlives its deadline": (story) =>
    story.row.protection === "on" && story.row.timeout !== false
      ? bothOf(story).filter(([{ isBypass }, ending]) => !isBypass && (ending?.durationMs ?? 0) > 500)
      : [],

  "no call outlives its caller": ({ calls }) =>
    calls.filter(({ abortsAt, settledAt = Infinity }) => settledAt > abortsAt),

  "a dry run refuses nobody and ends nobody's call": (story) =>
    endingsOf(story).filter(
      (ending) =>
        isInDryRun(story, ending.at) &&
        ((ending.type === "reject" && ending.reason !== "shutdown") ||
          (ending.type === "timeout" && story.row.protection === "dry run")),
    ),

  "whoever waits for its turn is told of it, or why not": ({ waitingForTurn }) =>
    waitingForTurn === 0 ? [] : [waitingForTurn],

  "nobody waits or is in flight in the end, and nothing keeps the process running": ({ stats, refTimers }) =>
    [stats.inFlight, stats.waiting, stats.queued, refTimers].filter((count) => count !== 0),

  "a shutdown leaves no timer": ({ timers }) => (timers === 0 ? [] : [timers]),

  "no listener is left on a caller's signal": ({ abortListeners }) =>
    abortListeners === 0 ? [] : [abortListeners],

  "no two callers hold the same answer, or parts of it": ({ calls }) => {
    const held = calls.flatMap(({ outcomes }) =>
      outcomes.flatMap((outcome) => ("output" in outcome ? partsOf(outcome.output) : [])),
    );
    return held.filter((part, index) => held.indexOf(part) !== index);
  },

  "what is not the service's failure opens nothing": ({ row, opened, heard }) => {
    const isHarmless = row.service === "answers" || row.service === "throttles" || row.service === "404";
    return isHarmless && opened > 0 ? heard.of("open") : [];
  },

  "a service that is well all the time answers everybody whom nothing else stands in the way": (story) => {
    const { service, circuit, caller, capacity, shutdown } = story.row;
    const isFree = circuit === "closed" && caller === "stays" && capacity === "none" && shutdown === "late";
    return service === "answers" && isFree ? endingsOf(story).filter(({ type }) => type !== "success") : [];
  },

  "a call long after all is well again is answered": (story) => {
    const last = bothOf(story).at(-1)?.[1];
    return last?.type === (story.row.shutdown === "late" ? "success" : "reject") ? [] : [last];
  },

  "nothing but an answer closes a circuit": ({ row, heard, healedAt }) => {
    const isAnswering = row.service === "answers" || row.service === "404" || row.service === "slow";
    return isAnswering ? [] : heard.of("close").filter(({ at }) => at < healedAt);
  },

  "changes of state form a chain, in dry runs those that would have been": ({ heard }) => {
    const changes = heard.of("stateChange");
    return breaksOf(changes.filter(({ from, to }) => from !== "disabled" && to !== "disabled"));
  },

  "a circuit in a dry run is disabled until it is no more": ({ heard, row }) => {
    const changes = heard.of("stateChange");
    if (row.protection === "dry run") return changes.filter(({ dryRun }) => dryRun !== true);
    return breaksOf(changes.filter(({ dryRun, to }) => dryRun !== true || to === "disabled"));
  },
};

/** Whether the circuit only observed at that time, and not just since or until then. */
function isInDryRun({ row, pausedAt, resumedAt }: Story, at: number): boolean {
  return row.protection === "dry run" || (row.protection === "paused" && at > pausedAt && at < resumedAt);
}

/** Changes that do not begin where the one before ended. */
function breaksOf(changes: readonly StateChangeEvent[]): StateChangeEvent[] {
  return changes.slice(1).filter(({ from }, index) => from !== changes[index]?.to);
}

/** Which invariants do not hold, and what breaks them. */
export function violationsOf(story: Story): Record<string, unknown[]> {
  const broken = Object.entries(invariants).map(([name, findIn]) => [name, findIn(story)] as const);
  return Object.fromEntries(broken.filter(([, found]) => found.length > 0));
}

/** The events that ended calls, in the order in which they came. */
export function endingsOf({ heard }: Story): CallEvent[] {
  const types: readonly string[] = callEventTypes;
  return heard.events.filter((event): event is CallEvent => types.includes(event.type));
}

/** Each call with the event that ended it: ids are given in the order in which calls are made. */
function bothOf(story: Story): (readonly [StoryCall, CallEvent | undefined])[] {
  const endings = endingsOf(story).toSorted((a, b) => a.callId - b.callId);
  return story.calls.map((call, index) => [call, endings[index]]);
}

/** What was sent in one of these states, or in any, by calls that had to be admitted. */
function admittedIn({ calls, transmissions }: Story, ...states: string[]): Transmission[] {
  return transmissions.filter(
    ({ call, state }) => (states.length === 0 || states.includes(state)) && calls[call]?.isBypass === false,
  );
}

/** The writes that reached the service, from the first attempt's beginning to the call's end. */
function writesOf({ calls, transmissions }: Story): { sentAt: number; settledAt: number | undefined }[] {
  return calls.flatMap(({ operation, settledAt }, number) => {
    const sent = transmissions.find(({ call }) => call === number);
    return operation === "UpdateApp" && sent !== undefined ? [{ sentAt: sent.at, settledAt }] : [];
  });
}

function numberOf(call: StoryCall, { calls }: Story): number {
  return calls.indexOf(call);
}

const errorNames: Readonly<Record<string, readonly string[]>> = {
  failure: ["InternalFailureException"],
  timeout: ["CallTimeoutError"],
  throttled: ["TooManyRequestsException"],
  ignored: ["NotFoundException"],
  cancelled: ["AbortError"],
  reject: ["CircuitOpenError", "CapacityError", "ShutdownError"],
};

/** Whether what the caller got is what the event says. */
function fits({ outcomes: [outcome] }: StoryCall, ending: CallEvent, { heard }: Story): boolean {
  if (outcome === undefined) return false;
  const fellBack = heard.of("fallback").some(({ callId }) => callId === ending.callId);
  if ("error" in outcome) {
    const { name } = outcome.error as Error;
    return !fellBack && ending.error?.name === name && errorNames[ending.type]?.includes(name) === true;
  }
  const isMarked = fallbackOf(outcome.output) !== undefined;
  return isMarked === fellBack && (ending.type === "success") === !fellBack;
}

function partsOf(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
}
