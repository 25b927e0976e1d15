import { AsyncResource } from "node:async_hooks";
import { warnOfFailure } from "../errors/warn-of-failure.ts";
import { assertMonitored } from "../events/assert-monitored.ts";
import type { CircuitEventBase, StateChangeEvent } from "../events/breaker-events.ts";
import type { CircuitReading } from "../events/circuit-state.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { subscribe, type Listeners } from "../events/subscribe.ts";
import type { Alert } from "./alert.ts";
import { readAlertOptions, type AlertOptions, type ReadAlertOptions } from "./alert-options.ts";
import { FirstFailures } from "./first-failures.ts";
import { Outages } from "./outages.ts";
import { Outbox } from "./outbox.ts";
import { circuitKey } from "./place.ts";
import { sightingOf } from "./sighting.ts";
import { sinkErrorTeller } from "./sink-error-teller.ts";

/** What {@link alertOn} gives. */
export interface Alerts {
  /** What was told of and is not over, as it stands now. */
  readonly firing: readonly Alert[];
  /** How many alerts were given up, over all sinks: no room, a sink that said no for good, or the end. */
  readonly dropped: number;
  /**
   * Listens no more, delivers what waits, each once, and resolves when that is done, or after 5 seconds. An outage that
   * goes on is not told to be over, because it is not.
   */
  stop(): Promise<void>;
}

/** So many milliseconds sinks have when it ends. */
const longestStopMs = 5_000;

/**
 * Alerts whoever is on call when circuits open: one alert for each outage, which fires within a second, is updated as it
 * grows, and is resolved once when it is over for `settleMs`. Circuits that are open already are alerted on at once.
 *
 * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came
 * @example
 * ```ts
 * const alerts = alertOn(amplify.breakers, { sinks: [webhook({ url, format: "slack" })] });
 * process.once("SIGTERM", () => void alerts.stop());
 * ```
 */
export function alertOn(breakers: MonitoredBreakers, options: AlertOptions): Alerts {
  assertMonitored(breakers, "alertOn()");
  const read = readAlertOptions(options);
  const outboxes = outboxesFor(read);
  const send = (alert: Alert): void => {
    for (const outbox of outboxes) outbox.push(alert);
  };
  const { rules, settleMs, clock } = read;
  const outages = new Outages({ rules, settleMs, clock, send, look: looker(breakers) });
  const { firstFailure: rule } = rules;
  const isOut = (key: string): boolean => outages.isOut(key);
  const failures = rule === undefined ? undefined : new FirstFailures({ rule, clock, send, isOut });
  const unsubscribe = subscribe(breakers, listenersFor(outages, failures));
  outages.lookRound();
  let stopped: Promise<void> | undefined;
  return {
    get firing() {
      return outages.firing;
    },
    get dropped() {
      return outboxes.reduce((sum, outbox) => sum + outbox.dropped, 0);
    },
    stop: () => {
      if (stopped !== undefined) return stopped;
      unsubscribe();
      failures?.stop();
      outages.stop();
      stopped = finish(outboxes, read);
      return stopped;
    },
  };
}

function outboxesFor({ sinks, deliveryTimeoutMs: timeoutMs, clock, onError }: ReadAlertOptions): Outbox[] {
  return sinks.map((sink, index) => {
    const name = sink.name === "" ? `sinks[${index}]` : sink.name;
    return new Outbox({ sink, timeoutMs, clock, onError: sinkErrorTeller(name, onError) });
  });
}

async function finish(outboxes: readonly Outbox[], { clock }: ReadAlertOptions): Promise<void> {
  const abortAll = (): void => {
    for (const outbox of outboxes) outbox.abort();
  };
  // Who waits for the end is kept running until it comes.
  const cancel = clock.startTimer(abortAll, longestStopMs, true);
  await Promise.all(outboxes.map((outbox) => outbox.finish()));
  cancel();
}

function listenersFor(outages: Outages, failures: FirstFailures | undefined): Listeners {
  const isNews = ({ circuit, ...place }: CircuitEventBase): boolean =>
    !outages.isOut(circuitKey(circuit, place));
  let isLookDue = false;
  const lookSoon = (): void => {
    if (isLookDue) return;
    isLookDue = true;
    // A snapshot that is restored opens many circuits in one go: that is one look, and one alert.
    queueMicrotask(() => {
      isLookDue = false;
      outages.lookRound();
    });
  };
  const changed = (event: StateChangeEvent): void => {
    const { to, circuit, at } = event;
    // The others that open one have events of their own.
    if (to === "open" && isNews(event)) lookSoon();
    else if (to !== "open" && to !== "halfOpen") outages.over(circuitKey(circuit, event), at);
  };
  return {
    open: inOwnContext((event) => outages.opened(sightingOf(event))),
    probeFailed: inOwnContext((event) => outages.probeFailed(sightingOf(event))),
    stateChange: inOwnContext(changed),
    ...(failures === undefined ? undefined : { failure: inOwnContext((event) => failures.failed(event)) }),
  };
}

/** What is delivered is no part of the call in which a circuit opened: neither its trace nor its tenant. */
function inOwnContext<Event>(listener: (event: Event) => void): (event: Event) => void {
  return AsyncResource.bind(listener, "AmplifyBreakerAlerts");
}

function looker(breakers: MonitoredBreakers): () => readonly CircuitReading[] | undefined {
  let hasWarned = false;
  return () => {
    try {
      return [...breakers];
    } catch (error) {
      if (!hasWarned) {
        warnOfFailure("A look at the breakers given to alertOn()", error, "AMPLIFY_BREAKER_ALERT_ERROR");
      }
      hasWarned = true;
      return undefined;
    }
  };
}
