/** A duration as people read it: `0.2 ms`, `45 ms`, `1.30 s`; a dash where there is none. */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return "–";
  if (ms < 0.1) return "< 0.1 ms";
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1_000).toFixed(2)} s`;
}
