import { readString } from "../errors/read-property.ts";
import { FeedReader } from "./feed-reader.ts";
import { readHealthOptions, type AwsHealthOptions } from "./health-options.ts";
import { healthReportOf } from "./health-report-of.ts";
import type { HealthSource } from "./health-report.ts";

/**
 * Reads AWS's public feed of current events when a circuit has opened, so that an incident's report can say whether AWS
 * itself reports an event for Amplify, or a service that it depends on, in the region.
 *
 * One request at most every `refreshMs` milliseconds, whoever asks; after a failure 10 seconds pass until the next, after
 * each further one twice as many, up to 5 minutes, and meanwhile the report is `unknown`. The request tells nothing but
 * this package's name. It is no part of a call, and keeps no process running: a program that has nothing else to do ends
 * before the answer.
 *
 * @throws TypeError or RangeError that names the option, what is allowed and what came
 * @example
 * ```ts
 * const amplify = withBreakers(new AmplifyClient({}), { health: awsHealth() });
 * ```
 */
export function awsHealth(options: AwsHealthOptions = {}): HealthSource {
  const read = readHealthOptions(options);
  const reader = new FeedReader(read);
  return Object.freeze({
    look: async (place: { readonly region?: string }) =>
      healthReportOf(await reader.read(), read.source, readString(place, "region")?.toLowerCase()),
  });
}
