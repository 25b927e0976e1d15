import type { Fault, FaultEffect, FaultKind, FaultScope, ServiceErrorName } from "../../src/testing/index.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";
import { soakedOperations } from "./soaked-operations.ts";

type EffectOf<Kind extends FaultKind> = Extract<FaultEffect, { readonly kind: Kind }>;

const errors: readonly ServiceErrorName[] = [
  "InternalFailureException",
  "DependentServiceFailureException",
  "ServiceUnavailableException",
  "LimitExceededException",
  "ThrottlingException",
  "TooManyRequestsException",
  "NotFoundException",
  "ExpiredTokenException",
  "InvalidSignatureException",
];
const statuses = [200, 403, 408, 429, 500, 502, 503, 504];

/** One of each kind that the simulator knows; a kind that is new there does not compile until it is here. */
const effects: { readonly [Kind in FaultKind]: (random: SeededRandom) => EffectOf<Kind> } = {
  error: (random) => ({ kind: "error", error: random.oneOf(errors) }),
  throttling: () => ({ kind: "throttling" }),
  latency: (random) => ({ kind: "latency", ms: random.between(5, 200), spreadMs: 50 }),
  hang: () => ({ kind: "hang" }),
  refuse: () => ({ kind: "refuse" }),
  reset: (random) => ({ kind: "reset", during: random.oneOf(["headers", "body"] as const) }),
  stall: () => ({ kind: "stall" }),
  html: (random) => ({ kind: "html", status: random.oneOf(statuses) }),
  empty: (random) => ({ kind: "empty", status: random.oneOf(statuses) }),
  malformed: (random) => ({ kind: "malformed", status: random.oneOf(statuses) }),
  mistyped: () => ({ kind: "mistyped" }),
  response: (random) => ({ kind: "response", status: random.oneOf(statuses), body: { message: "odd" } }),
};

/** The kinds of fault that can come. */
export const faultKinds: readonly FaultKind[] = Object.keys(effects) as FaultKind[];

/** Something that goes wrong, of that kind. */
export function faultOf(kind: FaultKind, random: SeededRandom): Fault {
  const effect = effects[kind](random);
  if (effect.kind === "refuse") return { ...effect, durationMs: random.between(20, 100) };
  const scope: FaultScope = {
    operations: random.chance(0.4) ? "*" : random.oneOf([...soakedOperations, "List*", "Get*"]),
    rate: random.oneOf([0.1, 0.5, 1, 1]),
    applied: random.chance(0.2),
    ...(random.chance(0.1) ? { retryAfterSeconds: 1 } : {}),
    ...(random.chance(0.1) ? { delayMs: random.between(1, 100) } : {}),
  };
  return { ...effect, ...scope };
}
