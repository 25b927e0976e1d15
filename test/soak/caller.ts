import type { Amplify } from "@aws-sdk/client-amplify";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { CallOverride, Protected } from "../../src/index.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";
import { callSignal, type CallSignal } from "./call-signal.ts";
import type { Ledger } from "./ledger.ts";
import { pause } from "./pause.ts";
import type { SoakedClients } from "./soaked-clients.ts";
import { commandFor, someQuestion, type Question } from "./soaked-operations.ts";
import type { ServicePlace } from "./soaked-service.ts";

/** What all callers have in common. */
export interface CallerSurroundings {
  readonly place: ServicePlace;
  readonly clients: SoakedClients;
  readonly ledger: Ledger;
  /** Outlives all calls. */
  readonly lasting: AbortSignal;
  readonly isOver: () => boolean;
  /** Hears how many abort listeners a call has left behind on its own signal. */
  readonly onListenersLeft: (count: number) => void;
}

const longestPauseMs = 2_000;
const mostPatienceMs = 5_000;

/** Makes one call after the other, each in another way. */
export class Caller {
  readonly #random: SeededRandom;
  readonly #around: CallerSurroundings;

  constructor(random: SeededRandom, surroundings: CallerSurroundings) {
    this.#random = random;
    this.#around = surroundings;
  }

  async run(): Promise<void> {
    let lateMs = 0;
    while (!this.#around.isOver()) {
      // Where the machine cannot keep up all calls would end by their deadlines, and nothing else would ever be seen.
      const pauseMs = this.#random.between(0, longestPauseMs) + Math.min(20 * lateMs, mostPatienceMs);
      const startedAt = systemClock.now();
      await pause(pauseMs);
      lateMs = systemClock.now() - startedAt - pauseMs;
      await this.#callInSomeWay();
    }
  }

  async #callInSomeWay(): Promise<void> {
    const { clients, place } = this.#around;
    const { client, done } = clients.take();
    const question = someQuestion(place, this.#random);
    if (this.#random.chance(0.05)) await this.#awaitTurn(client, question);
    const times = this.#random.chance(0.1) ? 4 : 1;
    await Promise.all(Array.from({ length: times }, () => this.#call(client, question)));
    done();
  }

  async #call(client: Protected<Amplify>, question: Question): Promise<void> {
    const { ledger, lasting, onListenersLeft } = this.#around;
    const signal = callSignal(this.#random, lasting);
    const override = this.#random.chance(0.2) ? this.#someOverride() : undefined;
    const withCallback = this.#random.chance(0.25);
    const way = `${withCallback ? "callback" : "promise"} ${Object.keys(override ?? {}).join(" ")}`;
    const { settle } = ledger.open(`${question.operation}, ${way.trim()}`);
    const options = { ...signal.options, breaker: override };
    const command = commandFor(question);
    if (withCallback) {
      await new Promise<void>((resolve) => {
        client.send(command, options, (error) => {
          settle(error === null);
          resolve();
          throw new Error("a callback that throws");
        });
      });
    } else {
      await client.send(command, options).then(
        () => settle(true),
        () => settle(false),
      );
    }
    signal.done();
    onListenersLeft(await this.#left(signal));
  }

  /** In a dry run the SDK has the signal, and lets go of it only when the connection is done with. */
  async #left({ listeners }: CallSignal): Promise<number> {
    for (let look = 0; look < 100 && listeners() > 0; look++) await pause(50);
    return listeners();
  }

  async #awaitTurn({ breakers }: Protected<Amplify>, { operation, input }: Question): Promise<void> {
    const signal = this.#random.chance(0.5) ? { signal: this.#around.lasting } : {};
    const timeoutMs = this.#random.between(1, 200);
    await breakers.whenAvailable(operation, { ...signal, input, timeoutMs }).catch(() => {});
  }

  #someOverride(): CallOverride {
    const random = this.#random;
    return random.oneOf<() => CallOverride>([
      () => ({ timeout: random.between(1, 500) }),
      () => ({ maxWaitMs: random.between(0, 200) }),
      () => ({ bypass: true, timeout: random.between(50, 500) }),
      () => ({ fallback: false }),
      () => ({ fallback: () => ({ $metadata: {} }) as never, timeout: random.between(1, 100) }),
    ])();
  }
}
