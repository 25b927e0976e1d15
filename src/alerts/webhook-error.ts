import { readProperty, readString } from "../errors/read-property.ts";

interface WebhookErrorDetails {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Whether it is of no use to try again. */
  readonly isFinal?: boolean;
}

/** A webhook did not take an alert. It names the host and nothing else of the address, which may hold a token. */
export class WebhookError extends Error {
  override readonly name = "WebhookError" as const;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Milliseconds that the answer asked to wait. */
  readonly retryAfterMs: number | undefined;
  readonly isFinal: boolean;

  constructor(message: string, { status, retryAfterMs, isFinal = false }: WebhookErrorDetails = {}) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.isFinal = isFinal;
  }
}

/** An answer that is no success. */
export function errorOfAnswer(host: string, { status, headers }: Response, epochMs: number): WebhookError {
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  const retryAfterMs = retryAfterOf(headers.get("retry-after"), epochMs);
  return new WebhookError(`${host} answered ${status}`, { status, retryAfterMs, isFinal });
}

/** What `fetch` threw; its own words may have the address in them, and are not passed on. */
export function errorOfRequest(host: string, thrown: unknown): WebhookError {
  const cause = readProperty(thrown, "cause");
  if (readString(cause, "message") === "unexpected redirect") {
    return new WebhookError(`${host} answered with a redirect, which is not followed`, { isFinal: true });
  }
  const code = readString(cause, "code") ?? readString(cause, "name") ?? "no connection";
  return new WebhookError(`the request to ${host} failed: ${code}`);
}

function retryAfterOf(header: string | null, epochMs: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const delayMs = Number.isNaN(seconds) ? Date.parse(header) - epochMs : seconds * 1_000;
  return delayMs > 0 ? delayMs : undefined;
}
