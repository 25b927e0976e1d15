import { cockatielConsecutive, cockatielSampling } from "./cockatiel.ts";
import { mollitia } from "./mollitia.ts";
import { opossumDefaults, opossumTuned } from "./opossum.ts";
import { ours } from "./ours.ts";
import { raw } from "./raw.ts";
import type { Subject } from "./subject.ts";

/** What a user could pick instead; for every question that makes calls with a client. */
export const peers: readonly Subject[] = [
  opossumDefaults,
  opossumTuned,
  cockatielSampling,
  cockatielConsecutive,
  mollitia,
];

/** The raw client, the peers, and us at our defaults. */
export const subjects: readonly Subject[] = [raw, ...peers, ours()];
