import { lastKnownGood } from "../../src/index.ts";
import { ours } from "../subjects/ours.ts";
import type { Subject } from "../subjects/subject.ts";
import { subjects } from "../subjects/subjects.ts";

export const oursByDefault: Subject = ours();

export const oursWaiting: Subject = ours({
  name: "amplify-breaker, maxWaitMs 1 s",
  options: { maxWaitMs: 1_000 },
});

/** Who goes through the outages: everybody, and us with what else is there against an outage. */
export const outageSubjects: readonly Subject[] = [
  ...subjects,
  oursWaiting,
  ours({
    name: "amplify-breaker, lastKnownGood",
    options: { operations: { GetApp: { fallback: lastKnownGood() } } },
  }),
];
