/** `count` as a multiple of `base`; nothing is once nothing. */
export function ratio(count: number, base: number): number {
  return count === base ? 1 : count / base;
}

/** A ratio to read, such as "1.04" or "23". */
export function ratioAsText(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
