import { getEventListeners } from "node:events";
import type { OperationName } from "../../src/amplify/operations.ts";
import type { CircuitStats } from "../../src/events/circuit-state.ts";
import { whenAvailable } from "../../src/call/when-available.ts";
import { createRandom } from "../../src/testing/random.ts";
import { someCalls, type MadeCall, type TestCalls } from "../call/a-call.ts";
import type { Heard } from "../circuit/a-circuit.ts";
import { optionsOf, type Row } from "./axes.ts";
import { PacedService, type Transmission } from "./paced-service.ts";

/** When things happen, in milliseconds from the first calls on. */
const script = { pause: 200, secondWave: 250, shutdown: 300, release: 600, thirdWave: 700, heal: 1_500 };
const afterwards = { resume: 2_000, fourthWave: 3_500, lastCall: 9_000, end: 9_100 };
const stepMs = 50;

interface Wish {
  readonly operation: OperationName;
  readonly input: object;
  readonly isBypass?: boolean;
}

const all: Wish = { operation: "ListApps", input: {} };
const some: Wish = { operation: "ListApps", input: { maxResults: 10 } };
const update: Wish = { operation: "UpdateApp", input: { appId: "d1", name: "shop" } };

/** One call of a story; its times are in milliseconds since 1970, as those of events. */
export interface StoryCall extends MadeCall {
  readonly operation: OperationName;
  readonly isBypass: boolean;
  readonly controller: AbortController;
  readonly abortsAt: number;
  settledAt: number | undefined;
}

/** What happened in a story. */
export interface Story {
  readonly row: Row;
  readonly calls: readonly StoryCall[];
  readonly heard: Heard;
  readonly transmissions: readonly Transmission[];
  /** From when to when a row's protection is paused, in milliseconds since 1970. */
  readonly pausedAt: number;
  readonly resumedAt: number;
  /** From when on the service answers, in milliseconds since 1970. */
  readonly healedAt: number;
  /** Opened by what the service did, and not by how the story was set up. */
  readonly opened: number;
  /** How many still wait to be told that they could make a call. */
  readonly waitingForTurn: number;
  /** When the story is over, and before the shutdown. */
  readonly stats: CircuitStats;
  readonly refTimers: number;
  /** After the shutdown. */
  readonly timers: number;
  readonly abortListeners: number;
}

/** Tells what becomes of some calls, made at once and later, under one combination of features. */
export async function tellStory(row: Row, seed: number): Promise<Story> {
  return new Storyteller(row, seed).tell();
}

class Storyteller {
  readonly #row: Row;
  readonly #circuit: TestCalls;
  readonly #service: PacedService;
  readonly #random: () => number;
  readonly #calls: StoryCall[] = [];
  #startedAt = 0;
  #waitingForTurn = 0;

  constructor(row: Row, seed: number) {
    this.#row = row;
    this.#random = createRandom(seed);
    this.#circuit = someCalls(optionsOf(row));
    const { clock, core } = this.#circuit;
    this.#service = new PacedService(clock, () => core.state);
  }

