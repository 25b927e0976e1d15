import type { CircuitTile, Transition } from "../dashboard-snapshot.ts";

/** What people call the states. */
export const stateWords: Readonly<Record<CircuitTile["state"], string>> = {
  closed: "closed",
  open: "open",
  halfOpen: "half-open",
  isolated: "isolated",
  disabled: "dry run",
};

/** What people call the transitions. */
export const transitionWords: Readonly<Record<Transition["type"], string>> = {
  open: "opened",
  halfOpen: "half-open: the next call is a probe",
  probeFailed: "probe failed",
  close: "closed",
  isolate: "isolated",
  release: "released",
};

/** A duration as people read it: `45 ms`, `1.3 s`, `12 s`, `4 min`. */
export function durationWords(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 119_500) return `${Math.round(ms / 1_000)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** Where a circuit's calls go, as far as it is known. */
export function whereWords({ region, endpoint, scope }: Partial<CircuitTile>): string {
  const known = [region, endpoint, scope === undefined ? undefined : `scope ${scope}`];
  return known.filter((one) => one !== undefined).join(", ");
}

/** The time of day, where the reader is. */
export function timeWords(at: number): string {
  return new Date(at).toLocaleTimeString([], { hourCycle: "h23" });
}
