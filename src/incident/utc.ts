/** A time as AWS Support wants it, as in `2026-11-23T03:45:31.250Z`. */
export function utc(at: number): string {
  return new Date(at).toISOString();
}
