/** Where a circuit is, beside its name. */
export interface Place {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly scope?: string | undefined;
}

/** What tells places apart; a dry run is one of its own, since it refuses nothing. */
export function placeKey({ region, endpoint, scope }: Place, isDryRun: boolean): string {
  return JSON.stringify([region ?? null, endpoint ?? null, scope ?? null, isDryRun]);
}

/** What tells circuits apart. */
export function circuitKey(name: string, { region, endpoint, scope }: Place): string {
  return JSON.stringify([name, region ?? null, endpoint ?? null, scope ?? null]);
}
