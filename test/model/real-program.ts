import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import {
  createBreakers,
  type BreakerEventType,
  type Breakers,
  type Circuit,
  type OperationName,
} from "../../src/index.ts";
import { breakerEventTypes } from "../../src/events/event-types.ts";
import type { Protected } from "../../src/proxy/protect-client.ts";
import { ManualClock } from "../../src/testing/index.ts";
import type { Verdict } from "../../src/outcome/verdict.ts";
import { optionsOf, type Change, type Setup } from "./setup.ts";
import { ScriptedSdk } from "./scripted-sdk.ts";

/** Heard of, but not told by the model. */
const leftOut: ReadonlySet<BreakerEventType> = new Set<BreakerEventType>([
  "attempt",
  "stateChange",
  "listenerError",
]);

/** A call that was made. */
export interface RealCall {
  readonly sdk: ScriptedSdk;
  readonly controller: AbortController;
  /** What it settled with, which must be once. */
  readonly outcomes: string[];
}

const scripts = new WeakMap<object, ScriptedSdk>();

/** One for all: to make a client takes longer than a whole run. */
const raw = new AmplifyClient({ region: "eu-west-1" });
Object.assign(raw, {
  send: async (command: object, options?: { readonly abortSignal?: AbortSignal }) =>
    scripts.get(command)?.send(options?.abortSignal),
});

// The SDK looks these up once, which takes more than promises.
const { region, useDualstackEndpoint, useFipsEndpoint } = raw.config;
await Promise.all([region(), useDualstackEndpoint(), useFipsEndpoint()]);

/** More than any chain of promises takes here. */
const microtasks = 40;

/** A program that uses the package, on a clock that is moved by hand. */
export class RealProgram {
  readonly clock: ManualClock = new ManualClock();
  readonly calls: RealCall[] = [];
  readonly events: string[] = [];
  readonly #setup: Setup;
  #change: Change = {};
  #breakers: Breakers;
  #client: Protected<AmplifyClient>;
  #areListenersHostile = false;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#breakers = this.#begin();
    this.#client = this.#breakers.protect(raw);
  }

  get circuit(): Circuit {
    return this.#client.breakers.circuit("ListApps");
  }

  send(isDeaf: boolean): void {
    const controller = new AbortController();
    const outcomes: string[] = [];
    const sdk = new ScriptedSdk(isDeaf);
    const command = new ListAppsCommand({});
    scripts.set(command, sdk);
    this.calls.push({ sdk, controller, outcomes });
    this.#client.send(command, { abortSignal: controller.signal }).then(
      () => outcomes.push("success"),
      (error: unknown) => outcomes.push(error instanceof Error ? error.name : String(error)),
    );
  }

  configure(change: Change): void {
    this.#change = { ...this.#change, ...change };
    this.#breakers.configure<OperationName | "*">("*", optionsOf(change));
  }

  restore(): void {
    this.#breakers.restore(this.#snapshot());
  }

  async restart(): Promise<void> {
    const old = this.#breakers;
    const snapshot = this.#snapshot();
    this.#breakers = this.#begin();
    this.#breakers.restore(snapshot);
    this.#client = this.#breakers.protect(raw);
    old.shutdown();
    await this.ready();
  }

  /** Until the client's region is known, and with it the circuit, which begins with the first look at it. */
  async ready(): Promise<void> {
    while ([...this.#breakers].length === 0) {
      await this.settle();
      this.circuit.stats();
    }
  }

  shutdown(): void {
    this.#breakers.shutdown();
  }

  /** From now on, or no longer, there are listeners that throw and listeners that reject. */
  toggleHostility(): void {
    this.#areListenersHostile = !this.#areListenersHostile;
  }

  /** Lets promises settle; no timer fires. */
  async settle(): Promise<void> {
    for (let tick = 0; tick < microtasks; tick++) await Promise.resolve();
  }

  #snapshot(): unknown {
    const kept = JSON.stringify(this.#breakers.snapshot());
    return JSON.parse(kept) as unknown;
  }

  #begin(): Breakers {
    const { rules, chance, classifier } = this.#setup;
    const breakers = createBreakers({
      ...optionsOf({ ...rules, ...this.#change }),
      clock: this.clock,
      random: () => chance,
      serviceThreshold: false,
      ...(classifier === "none" ? undefined : { classify: classifiers[classifier] }),
    });
    for (const type of breakerEventTypes) {
      breakers.on(type, () => void (leftOut.has(type) || this.events.push(type)));
      // What fails there is a warning of the process.
      if (type === "listenerError") continue;
      breakers.on(type, () => {
        if (this.#areListenersHostile) throw new Error("a listener that throws");
      });
      breakers.on(type, async () => {
        if (this.#areListenersHostile) throw new Error("a listener that rejects");
      });
    }
    return breakers;
  }
}

const classifiers = {
  throws: (): Verdict => {
    throw new Error("a classifier that throws");
  },
  "answers nonsense": (): Verdict => "whatever" as Verdict,
};
