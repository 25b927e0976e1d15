import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { checkClock } from "../errors/check-clock.ts";
import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";
import { warnOfFailure } from "../errors/warn-of-failure.ts";
import { assertMonitored } from "../events/assert-monitored.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { subscribe, type Listeners } from "../events/subscribe.ts";
import { logLine, type LoggedEvent } from "./log-line.ts";
import type { LoggerLike } from "./logger-like.ts";
import { RejectionSums } from "./rejection-sums.ts";
import { lineWriter } from "./write-line.ts";

/** What {@link logEvents} may be told. */
export interface LogOptions {
  /**
   * Whether every call has a line too, also the good ones (level `debug`).
   * @default false
   */
  readonly calls?: boolean | undefined;
  /**
   * Milliseconds over which the rejections of a circuit are added up to one line; 100 to 3_600_000.
   * @default 10_000
   */
  readonly rejectionsEveryMs?: number | undefined;
  /** Where time comes from; `ManualClock` in tests. */
  readonly clock?: Clock | undefined;
}

/**
 * Logs what happens to the circuits: one line for each transition, at a level by its meaning, with the error's name and
 * code, its message and request id; and how many calls were rejected, once in a while.
 *
 * @param logger - pino, winston, bunyan, `console`, or whatever has their methods, such as the SDK's `logger`
 * @returns what ends it; it then logs the rejections that were not logged yet
 * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came
 * @example
 * ```ts
 * const stop = logEvents(amplify.breakers, pino());
 * ```
 */
export function logEvents(
  breakers: MonitoredBreakers,
  logger: LoggerLike,
  options: LogOptions = {},
): () => void {
  assertMonitored(breakers, "logEvents()");
  const { calls, rejectionsEveryMs, clock } = readOptions(options);
  const writeLine = lineWriter(logger);
  const warning = new Warning();
  const sums = new RejectionSums(clock, rejectionsEveryMs, ({ message, fields }) =>
    warning.unless(() => writeLine("warn", message, fields)),
  );
  const write = (event: LoggedEvent): unknown => {
    const { level, message, fields } = logLine(event);
    return writeLine(level, message, fields);
  };
  const unsubscribe = subscribe(breakers, {
    ...{ open: write, halfOpen: write, probeFailed: write, close: write, isolate: write, release: write },
    ...(calls ? callListeners(write) : undefined),
    reject: (event) => sums.add(event),
  });
  return () => {
    unsubscribe();
    sums.stop();
  };
}

function callListeners(write: (event: LoggedEvent) => unknown): Listeners {
  const ofErrors = { failure: write, timeout: write, throttled: write, ignored: write, cancelled: write };
  return { success: write, ...ofErrors };
}

interface ReadOptions {
  readonly calls: boolean;
  readonly rejectionsEveryMs: number;
  readonly clock: Clock;
}

function readOptions(options: LogOptions): ReadOptions {
  checkMembers("the options of logEvents()", options, ["calls", "rejectionsEveryMs", "clock"]);
  checkClock(options.clock);
  const { calls = false, rejectionsEveryMs = 10_000, clock = systemClock } = options;
  if (typeof calls !== "boolean") {
    throw new TypeError(`option calls must be true or false; got ${describeValue(calls)}`);
  }
  if (
    typeof rejectionsEveryMs !== "number" ||
    !(rejectionsEveryMs >= 100 && rejectionsEveryMs <= 3_600_000)
  ) {
    throw new RangeError(
      `option rejectionsEveryMs must be a number from 100 to 3600000; got ${describeValue(rejectionsEveryMs)}`,
    );
  }
  return { calls, rejectionsEveryMs, clock };
}

/** Nobody hears of what a logger throws in a timer, and it must not end the process; one warning will do. */
class Warning {
  #hasWarned = false;

  unless(write: () => unknown): void {
    try {
      // A logger may be asynchronous.
      Promise.resolve(write()).catch((error: unknown) => this.#warn(error));
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    warnOfFailure("The logger given to logEvents()", error, "AMPLIFY_BREAKER_LOGGER_ERROR");
  }
}
