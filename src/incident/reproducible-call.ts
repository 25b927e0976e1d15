/** A call that failed, as far as it takes to make it again. */
export interface ReproducibleCall {
  /** The operation, as in `ListApps`; one that is not Amplify's, or that this package does not know, cannot be reproduced. */
  readonly operation: string;
  /** What it was called with, without its secrets: see `safeInput()`. */
  readonly input: unknown;
  /** AWS region of the client; whoever runs it uses their own where it is not known. */
  readonly region?: string | undefined;
  /** The endpoint as events have it (host, port and path, or `fips`, `dualstack`), or a URL. */
  readonly endpoint?: string | undefined;
}
