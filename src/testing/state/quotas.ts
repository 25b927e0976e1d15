/**
 * How much of everything one account may have in one region.
 *
 * Source: https://docs.aws.amazon.com/amplify/latest/userguide/quotas-chapter.html
 * (and https://docs.aws.amazon.com/general/latest/gr/amplify.html)
 */
export interface Quotas {
  /** @default 25 */
  readonly appsPerRegion: number;
  /** Successful CreateApp calls in any 60 minutes. @default 25 */
  readonly appCreationsPerHour: number;
  /** @default 50 */
  readonly branchesPerApp: number;
  /**
   * Jobs that wait or run. Amplify queues a build beyond that; the simulator refuses it, so that a test can see it.
   *
   * @default 5
   */
  readonly concurrentJobs: number;
  /** @default 5 */
  readonly domainsPerApp: number;
  /** @default 50 */
  readonly subdomainsPerDomain: number;
  /** @default 50 */
  readonly tagsPerResource: number;
  /** @default 50 */
  readonly webhooksPerApp: number;
}

/** The quotas AWS publishes for a new account. */
export const publishedQuotas: Quotas = Object.freeze({
  appsPerRegion: 25,
  appCreationsPerHour: 25,
  branchesPerApp: 50,
  concurrentJobs: 5,
  domainsPerApp: 5,
  subdomainsPerDomain: 50,
  tagsPerResource: 50,
  webhooksPerApp: 50,
});
