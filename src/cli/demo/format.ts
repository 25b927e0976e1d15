/** A point in time since the start: `  4.3 s`. */
export function formatAt(ms: number): string {
  return `${(ms / 1_000).toFixed(1).padStart(5)} s`;
}

/** A number with its thousands set apart. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** A share as a fraction, `1/14`, or in percent where it is more than half. */
export function formatShare(share: number): string {
  return share > 0 && share <= 0.5 ? `1/${(1 / share).toFixed(0)}` : `${(share * 100).toFixed(0)} %`;
}
