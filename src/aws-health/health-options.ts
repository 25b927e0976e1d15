import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { checkClock } from "../errors/check-clock.ts";
import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";

/** What `awsHealth()` may be told. */
export interface AwsHealthOptions {
  /**
   * Where the feed is; http or https, without a user name, a password and a fragment.
   * @default "https://health.aws.amazon.com/public/currentevents"
   */
  readonly url?: string | undefined;
  /**
   * Milliseconds for which an answer is good: it is not asked more often; 10_000 to 86_400_000.
   * @default 60_000
   */
  readonly refreshMs?: number | undefined;
  /**
   * Milliseconds that a request may take, from the connection to the end of the answer; 100 to 60_000.
   * @default 5_000
   */
  readonly timeoutMs?: number | undefined;
  /** Where time comes from; `ManualClock` in tests. */
  readonly clock?: Clock | undefined;
}

/** The options with everything filled in. */
export interface ReadHealthOptions {
  readonly url: string;
  /** The address without its query, which may hold what is secret. */
  readonly source: string;
  readonly refreshMs: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const awsFeed = "https://health.aws.amazon.com/public/currentevents";

/** @throws TypeError or RangeError that names the option, what is allowed and what came */
export function readHealthOptions(options: AwsHealthOptions): ReadHealthOptions {
  checkMembers("the options of awsHealth()", options, ["url", "refreshMs", "timeoutMs", "clock"]);
  const { url = awsFeed, refreshMs = 60_000, timeoutMs = 5_000, clock = systemClock } = options;
  const { href, origin, pathname } = readUrl(url);
  checkMs("refreshMs", refreshMs, [10_000, 86_400_000]);
  checkMs("timeoutMs", timeoutMs, [100, 60_000]);
  checkClock(clock);
  return { url: href, source: origin + pathname, refreshMs, timeoutMs, clock };
}

function readUrl(url: unknown): URL {
  const read = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (read === undefined || !/^https?:$/u.test(read.protocol)) {
    throw new TypeError(`option url must be an address with http or https; got ${describeValue(url)}`);
  }
  if (read.username !== "" || read.password !== "" || read.hash !== "") {
    // What came is not repeated: it may be a password.
    throw new TypeError("option url must have no user name, no password and no fragment; got one with such");
  }
  return read;
}

function checkMs(name: string, value: unknown, [least, most]: readonly [number, number]): void {
  if (typeof value !== "number") {
    throw new TypeError(`option ${name} must be a number of milliseconds; got ${describeValue(value)}`);
  }
  if (!(value >= least && value <= most)) {
    throw new RangeError(`option ${name} must be from ${least} to ${most}; got ${describeValue(value)}`);
  }
}
