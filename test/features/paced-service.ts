import type { ManualClock } from "../../src/testing/manual-clock.ts";
import { aborted, installedMiddleware, serviceError } from "../call/a-call.ts";
import type { Row } from "./axes.ts";

const { middleware } = installedMiddleware();

/** How long the SDK takes to sign, the service over an attempt, and the SDK until the next one, in milliseconds. */
const pace = { signMs: 10, answerMs: 20, slowMs: 300, backoffMs: 30 };
const mostAttempts = 2;

/** One attempt that reached the service; its times are in milliseconds since 1970. */
export interface Transmission {
  readonly call: number;
  readonly at: number;
  readonly state: string;
  /** `Infinity` as long as it is under way. */
  endedAt: number;
}

const errors: Partial<Readonly<Record<Row["service"], () => Error>>> = {
  fails: () => serviceError("InternalFailureException", 500),
  throttles: () => serviceError("TooManyRequestsException", 429),
  "404": () => serviceError("NotFoundException", 404),
};

/** The SDK and the service behind it, at the pace of a clock that is moved by hand. */
export class PacedService {
  readonly transmissions: Transmission[] = [];
  mood: Row["service"] = "answers";
  readonly #clock: ManualClock;
  readonly #stateNow: () => string;
  readonly #hung = new Set<() => void>();

  constructor(clock: ManualClock, stateNow: () => string) {
    this.#clock = clock;
    this.#stateNow = stateNow;
  }

  /** Answers from now on, those too who have been left hanging. */
  heal(): void {
    this.mood = "answers";
    for (const answer of this.#hung) answer();
  }

  /** The SDK's `send`: attempts, with a pause between them, of which the caller's abort ends any at once. */
  async send(call: number, signal: AbortSignal | undefined): Promise<unknown> {
    const handler = middleware(() => this.#transmit(call, signal), {});
    await this.#pause(pace.signMs, signal);
    for (let attempt = 1; ; attempt++) {
      try {
        return await handler({});
      } catch (error) {
        if ((error as Error).name !== "InternalFailureException" || attempt === mostAttempts) throw error;
      }
      await this.#pause(pace.backoffMs, signal);
    }
  }

  async #transmit(call: number, signal: AbortSignal | undefined): Promise<unknown> {
    const { mood } = this;
    const transmission = { call, at: this.#clock.epochMs(), state: this.#stateNow(), endedAt: Infinity };
    this.transmissions.push(transmission);
    try {
      if (mood === "hangs") await this.#hang(signal);
      else await this.#pause(mood === "slow" ? pace.slowMs : pace.answerMs, signal);
    } finally {
      transmission.endedAt = this.#clock.epochMs();
    }
    const error = errors[mood]?.();
    if (error !== undefined) throw error;
    return { apps: [{ appId: `d${call}` }], $metadata: { httpStatusCode: 200 } };
  }

  #pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return untilAborted(signal, (resolve) => this.#clock.startTimer(resolve, ms, false));
  }

  #hang(signal: AbortSignal | undefined): Promise<void> {
    return untilAborted(signal, (resolve) => {
      this.#hung.add(resolve);
      return () => this.#hung.delete(resolve);
    });
  }
}

/** Leaves nothing on the signal, which may be the caller's own. */
function untilAborted(
  signal: AbortSignal | undefined,
  start: (resolve: () => void) => () => unknown,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = start(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    });
    const abort = (): void => {
      end();
      reject(aborted());
    };
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted === true) abort();
  });
}
