import { Amplify, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import {
  createBreakers,
  withBreakers,
  type Breakers,
  type ClientBreakers,
  type Clock,
  type Protected,
} from "../../src/index.ts";
import { callEventTypes } from "../scenarios/support/event-record.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";
import { configFor } from "../scenarios/support/simulated-amplify.ts";
import type { Ledger } from "./ledger.ts";
import { byApp, byOperation, sole } from "./soaked-breakers.ts";
import type { ServicePlace } from "./soaked-service.ts";

/** A client for one call, and what its caller does with it afterwards. */
export interface TakenClient {
  readonly client: Protected<Amplify>;
  readonly done: () => void;
}

/** Principals; clients of none share circuits with each other, but no answers. */
export const scopes: readonly (string | undefined)[] = [undefined, "tenant-1", "tenant-2", "tenant-3"];

const lasting = 24;
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** The SDK ends by itself what nothing else does: in a dry run calls have no deadline. */
const handlerOptions = {
  connectionTimeout: 1_000,
  requestTimeout: 1_500,
  throwOnRequestTimeout: true,
  socketTimeout: 2_000,
  logger: silent,
};

/** Clients that last, clients for one call on shared circuits, and clients with circuits of their own. */
export class SoakedClients {
  readonly byOperation: Breakers;
  readonly byApp: Breakers;
  readonly #place: ServicePlace;
  readonly #random: SeededRandom;
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #commons: Amplify;
  readonly #lasting: Protected<Amplify>[] = [];
  readonly #collected = new FinalizationRegistry<undefined>(() => {
    this.#collectedCount++;
  });
  #collectedCount = 0;
  #made = 0;

  constructor(place: ServicePlace, random: SeededRandom, ledger: Ledger, clock: Clock) {
    this.#place = place;
    this.#random = random;
    this.#ledger = ledger;
    this.#clock = clock;
    this.#commons = new Amplify(this.#config({ requestHandler: handlerOptions }));
    this.byOperation = createBreakers({ ...byOperation(random), clock });
    this.byApp = createBreakers({ ...byApp(), clock });
    for (const breakers of this.shared) this.#book(breakers);
    while (this.#lasting.length < lasting) this.#lasting.push(this.#newLasting());
  }

  get shared(): readonly Breakers[] {
    return [this.byOperation, this.byApp];
  }

  get made(): number {
    return this.#made;
  }

  /** Clients, and their substitutes, that nobody has collected; nobody can while they are used. */
  get held(): number {
    return 2 * this.#made - this.#collectedCount;
  }

  take(): TakenClient {
    const dice = this.#random.next();
    if (dice < 0.02) return this.#takeSole();
    if (dice < 0.06) {
      const client = this.#protected({ requestHandler: handlerOptions });
      return { client, done: () => client.destroy() };
    }
    // Dropped as it is; its sockets are not its own.
    if (dice < 0.15) return { client: this.#onCommons(), done: () => {} };
    return { client: this.someLasting(), done: () => {} };
  }

  someLasting(): Protected<Amplify> {
    const slot = Math.floor(this.#random.next() * this.#lasting.length);
    const client = this.#lasting[slot];
    if (client === undefined) throw new Error("there are no clients any more");
    if (!this.#random.chance(0.005)) return client;
    // Those who have a call under way on it are in for a surprise.
    client.destroy();
    const next = this.#newLasting();
    this.#lasting[slot] = next;
    return next;
  }

  /** One on these breakers, of that principal. */
  of(breakers: Breakers, scope: string | undefined): Protected<Amplify> {
    const raw = this.#raw({ requestHandler: this.#commons.config.requestHandler });
    return this.#known(breakers.protect(raw, { scope }));
  }

  /** Lets go of all clients. */
  dropAll(): void {
    for (const client of this.#lasting.splice(0)) client.destroy();
    this.#commons.destroy();
  }

  #newLasting(): Protected<Amplify> {
    return this.#protected({ requestHandler: handlerOptions });
  }

  #onCommons(): Protected<Amplify> {
    return this.of(this.#random.oneOf(this.shared), this.#random.oneOf(scopes));
  }

  #protected(config: AmplifyClientConfig): Protected<Amplify> {
    const scope = this.#random.oneOf(scopes);
    return this.#known(this.#random.oneOf(this.shared).protect(this.#raw(config), { scope }));
  }

  #takeSole(): TakenClient {
    const raw = this.#raw({ requestHandler: handlerOptions });
    const client = this.#known(withBreakers(raw, { ...sole(), clock: this.#clock }));
    this.#book(client.breakers);
    const isShutDown = this.#random.chance(0.5);
    const done = (): void => {
      if (isShutDown) client.breakers.shutdown();
      client.destroy();
    };
    return { client, done };
  }

  #raw(config: AmplifyClientConfig): Amplify {
    this.#made++;
    return this.#known(new Amplify(this.#config(config)));
  }

  #known<Client extends Amplify>(client: Client): Client {
    this.#collected.register(client, undefined);
    return client;
  }

  #config(config: AmplifyClientConfig): AmplifyClientConfig {
    return configFor(this.#place, { maxAttempts: 2, ...config });
  }

  #book(breakers: Breakers | ClientBreakers): void {
    const ledger = this.#ledger;
    for (const type of callEventTypes) breakers.on(type, (event) => ledger.tell(event));
    breakers.on("fallback", () => {
      ledger.fallbacks++;
    });
  }
}
