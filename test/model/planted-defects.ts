import CircuitBreaker from "opossum";
import { Admissions } from "../../src/circuit/admissions.ts";
import { CircuitCore } from "../../src/circuit/circuit.ts";
import type { Lease, Report } from "../../src/circuit/lease.ts";
import { ProbeTurn } from "../../src/circuit/probe-turn.ts";
import { StateMachine } from "../../src/circuit/state-machine.ts";
import { EventHub } from "../../src/events/event-hub.ts";

/** A defect of opossum's, to be planted into the package while a test runs. */
export interface PlantedDefect {
  /** Its number among opossum's defects, see opossum-defects.test.ts of each room. */
  readonly number: number;
  readonly what: string;
  /** Plants it; gives what uproots it. */
  readonly plant: () => () => void;
}

type Methods<Class> = { [Name in keyof Class]: Class[Name] };

/** Puts another method in the place of one, which it is given. */
function replace<Class extends object, Name extends keyof Class & string>(
  prototype: Methods<Class>,
  name: Name,
  make: (original: Class[Name]) => Class[Name],
): () => void {
  const original = prototype[name];
  Object.defineProperty(prototype, name, { value: make(original), configurable: true, writable: true });
  return () => {
    Object.defineProperty(prototype, name, { value: original, configurable: true, writable: true });
  };
}

const success = { verdict: "success", answered: true } as const;
const failure = { verdict: "failure", answered: false } as const;

/** Hears results of older generations where `isTaken` says so, as if they were of this one. */
function hearOld(isTaken: (machine: StateMachine, report: Report) => boolean): () => void {
  let isTaking = false;
  const uproot = [
    replace(
      StateMachine.prototype,
      "hears",
      (original) =>
        function hears(this: StateMachine, lease: Lease) {
          return isTaking || original.call(this, lease);
        },
    ),
    replace(
      StateMachine.prototype,
      "hear",
      (original) =>
        function hear(this: StateMachine, lease: Lease, report: Report) {
          isTaking = isTaken(this, report);
          const isProbe = lease.isProbe || (isTaking && this.announcedState === "halfOpen");
          original.call(this, isProbe ? { ...lease, isProbe } : lease, report);
          isTaking = false;
        },
    ),
  ];
  return () => uproot.forEach((one) => one());
}

/** Does something with the opossum of each circuit whenever a call is admitted or refused. */
function atEachAdmission(act: (breaker: CircuitBreaker) => void): () => void {
  const breakers = new Set<CircuitBreaker>();
  const uproot = [
    replace(
      CircuitBreaker.prototype as CircuitBreaker,
      "on",
      (original) =>
        function on(this: CircuitBreaker, ...args: Parameters<typeof original>) {
          breakers.add(this);
          return original.apply(this, args);
        } as typeof original,
    ),
    replace(
      Admissions.prototype,
      "admit",
      (original) =>
        function admit(this: Admissions, candidate) {
          breakers.forEach(act);
          return original.call(this, candidate);
        },
    ),
  ];
  return () => uproot.forEach((one) => one());
}

/** Takes no notice of promises that nobody handles, which some defects leave behind. */
function ignoreUnhandledRejections(): () => void {
  const listeners = process.listeners("unhandledRejection");
  const ignore = (): void => {};
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", ignore);
  return () => {
    process.off("unhandledRejection", ignore);
    for (const listener of listeners) process.on("unhandledRejection", listener);
  };
}

/** Those that random interleavings must find. */
export const plantedDefects: readonly PlantedDefect[] = [
  {
    number: 1,
    what: "an error that is filtered out counts as a success",
    plant: () =>
      replace(
        CircuitCore.prototype,
        "report",
        (original) =>
          function report(this: CircuitCore, lease: Lease, given: Report) {
            const isFiltered = given.judgement.verdict === "ignored";
            original.call(this, lease, isFiltered ? { ...given, judgement: success } : given);
          },
      ),
  },
  {
    number: 3,
    what: "a probe that hangs keeps the circuit half-open",
    plant: () => replace(ProbeTurn.prototype, "expiry", () => () => Number.MAX_SAFE_INTEGER),
  },
  {
    number: 7,
    what: "an old success closes a half-open circuit",
    plant: () =>
      hearOld(
        ({ announcedState }, { judgement }) =>
          announcedState === "halfOpen" && judgement.verdict === "success",
      ),
  },
  {
    number: 8,
    what: "an old failure reopens a half-open circuit",
    plant: () =>
      hearOld(
        ({ announcedState }, { judgement }) =>
          announcedState === "halfOpen" && judgement.verdict === "failure",
      ),
  },
  {
    number: 9,
    what: "an old failure counts after the recovery",
    plant: () =>
      hearOld(
        ({ announcedState }, { judgement }) => announcedState === "closed" && judgement.verdict === "failure",
      ),
  },
  {
    number: 10,
    what: "calls in flight and refusals dilute the error rate",
    plant: () =>
      atEachAdmission((breaker) => {
        const [bucket] = breaker.status.window;
        if (bucket !== undefined) bucket.fires++;
      }),
  },
  {
    number: 14,
    what: "a call refused for want of capacity counts as a failure",
    plant: () =>
      replace(
        CircuitCore.prototype,
        "admit",
        (original) =>
          function admit(this: CircuitCore, candidate) {
            const admission = original.call(this, candidate);
            const [lease] = this.inFlight;
            if (admission?.refusal?.reason === "capacity" && lease !== undefined) {
              this.report(lease, { judgement: failure, durationMs: 0, error: new Error("capacity") });
            }
            return admission;
          },
      ),
  },
  {
    number: 20,
    what: "a listener that throws changes the call",
    plant: () => {
      const failed: { error: unknown }[] = [];
      const uproot = [
        ignoreUnhandledRejections(),
        replace(
          EventHub.prototype,
          "on",
          (original) =>
            function on(this: EventHub, type: never, listener: (event: never) => unknown) {
              const telling = (event: never): unknown => {
                try {
                  return listener(event);
                } catch (error) {
                  failed.push({ error });
                  return undefined;
                }
              };
              original.call(this, type, telling as never);
            },
        ),
        replace(
          EventHub.prototype,
          "emit",
          (original) =>
            function emit(this: EventHub, type: never, makeEvent: never) {
              original.call(this, type, makeEvent);
              const problem = failed.shift();
              failed.length = 0;
              if (problem !== undefined) throw problem.error;
            },
        ),
      ];
      return () => uproot.forEach((one) => one());
    },
  },
  {
    number: 30,
    what: "a shutdown is not final: a late failure opens the circuit",
    plant: () => replace(StateMachine.prototype, "shutdown", () => () => {}),
  },
];
