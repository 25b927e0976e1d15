/**
 * The value that `percent` of the values do not exceed (nearest rank); undefined where there are none.
 *
 * @param sorted - in ascending order
 */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)];
}

/** The values in ascending order. */
export function ascending(values: Iterable<number>): number[] {
  return [...values].toSorted((one, other) => one - other);
}
