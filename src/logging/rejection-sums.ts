import { AsyncResource } from "node:async_hooks";
import type { CancelTimer, Clock } from "../clock/clock.ts";
import type { RejectEvent, RejectReason } from "../events/breaker-events.ts";
import { circuitFields } from "./circuit-fields.ts";
import { formatDuration } from "./format-duration.ts";
import { oneLine } from "./one-line.ts";
import type { LogFields } from "./write-line.ts";

/** The rejections of one circuit in one while. */
interface Sum {
  readonly circuit: LogFields;
  readonly name: string;
  total: number;
  readonly byReason: Partial<Record<RejectReason, number>>;
}

/** How many rejections there were, as one line for each circuit and while. */
export interface RejectionsLine {
  readonly message: string;
  readonly fields: LogFields;
}

/** So many circuits have sums of their own at a time; the calls of all others are one sum, whatever names they have. */
const mostSums = 1_000;

/** Adds up rejections, of which an outage has thousands, and tells of them once in a while. */
export class RejectionSums {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #tell: (line: RejectionsLine) => void;
  readonly #sums = new Map<string, Sum>();
  /** What is told is of many calls, and must not be told as the first one's. */
  readonly #context = new AsyncResource("AmplifyBreakerRejections");
  #since = 0;
  #isStopped = false;
  #cancelTimer: CancelTimer | undefined;

  constructor(clock: Clock, everyMs: number, tell: (line: RejectionsLine) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#tell = tell;
  }

  add(event: RejectEvent): void {
    // Who stops within an event is still told of that event.
    if (this.#isStopped) return;
    if (this.#cancelTimer === undefined) {
      this.#since = this.#clock.now();
      this.#cancelTimer = this.#context.runInAsyncScope(() =>
        this.#clock.startTimer(() => this.tellAll(), this.#everyMs, false),
      );
    }
    const sum = this.#sumFor(event);
    sum.total++;
    sum.byReason[event.reason] = (sum.byReason[event.reason] ?? 0) + 1;
  }

  /** Tells of all there were since the last time. */
  tellAll(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const overMs = this.#clock.now() - this.#since;
    const sums = [...this.#sums.values()];
    this.#sums.clear();
    for (const sum of sums) this.#tell(lineOf(sum, overMs));
  }

  /** Tells of what was not told yet; nothing is added any more. */
  stop(): void {
    this.#isStopped = true;
    this.tellAll();
  }

  #sumFor(event: RejectEvent): Sum {
    const { circuit: name, region, endpoint, scope } = event;
    const key = JSON.stringify([name, region, endpoint, scope]);
    const known = this.#sums.get(key) ?? this.#sums.get("");
    if (known !== undefined && (this.#sums.has(key) || this.#sums.size > mostSums)) return known;
    const isOneTooMany = this.#sums.size >= mostSums;
    const sum: Sum = isOneTooMany
      ? { circuit: {}, name: "other circuits", total: 0, byReason: {} }
      : { circuit: circuitFields({ ...event, operation: name }), name, total: 0, byReason: {} };
    this.#sums.set(isOneTooMany ? "" : key, sum);
    return sum;
  }
}

function lineOf({ circuit, name, total, byReason }: Sum, overMs: number): RejectionsLine {
  const calls = total === 1 ? "1 call" : `${total.toLocaleString("en-US")} calls`;
  return {
    message: oneLine(`Amplify ${name}: ${calls} rejected in ${formatDuration(overMs)}`),
    fields: { event: "rejections", ...circuit, rejections: total, ...byReason, overMs: Math.round(overMs) },
  };
}
