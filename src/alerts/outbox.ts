import type { CancelTimer, Clock } from "../clock/clock.ts";
import { readNumber, readProperty } from "../errors/read-property.ts";
import type { Alert } from "./alert.ts";
import type { AlertSink } from "./alert-sink.ts";

/** Whom an outbox delivers to, and whom it tells of failures. */
export interface OutboxParts {
  readonly sink: AlertSink;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly onError: (alert: Alert, error: unknown) => void;
}

/** So many alerts wait for a sink: more than there are outages at a time. */
const mostWaiting = 200;
/** So many where all of them are the ends of outages whose beginning was delivered. */
const mostEnds = 1_000;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;
/** What a sink may ask for. */
const longestRetryAfterMs = 900_000;

/**
 * The queue of one sink: delivers one alert after the other, and of each outage the newest state; a sink that fails is
 * given a pause, which grows.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  /** By outage, in the order of delivery. */
  readonly #waiting = new Map<string, Alert>();
  /** Outages whose beginning was delivered, and whose end was not. */
  readonly #begun = new Set<string>();
  /** Ends what the sink is at. */
  #current: AbortController | undefined;
  #working: Promise<void> | undefined;
  #pauseMs = 0;
  #cancelPause: CancelTimer | undefined;
  #isLast = false;
  #isAborted = false;
  #dropped = 0;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** How many alerts were given up, because there was no room, the sink said no for good, or time was up. */
  get dropped(): number {
    return this.#dropped;
  }

  push(alert: Alert): void {
    this.#waiting.set(alert.id, alert);
    if (this.#waiting.size > mostWaiting) this.#makeRoom();
    this.#start();
  }

  /** Delivers what waits, each once; resolves when that is done. */
  async finish(): Promise<void> {
    this.#isLast = true;
    this.#cancelPause?.();
    this.#cancelPause = undefined;
    this.#start();
    while (this.#working !== undefined) await this.#working;
  }

  /** Gives up what waits and what the sink is at. */
  abort(): void {
    this.#isAborted = true;
    this.#current?.abort(ended());
  }

  #start(): void {
    if (this.#cancelPause !== undefined || this.#working !== undefined) return;
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      // What came when all was done, and this was not known yet.
      if (this.#waiting.size > 0) this.#start();
    });
  }

  async #work(): Promise<void> {
    // Who caused the event is not made to wait for sinks; and what comes in the same tick is one state.
    await Promise.resolve();
    for (const [id, alert] of this.#waiting) {
      this.#waiting.delete(id);
      if (this.#isAborted) this.#giveUp(alert, ended());
      else await this.#deliver(alert);
      if (this.#cancelPause !== undefined) return;
    }
  }

  async #deliver(newest: Alert): Promise<void> {
    const { id, status } = newest;
    const isBegun = this.#begun.has(id);
    // Whatever was the first to be made: for the sink it is the beginning.
    const alert = status === "update" && !isBegun ? asFirst(newest) : newest;
    try {
      await this.#give(alert);
    } catch (error) {
      this.#failed(newest, alert, error);
      return;
    }
    this.#pauseMs = 0;
    if (status === "firing" || status === "update") this.#begun.add(id);
    else this.#begun.delete(id);
  }

  async #give(alert: Alert): Promise<void> {
    const { sink, timeoutMs, clock } = this.#parts;
    const current = new AbortController();
    this.#current = current;
    const cancel = clock.startTimer(
      () => current.abort(new Error(`the sink did not settle within ${timeoutMs} ms`)),
      timeoutMs,
      false,
    );
    const { signal } = current;
    try {
      await Promise.race([(async () => sink(alert, { signal, clock }))(), rejectionOf(signal)]);
    } finally {
      cancel();
      this.#current = undefined;
    }
  }

  #failed(newest: Alert, alert: Alert, error: unknown): void {
    if (this.#isLast || readProperty(error, "isFinal") === true) {
      this.#giveUp(alert, error);
      return;
    }
    // At the end of the queue, so that one alert that a sink cannot take keeps back no other.
    if (!this.#waiting.has(newest.id)) this.#waiting.set(newest.id, newest);
    this.#pauseMs = Math.min(Math.max(firstPauseMs, this.#pauseMs * 2), longestPauseMs);
    const asked = Math.min(readNumber(error, "retryAfterMs") ?? 0, longestRetryAfterMs);
    const resume = (): void => {
      this.#cancelPause = undefined;
      this.#start();
    };
    this.#cancelPause = this.#parts.clock.startTimer(resume, Math.max(this.#pauseMs, asked), false);
    this.#parts.onError(alert, error);
  }

  #giveUp(alert: Alert, error: unknown): void {
    this.#dropped++;
    if (alert.status === "resolved") this.#begun.delete(alert.id);
    this.#parts.onError(alert, error);
  }

  /** Drops what is missed least, of that the oldest. */
  #makeRoom(): void {
    const all = [...this.#waiting.values()];
    const least = Math.min(...all.map((alert) => this.#worth(alert)));
    if (least === mostWorth && all.length <= mostEnds) return;
    const victim = all.find((alert) => this.#worth(alert) === least);
    if (victim === undefined) return;
    this.#waiting.delete(victim.id);
    this.#giveUp(victim, new Error(`dropped: ${all.length} alerts were waiting for the sink`));
  }

  #worth({ id, status }: Alert): number {
    const isBegun = this.#begun.has(id);
    if (status === "notice") return 0;
    // It is over, and nobody knew of it.
    if (status === "resolved") return isBegun ? mostWorth : 1;
    // What has begun and goes on will be told of again.
    return isBegun ? 2 : 3;
  }
}

const mostWorth = 4;

function asFirst(alert: Alert): Alert {
  return Object.freeze({ ...alert, status: "firing" as const });
}

function ended(): Error {
  return new Error("alerting has ended");
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", fail, { once: true });
  });
}
