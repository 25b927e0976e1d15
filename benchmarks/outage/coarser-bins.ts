import type { OutageBin } from "./outage-run.ts";

/** Joins every `together` neighbouring bins; a rest too short for a whole bin is left out. */
export function coarserBins(bins: readonly OutageBin[], together: number): readonly OutageBin[] {
  if (together <= 1) return bins;
  const joined: OutageBin[] = [];
  for (let index = 0; index + together <= bins.length; index += together) {
    joined.push(sumOf(bins.slice(index, index + together)));
  }
  return joined;
}

function sumOf(bins: readonly OutageBin[]): OutageBin {
  return bins.reduce((sum, bin) => ({
    atMs: sum.atMs,
    requests: sum.requests + bin.requests,
    good: sum.good + bin.good,
    lost: sum.lost + bin.lost,
    fallback: sum.fallback + bin.fallback,
  }));
}
