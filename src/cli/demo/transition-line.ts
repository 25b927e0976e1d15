import { formatMs } from "../format-ms.ts";
import type { Paint } from "../paint.ts";
import { formatAt } from "./format.ts";
import type { Transition } from "./transition.ts";

/** A transition in one line of at most 78 columns. */
export function transitionLine(transition: Transition, paint: Paint): string {
  const { atMs, operation } = transition;
  const word = transition.kind === "open" ? paint("opened", "red") : paint("closed", "green");
  return `${formatAt(atMs)}  ${operation} ${word} ${describe(transition)}`;
}

function describe(transition: Transition): string {
  if (transition.kind === "close") {
    const { openForMs, failedProbes } = transition;
    const probes = failedProbes === 1 ? "1 probe that failed" : `${failedProbes} probes that failed`;
    return `after ${formatMs(openForMs)} and ${probes}`;
  }
  const { trigger, consecutiveFailures, errorPercentage, cause } = transition;
  const share =
    trigger === "rate" ? `${errorPercentage.toFixed(0)} % failures` : `${consecutiveFailures} failures`;
  return cause === undefined ? `after ${share}` : `after ${share}: ${cause}`;
}
