import { getEventListeners, setMaxListeners } from "node:events";
import { TimerCount } from "../../benchmarks/growth/timer-count.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import { isShutdownError } from "../../src/index.ts";
import { commandOf } from "../scenarios/support/commands.ts";
import { eventually } from "../scenarios/support/eventually.ts";
import { SeededRandom } from "../scenarios/support/random.ts";
import { Caller } from "./caller.ts";
import { collectedHeap } from "./collected-heap.ts";
import { Complaints } from "./complaints.ts";
import { CountingClock } from "./counting-clock.ts";
import { Healing } from "./healing.ts";
import { Ledger } from "./ledger.ts";
import { Meddler } from "./meddler.ts";
import { handlesBeyond, openHandles } from "./open-handles.ts";
import { OutageOrder } from "./outage-order.ts";
import { pause } from "./pause.ts";
import type { SoakFigures } from "./soak-figures.ts";
import { SoakedClients } from "./soaked-clients.ts";
import { SoakedService } from "./soaked-service.ts";
import { Weather } from "./weather.ts";
import { within } from "./within.ts";

/** How long a soak is, and how it comes out the same in what is up to chance. */
export interface SoakOptions {
  readonly durationMs: number;
  readonly callers: number;
  readonly seed: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Hears once a second how far it is. */
  readonly onProgress: (text: string) => void;
}

/** Longest time after which each call must have settled whose caller makes no more. */
const lastCallsMs = 10_000;

/** How much longer a soak may take that has not seen enough for its figures to mean something. */
const mostExtraMs = 20_000;

/** Longest time that a circuit's own timer may run when nobody calls. */
const longestResetMs = 300;

/** Many callers on many clients on shared circuits, while everything goes wrong in turns. */
export class Soak {
  readonly #options: SoakOptions;
  readonly #timers = new TimerCount();
  readonly #complaints = new Complaints();
  readonly #ledger = new Ledger();
  readonly #clock = new CountingClock();
  readonly #lasting = new AbortController();
  readonly #service: SoakedService;
  readonly #clients: SoakedClients;
  readonly #meddler: Meddler;
  readonly #weather: Weather;
  readonly #order: OutageOrder;
  readonly #healing: Healing;
  readonly #callers: readonly Caller[];
  #isOver = false;
  #listenersLeft = 0;
  #requests = 0;

