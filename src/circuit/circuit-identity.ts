/** Where a circuit's calls go: an outage in one place refuses nobody in another. */
export interface CircuitPlace {
  /** AWS region of the client, where it is known. */
  readonly region?: string;
  /** Host of the endpoint, where the client was given one. */
  readonly endpoint?: string;
  /** The scope that was given to `protect()`: one principal, one tenant. */
  readonly scope?: string;
}

/** What a circuit is called, and whose it is. */
export interface CircuitIdentity extends CircuitPlace {
  /** The circuit's name: the operation, as in `ListApps`. */
  readonly name: string;
}
