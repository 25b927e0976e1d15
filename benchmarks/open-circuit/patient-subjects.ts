import { lastKnownGood } from "../../src/index.ts";
import { cockatiel, consecutiveBreaker, samplingBreaker } from "../subjects/cockatiel.ts";
import { mollitiaSubject } from "../subjects/mollitia.ts";
import { opossum, tunedOptions } from "../subjects/opossum.ts";
import { ours } from "../subjects/ours.ts";
import type { Subject } from "../subjects/subject.ts";

/** Longer than the measurement: a circuit that half-opens in the midst of it would send calls. */
const resetMs = 3_600_000;
const answer = { app: undefined };
const fallBack = (): unknown => answer;

export const baseline = "opossum, defaults";
export const ourName = ours().name;

/** What the subjects are elsewhere, only that they stay open. */
export const refusingSubjects: readonly Subject[] = [
  opossum({ name: baseline, breakers: "one", options: { resetTimeout: resetMs } }),
  opossum({
    name: "opossum, tuned",
    breakers: "perOperation",
    options: { ...tunedOptions, resetTimeout: resetMs },
  }),
  cockatiel({ name: "cockatiel, sampling", makeBreaker: samplingBreaker, resetMs }),
  cockatiel({ name: "cockatiel, consecutive", makeBreaker: consecutiveBreaker, resetMs }),
  mollitiaSubject({ name: "mollitia", resetMs }),
  ours({ options: { resetTimeout: resetMs } }),
];

/** The same with a function that answers instead; mollitia's fallback can only put another error in the error's place. */
export const answeringSubjects: readonly Subject[] = [
  opossum({ name: baseline, breakers: "one", options: { resetTimeout: resetMs }, fallback: fallBack }),
  opossum({
    name: "opossum, tuned",
    breakers: "perOperation",
    options: { ...tunedOptions, resetTimeout: resetMs },
    fallback: fallBack,
  }),
  cockatiel({ name: "cockatiel, sampling", makeBreaker: samplingBreaker, resetMs, answer: fallBack }),
  cockatiel({ name: "cockatiel, consecutive", makeBreaker: consecutiveBreaker, resetMs, answer: fallBack }),
  ours({ options: { resetTimeout: resetMs, fallback: fallBack as () => never } }),
];

/** Us with a memory for lists. */
export function rememberingSubject(name: string): Subject {
  return ours({
    name,
    options: { resetTimeout: resetMs, operations: { ListApps: { fallback: lastKnownGood() } } },
  });
}