  private constructor(service: SoakedService, options: SoakOptions) {
    const { seed, callers } = options;
    const { place } = service;
    // As many calls at once as here are no leak; Node.js warns of more than ten.
    setMaxListeners(0, this.#lasting.signal);
    const random = new SeededRandom(seed);
    this.#service = service;
    this.#options = options;
    this.#clients = new SoakedClients(place, random, this.#ledger, this.#clock);
    this.#healing = new Healing(this.#clients, this.#ledger, place);
    this.#order = new OutageOrder(this.#clients.byOperation);
    this.#meddler = new Meddler(this.#clients, new SeededRandom(seed + 1));
    this.#weather = new Weather(new SeededRandom(seed + 2));
    const around = {
      ...{ place, clients: this.#clients, ledger: this.#ledger, lasting: this.#lasting.signal },
      isOver: () => this.#isOver,
      onListenersLeft: (count: number) => {
        this.#listenersLeft += count;
      },
    };
    this.#callers = Array.from(
      { length: callers },
      (_, caller) => new Caller(new SeededRandom(seed * 1_000 + caller), around),
    );
  }

  static async run(options: SoakOptions): Promise<SoakFigures> {
    const handlesBefore = openHandles();
    const service = await SoakedService.start(options.seed);
    return new Soak(service, options).#run(handlesBefore);
  }

  async #run(handlesBefore: readonly string[]): Promise<SoakFigures> {
    const { durationMs } = this.#options;
    await this.#phase("warming up", Math.min(20_000, durationMs / 2));
    const heapBefore = await collectedHeap();
    const startedAt = systemClock.now();
    const callsBefore = this.#ledger.calls;
    await this.#phase("soaking", durationMs);
    const soakedMs = systemClock.now() - startedAt;
    await this.#healing.run();
    const ownTimers = await this.#timersAfterCalls();
    const heapAfter = await collectedHeap();
    const rest = this.#whatRemains();
    const afterwards = await this.#shutDown(handlesBefore);
    return {
      ...{ seed: this.#options.seed, soakedMs, heapBefore, heapAfter, ownTimers },
      callsSoaked: this.#ledger.calls - callsBefore,
      ...{ ledger: this.#ledger, complaints: this.#complaints, order: this.#order, weather: this.#weather },
      ...{ meddler: this.#meddler, requests: this.#requests, clientsMade: this.#clients.made },
      ownListenersLeft: this.#listenersLeft,
      lastingListenersLeft: getEventListeners(this.#lasting.signal, "abort").length,
      ...rest,
      ...afterwards,
    };
  }

  /** Everybody at once for so long, and then nobody until all calls are over. */
  async #phase(name: string, durationMs: number): Promise<void> {
    this.#isOver = false;
    const startedAt = systemClock.now();
    const elapsed = (): number => systemClock.now() - startedAt;
    const calling = Promise.all(this.#callers.map((caller) => caller.run()));
    const changing = Promise.all([this.#changeWeather(), this.#meddle()]);
    const isLongEnough = (): boolean =>
      elapsed() >= durationMs && (this.#hasSeenAll || elapsed() >= durationMs + mostExtraMs);
    while (!isLongEnough() && !this.#options.signal.aborted) {
      await pause(Math.min(1_000, durationMs));
      this.#options.onProgress(this.#progress(name, elapsed(), durationMs));
    }
    this.#isOver = true;
    await changing;
    this.#meddler.stop();
    this.#requests = await this.#service.weather([]);
    await within(lastCallsMs, calling);
  }

  /** On a machine that is busy with other things it may take longer until there was some of everything. */
  get #hasSeenAll(): boolean {
    const { coalesced, fallbacks } = this.#ledger;
    return Math.min(this.#order.closed, coalesced, fallbacks, this.#meddler.listenerErrors) > 0;
  }

  #progress(name: string, elapsedMs: number, durationMs: number): string {
    const { calls, settlements, answers } = this.#ledger;
    const seconds = `${Math.round(elapsedMs / 1_000)} of ${Math.round(durationMs / 1_000)} s`;
    const heap = `${Math.round(process.memoryUsage().heapUsed / 2 ** 20)} MiB`;
    const outages = `${this.#order.opened} outages`;
    return `${name}, ${seconds}: ${calls} calls, ${calls - settlements} under way, ${answers} answered, ${outages}, ${heap}`;
  }

  async #changeWeather(): Promise<void> {
    while (!this.#isOver) {
      const { faults, forMs } = this.#weather.next();
      this.#requests = await this.#service.weather(faults);
      await pause(forMs);
    }
  }

  async #meddle(): Promise<void> {
    while (!this.#isOver) {
      for (let deed = 0; deed < 3; deed++) this.#meddler.meddle();
      await pause(50);
    }
  }

  /** Soon after the calls: a timer that was forgotten may be a short one. What holds circuits open is shorter still. */
  async #timersAfterCalls(): Promise<number> {
    await this.#healing.callAll();
    await eventually("no timers", () => this.#clock.pending === 0, longestResetMs).catch(() => {});
    return this.#clock.pending;
  }

  #whatRemains(): Pick<SoakFigures, "circuits" | "heldCalls" | "unhealed"> {
    const { circuits } = this.#meddler;
    const heldCalls = circuits
      .map((circuit) => circuit.stats())
      .reduce((held, { inFlight, waiting, queued }) => held + inFlight + waiting + queued, 0);
    return { circuits: circuits.length, heldCalls, unhealed: this.#healing.unhealed };
  }

  async #shutDown(
    handlesBefore: readonly string[],
  ): Promise<Pick<SoakFigures, "notRefused" | "heldClients" | "timers" | "handles">> {
    for (const breakers of this.#clients.shared) breakers.shutdown();
    const notRefused = await this.#notRefused();
    this.#clients.dropAll();
    this.#service.close();
    const isClear = (): boolean => this.#timers.count === 0 && handlesBeyond(handlesBefore).length === 0;
    await eventually("nothing left", isClear).catch(() => {});
    await collectedHeap();
    return {
      ...{ notRefused, heldClients: this.#clients.held },
      ...{ timers: this.#timers.count, handles: handlesBeyond(handlesBefore) },
    };
  }

  async #notRefused(): Promise<number> {
    const clients = this.#clients.shared.map((breakers) => this.#clients.of(breakers, undefined));
    const ends = clients.map(async (client) => {
      const { settle } = this.#ledger.open("after the shutdown");
      return client.send(commandOf("ListApps")).then(
        () => false,
        (error: unknown) => {
          settle(false);
          return isShutdownError(error);
        },
      );
    });
    return (await Promise.all(ends)).filter((isRefused) => !isRefused).length;
  }
}
