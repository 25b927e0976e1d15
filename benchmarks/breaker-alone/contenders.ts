import { consecutiveBreaker, samplingBreaker } from "../subjects/cockatiel.ts";
import { bareCockatiel } from "../subjects/bare/bare-cockatiel.ts";
import { bareMollitia } from "../subjects/bare/bare-mollitia.ts";
import { bareOpossum } from "../subjects/bare/bare-opossum.ts";
import type { BareBreaker } from "../subjects/bare/bare-breaker.ts";
import { ourCall } from "../subjects/bare/our-call.ts";
import { ourCircuit } from "../subjects/bare/our-circuit.ts";

/** A breaker around a function that does nothing. */
export interface LoneBreaker {
  readonly name: string;
  /** The timer that each call starts and clears, if it does. */
  readonly timeLimit: string;
  readonly make: () => BareBreaker;
}

async function doNothing(): Promise<void> {}

export const baseline = "opossum, defaults";
export const circuitName = "amplify-breaker, circuit alone";
export const callName = "amplify-breaker, whole call";
export const limitedCockatiels: readonly string[] = [
  "cockatiel, sampling, timeout",
  "cockatiel, consecutive, timeout",
];
const [samplingName = "", consecutiveName = ""] = limitedCockatiels;

export const loneBreakers: readonly LoneBreaker[] = [
  {
    name: "no breaker",
    timeLimit: "none",
    make: () => ({ fire: doNothing, isClosed: () => true, close: () => {} }),
  },
  { name: baseline, timeLimit: "10 s", make: () => bareOpossum(doNothing, {}) },
  {
    name: "opossum, no timeout",
    timeLimit: "none",
    make: () => bareOpossum(doNothing, { timeout: false }),
  },
  {
    name: "cockatiel, sampling",
    timeLimit: "none",
    make: () => bareCockatiel(doNothing, samplingBreaker()),
  },
  {
    name: "cockatiel, consecutive",
    timeLimit: "none",
    make: () => bareCockatiel(doNothing, consecutiveBreaker()),
  },
  {
    name: samplingName,
    timeLimit: "30 s",
    make: () => bareCockatiel(doNothing, samplingBreaker(), 30_000),
  },
  {
    name: consecutiveName,
    timeLimit: "30 s",
    make: () => bareCockatiel(doNothing, consecutiveBreaker(), 30_000),
  },
  { name: "mollitia", timeLimit: "none", make: () => bareMollitia(doNothing) },
  {
    name: "mollitia, timeout",
    timeLimit: "30 s",
    make: () => bareMollitia(doNothing, 30_000),
  },
  { name: circuitName, timeLimit: "none", make: () => ourCircuit(doNothing) },
  { name: callName, timeLimit: "30 s", make: () => ourCall(doNothing) },
];
