import { Amplify } from "@aws-sdk/client-amplify";
import { systemClock } from "../../../src/clock/system-clock.ts";
import {
  createBreakers,
  isShutdownError,
  type BreakerEventType,
  type Breakers,
  type Clock,
  type OperationName,
  type Protected,
} from "../../../src/index.ts";
import { startAmplifySimulator, type AmplifySimulator, type Fault } from "../../../src/testing/index.ts";
import { commandOf, requiredInput } from "./commands.ts";
import { callEventTypes } from "./event-record.ts";
import { eventually } from "./eventually.ts";
import { SeededRandom } from "./random.ts";
import { configFor } from "./simulated-amplify.ts";

const operations: readonly OperationName[] = [
  "ListApps",
  "GetApp",
  "ListBranches",
  "CreateBranch",
  "StartJob",
  "ListTagsForResource",
];

const faults: readonly Fault[] = [
  { kind: "error", error: "InternalFailureException" },
  { kind: "error", error: "DependentServiceFailureException", operations: "List*", retryAfterSeconds: 1 },
  { kind: "error", error: "LimitExceededException", rate: 0.3 },
  { kind: "error", error: "ExpiredTokenException", rate: 0.2 },
  { kind: "throttling", rate: 0.5 },
  { kind: "hang", operations: ["GetApp", "StartJob"] },
  { kind: "latency", ms: 40, spreadMs: 40 },
  { kind: "reset", rate: 0.3 },
  { kind: "reset", during: "body", rate: 0.3 },
  { kind: "stall", rate: 0.1 },
  { kind: "html", rate: 0.5 },
  { kind: "empty", rate: 0.5 },
  { kind: "malformed", rate: 0.3 },
  { kind: "refuse", durationMs: 60 },
];

/** What a soak came to. */
export interface SoakFigures {
  readonly calls: number;
  /** Calls that were settled more or less than once. */
  readonly notSettledOnce: number;
  /** Calls that emitted more or less than one event of the kind that ends a call. */
  readonly notToldOnce: number;
  /** How often a circuit opened while open, or closed while closed. */
  readonly outOfOrder: number;
  /** Timers of the breakers that were left after the shutdown. */
  readonly timersLeft: number;
  /** Calls after the shutdown that were not refused as such. */
  readonly notRefusedAfterwards: number;
  readonly endings: Readonly<Record<string, number>>;
  readonly opened: number;
  readonly closed: number;
  readonly requests: number;
  readonly clients: number;
  readonly listenerErrors: number;
}

/** The machine's clock, which knows what timers it still holds. */
class CountingClock implements Clock {
  readonly pending = new Set<object>();

  now(): number {
    return systemClock.now();
  }

  epochMs(): number {
    return systemClock.epochMs();
  }

  startTimer(callback: () => void, delayMs: number, keepsAlive: boolean): () => void {
    const timer = {};
    this.pending.add(timer);
    const cancel = systemClock.startTimer(
      () => {
        this.pending.delete(timer);
        callback();
      },
      delayMs,
      keepsAlive,
    );
    return () => {
      this.pending.delete(timer);
      cancel();
    };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.startTimer(resolve, ms, true);
  });
}

/** Many callers on many clients on one set of breakers, while everything goes wrong in turns. */
export class Soak {
  readonly #random: SeededRandom;
  readonly #clock = new CountingClock();
  readonly #simulator: AmplifySimulator;
  readonly #breakers: Breakers;
  readonly #clients: Protected<Amplify>[] = [];
  readonly #settlements: number[] = [];
  readonly #tellings = new Map<number, number>();
  readonly #endings: Record<string, number> = {};
  readonly #open = new Set<string>();
  #clientsMade = 0;
  #opened = 0;
  #closed = 0;
  #outOfOrder = 0;
  #listenerErrors = 0;
  #isOver = false;

