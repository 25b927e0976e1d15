import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { checkClock } from "../errors/check-clock.ts";
import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readAlertRules, type AlertRules, type ReadAlertRules } from "./alert-rules.ts";
import type { AlertSink, SinkFailure } from "./alert-sink.ts";
import { checkNumber } from "./check-number.ts";

/** What {@link alertOn} may be told. */
export interface AlertOptions {
  /** Whom alerts are given to, 1 to 20: `webhook()`, or functions of one's own. Each has a queue of its own. */
  readonly sinks: readonly AlertSink[];
  /** When to alert; all rules are on unless they are turned off. */
  readonly rules?: AlertRules | undefined;
  /**
   * Milliseconds for which all circuits must have been closed before an outage counts as over; 0 to 3_600_000. One that
   * opens again within that time goes on with the same alert. By default as long as a circuit itself remembers an
   * outage, which is its window.
   * @default 60_000
   */
  readonly settleMs?: number | undefined;
  /**
   * Milliseconds that a sink has for one alert, its retries included; 1_000 to 600_000.
   * @default 60_000
   */
  readonly deliveryTimeoutMs?: number | undefined;
  /**
   * Told of each alert that was not delivered at the first go, or was dropped.
   * @default one process warning for each sink
   */
  readonly onError?: ((failure: SinkFailure) => unknown) | undefined;
  /** Where time comes from; `ManualClock` in tests. */
  readonly clock?: Clock | undefined;
}

/** The options with everything filled in. */
export interface ReadAlertOptions {
  readonly sinks: readonly AlertSink[];
  readonly rules: ReadAlertRules;
  readonly settleMs: number;
  readonly deliveryTimeoutMs: number;
  readonly onError: ((failure: SinkFailure) => unknown) | undefined;
  readonly clock: Clock;
}

/** @throws TypeError or RangeError that names the option, what is allowed and what came */
export function readAlertOptions(options: AlertOptions): ReadAlertOptions {
  checkMembers("the options of alertOn()", options, [
    ...["sinks", "rules", "settleMs", "deliveryTimeoutMs", "onError", "clock"],
  ]);
  const { settleMs = 60_000, deliveryTimeoutMs = 60_000, onError, clock = systemClock } = options;
  checkNumber("settleMs", settleMs, 0, 3_600_000);
  checkNumber("deliveryTimeoutMs", deliveryTimeoutMs, 1_000, 600_000);
  if (onError !== undefined && typeof onError !== "function") {
    throw new TypeError(`option onError must be a function; got ${describeValue(onError)}`);
  }
  checkClock(clock);
  const rules = readAlertRules(options.rules);
  return { sinks: readSinks(options.sinks), rules, settleMs, deliveryTimeoutMs, onError, clock };
}

const mostSinks = 20;

function readSinks(sinks: unknown): readonly AlertSink[] {
  if (!Array.isArray(sinks)) {
    throw new TypeError(
      `option sinks must be a list of sinks, as in [webhook(url)]; got ${foundInstead(sinks)}`,
    );
  }
  if (sinks.length === 0 || sinks.length > mostSinks) {
    throw new RangeError(`option sinks must have 1 to ${mostSinks} sinks; got ${sinks.length}`);
  }
  const stranger = sinks.findIndex((sink) => typeof sink !== "function");
  if (stranger !== -1) {
    throw new TypeError(
      `option sinks[${stranger}] must be a function, such as webhook(url) gives; got ${foundInstead(sinks[stranger])}`,
    );
  }
  return [...(sinks as AlertSink[])];
}

/** An address may hold a token and is not shown. */
function foundInstead(value: unknown): string {
  return typeof value === "string" ? "a text" : describeValue(value);
}
