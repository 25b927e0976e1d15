/** Which circuit it is: its name and where its calls go. */
export function circuitKey(name: string, { region, endpoint, scope }: CircuitWhereabouts): string {
  return JSON.stringify([name, region ?? null, endpoint ?? null, scope ?? null]);
}

/** Where the calls of a circuit go. */
export interface CircuitWhereabouts {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly scope?: string | undefined;
}