  private constructor(simulator: AmplifySimulator, seed: number) {
    this.#simulator = simulator;
    this.#random = new SeededRandom(seed);
    const random = this.#random;
    this.#breakers = createBreakers({
      clock: this.#clock,
      timeout: 500,
      failureSpanMs: 50,
      resetTimeout: 30,
      resetBackoff: { maxMs: 200 },
      fallbackTimeoutMs: 20,
      classify: () => {
        if (random.chance(0.1)) throw new Error("a classifier that throws");
        return (random.chance(0.1) ? "nonsense" : undefined) as never;
      },
      operations: {
        GetApp: { fallback: () => (random.chance(0.5) ? ({ app: undefined } as never) : undefined) },
        ListBranches: { fallback: () => Promise.reject(new Error("a fallback that rejects")), capacity: 20 },
        StartJob: { fallback: () => new Promise(() => {}) },
        ListTagsForResource: { count: "attempts" },
      },
    });
    this.#listen();
    for (let client = 0; client < 20; client++) this.#clients.push(this.#makeClient());
  }

  /** Runs `callers` callers for `durationMs`, and shuts down. */
  static async run(durationMs: number, callers: number, seed: number): Promise<SoakFigures> {
    const simulator = await startAmplifySimulator({ seedApps: 3, recordLimit: 0 });
    const soak = new Soak(simulator, seed);
    const running = [soak.#changeFaults(), ...Array.from({ length: callers }, () => soak.#keepCalling())];
    await pause(durationMs);
    // On a machine that is busy with other things it may take longer until a circuit has opened and closed.
    for (let more = 0; more < 100 && soak.#closed === 0; more++) await pause(50);
    soak.#isOver = true;
    await Promise.all(running);
    return soak.#finish();
  }

  #makeClient(): Protected<Amplify> {
    this.#clientsMade++;
    const raw = new Amplify(configFor(this.#simulator, { maxAttempts: 2 }));
    const scope = this.#random.oneOf(["tenant-1", "tenant-2", undefined]);
    return this.#breakers.protect(raw, { scope });
  }

  #listen(): void {
    const types: readonly BreakerEventType[] = [...callEventTypes, "open", "close", "attempt", "fallback"];
    for (const type of types) {
      this.#breakers.on(type, () => {
        if (this.#random.chance(0.05)) throw new Error("a listener that throws");
        return this.#random.chance(0.05) ? Promise.reject(new Error("a listener that rejects")) : undefined;
      });
    }
    this.#breakers.on("listenerError", () => {
      this.#listenerErrors++;
      throw new Error("a listener of listenerError that throws");
    });
    for (const type of callEventTypes) {
      this.#breakers.on(type, ({ callId }) => {
        this.#endings[type] = (this.#endings[type] ?? 0) + 1;
        this.#tellings.set(callId, (this.#tellings.get(callId) ?? 0) + 1);
      });
    }
    this.#breakers.on("open", ({ scope = "", circuit }) => {
      this.#opened++;
      if (this.#open.has(`${scope} ${circuit}`)) this.#outOfOrder++;
      this.#open.add(`${scope} ${circuit}`);
    });
    this.#breakers.on("close", ({ scope = "", circuit }) => {
      this.#closed++;
      if (!this.#open.delete(`${scope} ${circuit}`)) this.#outOfOrder++;
    });
  }

  async #changeFaults(): Promise<void> {
    // Everything is slow the first time; let it be done once before it has to fail.
    await pause(500);
    while (!this.#isOver) {
      this.#simulator.faults.clear();
      const count = this.#random.oneOf([0, 0, 1, 1, 2]);
      for (let fault = 0; fault < count; fault++) this.#simulator.faults.inject(this.#random.oneOf(faults));
      const operation = this.#random.oneOf(operations);
      const circuit = this.#breakers.circuit(operation, { client: this.#random.oneOf(this.#clients) });
      if (this.#random.chance(0.1)) circuit.isolate("a drill");
      await pause(count === 0 ? this.#random.between(200, 600) : this.#random.between(20, 300));
      circuit.release();
    }
    this.#simulator.faults.clear();
    await this.#simulator.faults.settled();
  }

  async #keepCalling(): Promise<void> {
    while (!this.#isOver) {
      // A refusal takes no turn of the event loop: callers without a pause would starve everything else.
      await pause(this.#random.between(50, 400));
      await this.#callOnce();
    }
  }

  async #callOnce(): Promise<void> {
    const slot = Math.floor(this.#random.next() * this.#clients.length);
    if (this.#random.chance(0.01)) {
      this.#clients[slot]?.destroy();
      this.#clients[slot] = this.#makeClient();
    }
    const client = this.#clients[slot];
    if (client === undefined) throw new Error("no such client");
    const operation = this.#random.oneOf(operations);
    const command = commandOf(operation, requiredInput(operation));
    const index = this.#settlements.push(0) - 1;
    const settle = () => {
      this.#settlements[index] = (this.#settlements[index] ?? 0) + 1;
    };
    const { options, cancelAbort } = this.#sendOptions();
    if (this.#random.chance(0.25)) await sendWithCallback(client, command, options, settle);
    else await client.send(command, options).then(settle, settle);
    cancelAbort();
  }

  #sendOptions(): { options: { abortSignal?: AbortSignal }; cancelAbort: () => void } {
    if (this.#random.chance(0.8)) return { options: {}, cancelAbort: () => {} };
    const controller = new AbortController();
    const abort = () => {
      controller.abort(new Error("a caller who gives up"));
    };
    const delayMs = this.#random.between(0, 60);
    if (delayMs < 5) abort();
    const cancelAbort = systemClock.startTimer(abort, delayMs, true);
    return { options: { abortSignal: controller.signal }, cancelAbort };
  }

  async #finish(): Promise<SoakFigures> {
    const calls = this.#settlements.length;
    const notToldOnce = [...this.#tellings.values()].filter((count) => count !== 1).length;
    const toldOf = this.#tellings.size;
    this.#breakers.shutdown();
    const afterwards = this.#clients.map((client) =>
      client.send(commandOf("ListApps")).then(
        () => false,
        (error: unknown) => isShutdownError(error),
      ),
    );
    const refused = await Promise.all(afterwards);
    for (const client of this.#clients) client.destroy();
    const requests = this.#simulator.requests.total;
    await this.#simulator.close();
    await eventually("no timers", () => this.#clock.pending.size === 0).catch(() => {});
    return {
      calls,
      notSettledOnce: this.#settlements.filter((count) => count !== 1).length,
      notToldOnce: notToldOnce + Math.abs(calls - toldOf),
      outOfOrder: this.#outOfOrder,
      timersLeft: this.#clock.pending.size,
      notRefusedAfterwards: refused.filter((isRefused) => !isRefused).length,
      endings: this.#endings,
      opened: this.#opened,
      closed: this.#closed,
      requests,
      clients: this.#clientsMade,
      listenerErrors: this.#listenerErrors,
    };
  }
}

function sendWithCallback(
  client: Amplify,
  command: ReturnType<typeof commandOf>,
  options: { abortSignal?: AbortSignal },
  settle: () => void,
): Promise<void> {
  return new Promise((resolve) => {
    client.send(command, options, () => {
      settle();
      resolve();
      throw new Error("a callback that throws");
    });
  });
}
