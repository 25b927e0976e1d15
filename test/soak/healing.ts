import { systemClock } from "../../src/clock/system-clock.ts";
import type { Breakers, Circuit } from "../../src/index.ts";
import type { Ledger } from "./ledger.ts";
import { nameByApp } from "./soaked-breakers.ts";
import { scopes, type SoakedClients } from "./soaked-clients.ts";
import { commandFor, everyQuestion, type Question } from "./soaked-operations.ts";
import type { ServicePlace } from "./soaked-service.ts";
import { within } from "./within.ts";

const longestMs = 10_000;

/** A circuit that is out of service, and whose it is. */
interface OutCircuit {
  readonly breakers: Breakers;
  readonly circuit: Circuit;
}

/** Calls what is out of service, gently, until every circuit has found out that the service is well again. */
export class Healing {
  readonly #clients: SoakedClients;
  readonly #ledger: Ledger;
  readonly #questions: readonly Question[];

  constructor(clients: SoakedClients, ledger: Ledger, place: ServicePlace) {
    this.#clients = clients;
    this.#ledger = ledger;
    this.#questions = everyQuestion(place);
  }

  /** Those that are still out, by name. */
  get unhealed(): readonly string[] {
    return this.#out.map(({ circuit: { name, scope, state } }) => `${name} of ${scope ?? "nobody"} ${state}`);
  }

  async run(): Promise<void> {
    const startedAt = systemClock.now();
    while (this.#out.length > 0 && systemClock.now() - startedAt < longestMs) {
      await within(longestMs, Promise.all(this.#out.map(async (out) => this.#callThrough(out))));
    }
  }

  /** A good call for each set of breakers and each principal. */
  async callAll(): Promise<void> {
    const calls = this.#clients.shared.flatMap((breakers) =>
      scopes.map(async (scope) => this.#call(breakers, scope, this.#questions[0])),
    );
    await within(longestMs, Promise.all(calls));
  }

  /** Not the circuits that take in all others, which nothing goes through once there is room again. */
  get #out(): readonly OutCircuit[] {
    return this.#clients.shared.flatMap((breakers) =>
      [...breakers]
        .filter(
          ({ state, name, region }) => state !== "closed" && name !== "(overflow)" && region !== undefined,
        )
        .map((circuit) => ({ breakers, circuit })),
    );
  }

  async #callThrough({ breakers, circuit: { name, scope } }: OutCircuit): Promise<void> {
    const isByApp = breakers === this.#clients.byApp;
    const question = this.#questions.find(
      ({ operation, input }) => name === (isByApp ? nameByApp(operation, input) : operation),
    );
    await this.#call(breakers, scope, question);
  }

  async #call(breakers: Breakers, scope: string | undefined, question: Question | undefined): Promise<void> {
    if (question === undefined) throw new Error("there is a circuit that nothing goes through");
    const { settle } = this.#ledger.open(`${question.operation}, healing`);
    await this.#clients
      .of(breakers, scope)
      .send(commandFor(question))
      .then(
        () => settle(true),
        () => settle(false),
      );
  }
}
