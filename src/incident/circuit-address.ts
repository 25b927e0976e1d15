/** What tells one circuit from all others. */
export interface CircuitAddress {
  readonly circuit: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly scope?: string | undefined;
}

export function addressKey({ circuit, region, endpoint, scope }: CircuitAddress): string {
  return JSON.stringify([circuit, region ?? null, endpoint ?? null, scope ?? null]);
}

/** Whether both are for calls of the same principal to the same endpoint. */
export function areNeighbours(one: CircuitAddress, other: CircuitAddress): boolean {
  return one.region === other.region && one.endpoint === other.endpoint && one.scope === other.scope;
}
