import type { AmplifyClient } from "@aws-sdk/client-amplify";
import type { ClientBreakers, OperationName, Protected } from "../../index.ts";
import type { AmplifySimulator } from "../../testing/index.ts";
import { wait } from "../wait.ts";
import { Caller } from "./caller.ts";
import { CircuitStory } from "./circuit-story.ts";
import { createProtectedClient, createRawClient } from "./demo-client.ts";
import { buildResult, type DemoResult } from "./demo-result.ts";
import type { DemoView } from "./demo-view.ts";
import { driveTraffic } from "./drive-traffic.ts";
import { SideObserver, type DemoGlimpse } from "./glimpse.ts";
import { LastLists } from "./last-lists.ts";
import { simulatorScript, type Scenario } from "./scenario.ts";
import { Side } from "./side.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { planTraffic } from "./traffic-plan.ts";
import type { Transition } from "./transition.ts";

/** What the demo's callers use. */
const operations = [
  "GetApp",
  "ListApps",
  "ListBranches",
  "ListJobs",
  "CreateDeployment",
  "StartDeployment",
  "GetJob",
] as const satisfies readonly OperationName[];

/** How long the last calls may take; none needs a tenth of it. */
const LAST_CALLS_MS = 5_000;

/** What a run is made from; the stopwatch has just been started. */
export interface DemoRunParts {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly stopwatch: Stopwatch;
  readonly simulators: { readonly raw: AmplifySimulator; readonly withBreakers: AmplifySimulator };
}

/** The same traffic through both clients, each in a world of its own that goes through the same outage. */
export class DemoRun {
  readonly #parts: DemoRunParts;
  readonly #protected: Protected<AmplifyClient>;
  readonly #raw: Side;
  readonly #withBreakers: Side;
  readonly #observers: { readonly raw: SideObserver; readonly withBreakers: SideObserver };
  #transitions: readonly Transition[] = [];
  #latestArrivalMs = 0;

  constructor(parts: DemoRunParts) {
    const { simulators, stopwatch, scenario } = parts;
    const lists = new LastLists();
    this.#parts = parts;
    this.#protected = createProtectedClient(simulators.withBreakers.endpoint, lists);
    const rawClient = createRawClient(simulators.raw.endpoint);
    this.#raw = new Side(new Caller(rawClient, new LastLists(), stopwatch), simulators.raw);
    this.#withBreakers = new Side(new Caller(this.#protected, lists, stopwatch), simulators.withBreakers);
    this.#observers = {
      raw: new SideObserver(this.#raw, scenario.totalMs),
      withBreakers: new SideObserver(this.#withBreakers, scenario.totalMs),
    };
  }

  /** The circuits of the side that has some. */
  get breakers(): ClientBreakers {
    return this.#protected.breakers;
  }

  /** How things are at this moment. */
  look(): DemoGlimpse {
    const nowMs = this.#parts.stopwatch.elapsedMs;
    const { breakers } = this.#protected;
    return {
      nowMs,
      raw: this.#observers.raw.look(nowMs),
      withBreakers: this.#observers.withBreakers.look(nowMs),
      circuits: operations.map((operation) => ({ operation, state: breakers.circuit(operation).state })),
    };
  }

  /** Resolves when the story is over and every call is settled, or when the signal is aborted. */
  async play(view: DemoView, signal: AbortSignal): Promise<void> {
    const { seed, scenario, stopwatch } = this.#parts;
    const onTransition = (transition: Transition): void => view.transition(transition);
    const story = new CircuitStory(this.#protected.breakers, stopwatch, onTransition);
    this.#transitions = story.transitions;
    this.#playScripts(view);
    const arrivals = planTraffic(seed, scenario.totalMs);
    this.#latestArrivalMs = await driveTraffic(
      {
        arrivals,
        begin: (arrival) => {
          this.#raw.begin(arrival);
          this.#withBreakers.begin(arrival);
        },
      },
      stopwatch,
      signal,
    );
    if (!signal.aborted) await this.#lastCalls(signal);
  }

  /** What came out, once {@link play} is through. */
  result(): DemoResult {
    const { seed, scenario, stopwatch } = this.#parts;
    return buildResult({
      seed,
      scenario,
      raw: this.#raw.record(stopwatch),
      withBreakers: this.#withBreakers.record(stopwatch),
      transitions: this.#transitions,
      latestArrivalMs: this.#latestArrivalMs,
    });
  }

  closeClients(): void {
    this.#protected.breakers.shutdown();
    this.#raw.caller.client.destroy();
    this.#withBreakers.caller.client.destroy();
  }

  #playScripts(view: DemoView): void {
    const { scenario, simulators } = this.#parts;
    const script = simulatorScript(scenario);
    simulators.raw.faults.play(script);
    simulators.withBreakers.faults.play(script, {
      onPhase: ({ index }) => {
        const stretch = scenario.stretches[index];
        if (stretch !== undefined) view.stretch(stretch);
      },
    });
  }

  async #lastCalls(signal: AbortSignal): Promise<void> {
    const giveUp = new AbortController();
    const patience = wait(
      LAST_CALLS_MS,
      this.#parts.stopwatch.clock,
      AbortSignal.any([signal, giveUp.signal]),
    );
    await Promise.race([Promise.all([this.#raw.settled(), this.#withBreakers.settled()]), patience]);
    giveUp.abort();
  }
}