  async tell(): Promise<Story> {
    const { core, clock, heard } = this.#circuit;
    await this.#setUp();
    const openedBefore = heard.of("open").length;
    const { bypass: isBypass } = this.#row;
    this.#service.mood = this.#row.service;
    this.#make(all, all, update, all, some, update);
    this.#deploy();
    await this.#passUntil(script.pause);
    const pausedAt = this.#setEnabled(false);
    await this.#passUntil(script.secondWave);
    this.#deploy();
    this.#make(all, update, { ...some, isBypass }, { ...update, isBypass });
    await this.#passUntil(script.shutdown);
    if (this.#row.shutdown === "early") this.#shutdown();
    await this.#passUntil(script.release);
    core.release();
    await this.#passUntil(script.thirdWave);
    this.#make(all, some, all, update);
    await this.#passUntil(script.heal);
    const healedAt = clock.epochMs();
    this.#service.heal();
    await this.#passUntil(afterwards.resume);
    const resumedAt = this.#setEnabled(true);
    await this.#passUntil(afterwards.fourthWave);
    this.#make(all, update, all);
    await this.#passUntil(afterwards.lastCall);
    this.#make(all);
    await this.#passUntil(afterwards.end);
    const [stats, refTimers] = [core.stats(), clock.pendingRefTimers];
    this.#shutdown();
    return {
      row: this.#row,
      calls: this.#calls,
      heard,
      transmissions: this.#service.transmissions,
      ...{ pausedAt, resumedAt, healedAt },
      opened: heard.of("open").length - openedBefore,
      waitingForTurn: this.#waitingForTurn,
      stats,
      refTimers,
      timers: clock.pendingTimers,
      abortListeners: this.#calls.flatMap(({ controller }) => getEventListeners(controller.signal, "abort"))
        .length,
    };
  }

  /** Two good answers to begin with, and then the state that the row wants. */
  async #setUp(): Promise<void> {
    const { clock, core } = this.#circuit;
    for (const wish of [all, some]) {
      this.#make(wish);
      await clock.advanceAsync(100);
    }
    if (this.#row.circuit === "open") this.#circuit.trip();
    if (this.#row.circuit === "half-open") this.#circuit.trip().halfOpen();
    if (this.#row.circuit === "isolated") core.isolate("deploy freeze");
    this.#startedAt = clock.now();
  }

  #shutdown(): void {
    this.#circuit.core.shutdown();
    this.#circuit.isShutdown = true;
  }

  /** Pauses the protection, or ends the pause, where the row has one; gives the time. */
  #setEnabled(enabled: boolean): number {
    const { settings, core, clock } = this.#circuit;
    if (this.#row.protection === "paused") {
      settings.configure("*", { enabled });
      core.configure(settings.forOperation("ListApps"));
    }
    return clock.epochMs();
  }

  /** Somebody asks to be told when it could make a call, and makes it then. */
  #deploy(): void {
    if (this.#row.deployer === "none") return;
    const { core, clock } = this.#circuit;
    this.#waitingForTurn++;
    const told = whenAvailable(core, "UpdateApp", { clock }).then(
      () => this.#make(update),
      () => {},
    );
    void told.then(() => this.#waitingForTurn--);
  }

  #make(...wishes: readonly Wish[]): void {
    for (const wish of wishes) this.#makeOne(wish);
  }

  #makeOne({ operation, input, isBypass = false }: Wish): void {
    const { clock } = this.#circuit;
    const controller = new AbortController();
    const number = this.#calls.length;
    const isEarly = number >= 2 && clock.now() < this.#startedAt + script.heal;
    const aborts = this.#row.caller === "aborts" && isEarly && this.#random() < 0.5;
    const madeAt = clock.epochMs();
    const abortsAt = aborts ? madeAt + Math.floor(this.#random() * 600) : Infinity;
    const made = this.#circuit.make({
      operation,
      input,
      signal: controller.signal,
      override: { bypass: isBypass },
      // Where the call has no signal of its own to give, the SDK has the caller's.
      send: (signal) => this.#service.send(number, signal ?? controller.signal),
    });
    const call: StoryCall = { ...made, operation, isBypass, controller, abortsAt, settledAt: undefined };
    const settle = (): void => {
      call.settledAt = clock.epochMs();
    };
    made.result.then(settle, settle);
    if (aborts) clock.startTimer(() => controller.abort(), abortsAt - madeAt, false);
    this.#calls.push(call);
  }

  async #passUntil(ms: number): Promise<void> {
    const { clock } = this.#circuit;
    while (clock.now() < this.#startedAt + ms) {
      await clock.advanceAsync(Math.min(stepMs, this.#startedAt + ms - clock.now()));
    }
  }
}
