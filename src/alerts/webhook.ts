import pRetry from "p-retry";
import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import type { Alert } from "./alert.ts";
import type { AlertSink, Delivery } from "./alert-sink.ts";
import { signBody } from "./sign-body.ts";
import { slackMessage } from "./slack-message.ts";
import { wait } from "./wait.ts";
import { errorOfAnswer, errorOfRequest, WebhookError } from "./webhook-error.ts";
import { readWebhookOptions, type ReadWebhookOptions, type WebhookOptions } from "./webhook-options.ts";

/** A `Retry-After` up to this is waited for; for a longer one the queue pauses. */
const longestWaitMs = 20_000;

/**
 * A sink that posts each alert to an address: as JSON, or as Slack's incoming webhooks want it. Redirects are not
 * followed. A request keeps the process running for `timeoutMs` at most; what waits to be repeated does not.
 *
 * @param to - the address, or that and more
 * @throws TypeError or RangeError that names what is wrong and what is allowed
 * @example
 * ```ts
 * alertOn(amplify.breakers, { sinks: [webhook({ url: process.env.SLACK_URL, format: "slack" })] });
 * ```
 */
export function webhook(to: string | URL | WebhookOptions): AlertSink {
  const isAddress = typeof to === "string" || to instanceof URL;
  const options = readWebhookOptions(isAddress ? { url: to } : to);
  const sink = async (alert: Alert, delivery: Delivery = standalone()): Promise<void> => {
    const { format, retries, backoffMs } = options;
    const body = JSON.stringify(format === "slack" ? slackMessage(alert) : alert);
    const { signal, clock } = delivery;
    await pRetry(async () => post(alert, body, { options, signal, clock }), {
      ...{ retries, minTimeout: backoffMs, factor: 2, randomize: true, unref: true, signal },
      shouldRetry: ({ error }) => !(error instanceof WebhookError && error.isFinal),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        const waitMs = error instanceof WebhookError ? (error.retryAfterMs ?? 0) : 0;
        if (waitMs > longestWaitMs) throw error;
        if (waitMs > 0 && retriesLeft > 0) await wait(waitMs, clock, signal);
      },
    });
  };
  // What failures are told under.
  return Object.defineProperty(sink, "name", { value: `webhook ${options.url.host}` });
}

interface Posting extends Delivery {
  readonly options: ReadWebhookOptions;
}

async function post(alert: Alert, body: string, { options, signal, clock }: Posting): Promise<void> {
  const { url, timeoutMs } = options;
  const late = new AbortController();
  const cancel = clock.startTimer(() => late.abort(), timeoutMs, false);
  try {
    const response = await fetch(url, {
      ...{ method: "POST", redirect: "error", body },
      headers: headersFor(alert, body, options, clock),
      signal: AbortSignal.any([late.signal, signal]),
    });
    // Nobody needs it, and it may have no end.
    await response.body?.cancel().catch(() => {});
    if (!response.ok) throw errorOfAnswer(url.host, response, clock.epochMs());
  } catch (error) {
    if (error instanceof WebhookError) throw error;
    signal.throwIfAborted();
    if (late.signal.aborted) throw new WebhookError(`${url.host} did not answer within ${timeoutMs} ms`);
    throw errorOfRequest(url.host, error);
  } finally {
    cancel();
  }
}

function headersFor(
  { id, kind, status }: Alert,
  body: string,
  { headers, secret }: ReadWebhookOptions,
  clock: Clock,
): Headers {
  const all = new Headers({ "User-Agent": "amplify-breaker", ...headers });
  all.set("Content-Type", "application/json");
  // The same for all tries of one message, so that one whose answer was lost need not be taken twice.
  all.set("Idempotency-Key", `${id}/${kind}/${status}`);
  if (secret !== undefined) all.set("Amplify-Breaker-Signature", signBody(body, secret, clock.epochMs()));
  return all;
}

/** For who calls a sink by hand. */
function standalone(): Delivery {
  return { signal: new AbortController().signal, clock: systemClock };
}
