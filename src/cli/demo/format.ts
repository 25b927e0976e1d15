/** A duration as people read it: `0.2 ms`, `45 ms`, `1.30 s`; a dash where there is none. */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return "–";
  if (ms < 0.1) return "< 0.1 ms";
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1_000).toFixed(2)} s`;
}

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
