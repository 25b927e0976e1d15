import type { CallOptions, CircuitGrouping } from "./breaker-options.ts";
import type { SetCallOptions } from "./set-options.ts";

/** The options that belong to a circuit; the others belong to each call. */
const circuitOptionNames: readonly (keyof CallOptions)[] = Object.freeze([
  "consecutiveFailures",
  "failureSpanMs",
  "errorThresholdPercentage",
  "volumeThreshold",
  "rollingCountTimeout",
  "rollingCountBuckets",
  "slowCall",
  "resetTimeout",
  "resetBackoff",
  "halfOpenProbes",
  "rampUpMs",
  "capacity",
  "queue",
  "maxWaiting",
  "enabled",
]);

/** @throws TypeError where the options of one operation set what circuits have that several operations may share */
export function checkOwnCircuit(prefix: string, grouping: CircuitGrouping, set: SetCallOptions): void {
  if (grouping === "operation") return;
  const name = circuitOptionNames.find((option) => set[option] !== undefined);
  if (name === undefined) return;
  const shared = grouping === "service" ? '"service"' : "a function";
  throw new TypeError(
    `${prefix}${name} belongs to a circuit, which operations share where circuit is ${shared}; set it for all operations`,
  );
}
