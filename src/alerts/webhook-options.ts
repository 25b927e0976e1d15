import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";
import { checkNumber } from "./check-number.ts";

/** What {@link webhook} may be told. */
export interface WebhookOptions {
  /** Where alerts are posted to; it may hold a token, and is shown nowhere. */
  readonly url: string | URL;
  /**
   * What is posted: the alert itself, or a message for an incoming webhook of Slack or of what understands those.
   * @default "json"
   */
  readonly format?: "json" | "slack" | undefined;
  /**
   * What requests are signed with, in the header `Amplify-Breaker-Signature`; 16 characters or more.
   * @default none: they are not signed
   */
  readonly secret?: string | undefined;
  /** Headers of one's own, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Milliseconds that one request may take; 100 to 60_000.
   * @default 5_000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a request is repeated after network errors, 5xx, 408 and 429; 0 to 10.
   * @default 3
   */
  readonly retries?: number | undefined;
  /**
   * Milliseconds before the first repetition, 1 to 60_000; twice as many before each further one, and of each a random
   * share on top.
   * @default 500
   */
  readonly backoffMs?: number | undefined;
}

/** The options with everything filled in. */
export interface ReadWebhookOptions {
  readonly url: URL;
  readonly format: "json" | "slack";
  readonly secret: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly backoffMs: number;
}

const names = ["url", "format", "secret", "headers", "timeoutMs", "retries", "backoffMs"] as const;

/** @throws TypeError or RangeError that names the option, what is allowed and what came, but for addresses and secrets */
export function readWebhookOptions(options: WebhookOptions): ReadWebhookOptions {
  checkMembers("the options of webhook()", options, names);
  const { format = "json", secret, headers = {} } = options;
  const { timeoutMs = 5_000, retries = 3, backoffMs = 500 } = options;
  if (format !== "json" && format !== "slack") {
    throw new TypeError(`option format must be "json" or "slack"; got ${describeValue(format)}`);
  }
  checkSecret(secret);
  checkHeaders(headers);
  checkNumber("timeoutMs", timeoutMs, 100, 60_000);
  checkNumber("retries", retries, 0, 10);
  checkNumber("backoffMs", backoffMs, 1, 60_000);
  const url = readUrl(options.url);
  return { url, format, secret, headers: { ...headers }, timeoutMs, retries, backoffMs };
}

function readUrl(given: unknown): URL {
  const text = given instanceof URL ? given.href : given;
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new TypeError(
      `option url must be an address that begins with https:// or http://; got ${kindOf(given)}`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("option url must hold no user name and password; give them in option headers");
  }
  return url;
}

function checkSecret(secret: unknown): void {
  if (secret === undefined) return;
  if (typeof secret !== "string") {
    throw new TypeError(`option secret must be a text; got ${typeof secret}`);
  }
  if (secret.length < 16) {
    throw new RangeError(`option secret must be 16 characters or more; got ${secret.length} characters`);
  }
}

function checkHeaders(headers: object): void {
  checkHeadersObject(headers);
  for (const [name, value] of Object.entries(headers) as [string, unknown][]) {
    try {
      if (typeof value !== "string") throw new TypeError("no text");
      // oxlint-disable-next-line no-new -- it is made to see whether it throws
      new Headers([[name, value]]);
    } catch {
      throw new TypeError(
        `option headers must have names and values that HTTP allows; got another at ${describeValue(name)}`,
      );
    }
  }
}

function checkHeadersObject(headers: unknown): void {
  if (typeof headers === "object" && headers !== null && !Array.isArray(headers)) return;
  throw new TypeError(`option headers must be an object; got ${headers === null ? "null" : typeof headers}`);
}

/** An address may hold a token: what it is, and nothing of it. */
function kindOf(given: unknown): string {
  if (given instanceof URL) return `an address of ${given.protocol}`;
  return typeof given === "string" ? `a text of ${given.length} characters` : describeValue(given);
}
