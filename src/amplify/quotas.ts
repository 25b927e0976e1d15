/** A quota of Amplify Hosting, in words. */
export interface Quota {
  readonly quota: string;
  /** The page that says how much it is, and whether it can be raised. */
  readonly source: string;
}

const source = "https://docs.aws.amazon.com/amplify/latest/userguide/quotas-chapter.html";

/** By what the service says; the defaults are those of November 2026. */
const known: readonly (readonly [pattern: RegExp, quota: string])[] = [
  [/deployment is in progress|already .*(?:running|pending)/iu, "one deployment of a branch at a time"],
  [/concurrent|pending job|running job/iu, "concurrent jobs (5 a region by default, adjustable)"],
  [/branch/iu, "branches per app (50, not adjustable)"],
  [/domain/iu, "domains per app, or subdomains per domain"],
  [/webhook/iu, "webhooks per app (50, not adjustable)"],
  [/\bapps?\b/iu, "apps (25 a region by default, adjustable), or how many are created in an hour"],
];

/** Which quota it is that a LimitExceededException tells of. */
export function quotaOf(message: string): Quota {
  const quota = known.find(([pattern]) => pattern.test(message))?.[1];
  return { quota: quota ?? "one that its message does not name", source };
}
