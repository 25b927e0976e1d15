import { AsyncResource } from "node:async_hooks";
import {
  installAttemptMiddleware,
  observeAttempts,
  type AttemptObserver,
  type MiddlewareStackLike,
} from "../../src/call/attempt-middleware.ts";
import type { OperationName } from "../../src/amplify/operations.ts";
import { Answers } from "../../src/call/answers.ts";
import type { AttemptStop } from "../../src/call/attempt-stop.ts";
import { Call } from "../../src/call/call.ts";
import type { Flight } from "../../src/call/flight.ts";
import type { CallerSignal } from "../../src/call/stop-signal.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { applyOverride, type CallOverride } from "../../src/options/call-override.ts";
import { TestCircuit } from "../circuit/a-circuit.ts";

type Middleware = Parameters<MiddlewareStackLike["add"]>[0];

/** The middleware as it lies on a client's stack. */
export function installedMiddleware(): { middleware: Middleware; options: object } {
  const added: { middleware: Middleware; options: object }[] = [];
  installAttemptMiddleware({ add: (middleware, options) => added.push({ middleware, options }) });
  const [first] = added;
  if (first === undefined || added.length > 1) throw new Error("one middleware is expected");
  return first;
}

const { middleware } = installedMiddleware();

/** An attempt that is under way. */
interface OpenAttempt {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The SDK's end of one call, moved by hand: attempts begin and end when the test says so. */
export class HandMadeSend {
  /** The signal it was given, if it was sent at all. */
  signal: AbortSignal | undefined;
  sends = 0;
  #handler: ((args: unknown) => Promise<unknown>) | undefined;
  #attempt: OpenAttempt | undefined;
  #settle!: OpenAttempt;
  readonly #settled: Promise<unknown> = new Promise((resolve, reject) => {
    this.#settle = { resolve, reject };
  });

  readonly send = (signal: AbortSignal | undefined): unknown => {
    this.sends++;
    this.signal = signal;
    // The SDK's own attempts are made in the context of the call, which a test's hand is not in.
    this.#handler = AsyncResource.bind(middleware(() => this.#transmit(), {}));
    signal?.addEventListener("abort", () => {
      this.#attempt?.reject(aborted());
      this.fail(aborted());
    });
    return this.#settled;
  };

  /** Attempts that went through to the network. */
  transmitted = 0;

  /** The SDK makes an attempt; what it comes to is also what {@link failAttempt} or {@link answerAttempt} say. */
  attempt(): Promise<unknown> {
    const made = Promise.resolve(this.#handler?.({}));
    made.catch(() => {});
    return made;
  }

  async failAttempt(error: unknown): Promise<void> {
    this.#attempt?.reject(error);
    await ticks();
  }

  async answerAttempt(output: unknown = {}): Promise<void> {
    this.#attempt?.resolve(output);
    await ticks();
  }

  /** One attempt from beginning to failure, after which the SDK waits before the next one. */
  async failedAttempt(error: unknown): Promise<void> {
    void this.attempt();
    await this.failAttempt(error);
  }

  /** The SDK settles: no more attempts. */
  fail(error: unknown): void {
    this.#settle.reject(error);
  }

  answer(output: unknown): void {
    this.#settle.resolve(output);
  }

  /** One attempt that the service answers, and the end of it. */
  async succeed(output: unknown = {}): Promise<void> {
    void this.attempt();
    await this.answerAttempt(output);
    this.answer(output);
    await ticks();
  }

  #transmit(): Promise<unknown> {
    this.transmitted++;
    return new Promise((resolve, reject) => {
      this.#attempt = { resolve, reject };
    });
  }
}

export function aborted(): Error {
  return Object.assign(new Error("Request aborted"), { name: "AbortError" });
}

/** A service error as the SDK throws it, new each time because it is written upon. */
export function serviceError(name: string, httpStatusCode: number, members: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), {
    name,
    $fault: httpStatusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode, requestId: "r-1" },
    ...members,
  });
}

/** A socket that the server had closed before it was used again. */
export function staleSocket(): Error {
  return Object.assign(new Error("socket hang up"), { name: "TimeoutError", code: "ECONNRESET" });
}

/** Lets promises settle. */
export async function ticks(): Promise<void> {
  for (let tick = 0; tick < 20; tick++) await Promise.resolve();
}

/** One call that was made, and what has become of it so far. */
export interface MadeCall {
  readonly sdk: HandMadeSend;
  readonly result: Promise<unknown>;
  /** How often it settled, and with what; nothing while it is under way. */
  readonly outcomes: ({ output: unknown } | { error: unknown })[];
}

/** What a test may want of a call. */
export interface CallWishes {
  readonly signal?: CallerSignal | undefined;
  /** Whether the caller gave up before its client's region was known. */
  readonly isAbandoned?: boolean;
  readonly calledAt?: number | undefined;
  readonly send?: ((signal: AbortSignal | undefined) => unknown) | undefined;
  readonly operation?: OperationName;
  readonly input?: object;
  readonly override?: CallOverride;
  /** Whether the command has no middleware of its own. */
  readonly isPlain?: boolean;
  /** Whether `send` is somebody's own, not the SDK's. */
  readonly isPatched?: boolean;
}

/** A circuit, and calls that go through it. */
export class TestCalls extends TestCircuit {
  isShutdown = false;
  readonly input: object = { appId: "a1" };

  readonly answers: Answers<Flight> = new Answers<Flight>();

  make(wishes: CallWishes = {}): MadeCall {
    const sdk = new HandMadeSend();
    const { operation = "ListApps", override, isPlain = true, isAbandoned = false } = wishes;
    const forCall = operation === "ListApps" ? this.core.options : this.settings.forOperation(operation);
    const { options, bypass } = applyOverride(forCall, override, operation);
    const request = {
      operation,
      input: wishes.input ?? this.input,
      callerSignal: wishes.signal,
      isAbandoned,
      calledAt: wishes.calledAt ?? this.clock.now(),
      isBypass: bypass,
      isPlain: () => isPlain,
      send: (observer: AttemptObserver, stop: AttemptStop | undefined) => {
        const send = wishes.send ?? sdk.send;
        return observeAttempts(observer, () => send(stop?.signal), wishes.isPatched !== true);
      },
    };
    const { core: circuit, clock, hub: events, answers, isShutdown } = this;
    const result = new Call(request, { circuit, options, clock, events, answers, isShutdown }).run();
    const outcomes: MadeCall["outcomes"] = [];
    result.then(
      (output) => outcomes.push({ output }),
      (error: unknown) => outcomes.push({ error }),
    );
    return { sdk, result, outcomes };
  }

  /** A call that the SDK ends with an error after one attempt. */
  async makeFailing(error: unknown): Promise<MadeCall> {
    const call = this.make();
    await call.sdk.failedAttempt(error);
    call.sdk.fail(error);
    await ticks();
    return call;
  }
}

export function someCalls(options?: BreakerOptions): TestCalls {
  return new TestCalls(options);
}
