import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { createBreakers } from "../../src/index.ts";
import { cockatielSampling } from "../subjects/cockatiel.ts";
import { mollitia } from "../subjects/mollitia.ts";
import { opossumDefaults, opossumTuned } from "../subjects/opossum.ts";
import { ours } from "../subjects/ours.ts";
import { raw } from "../subjects/raw.ts";
import type { ProtectedCalls, Subject } from "../subjects/subject.ts";

/** A way to protect any number of clients. */
export interface GrownSubject {
  readonly name: string;
  /** How many breakers there are when each of so many clients has made a call of each of so many operations. */
  readonly breakers: (clients: number, operations: number) => number;
  /** Protects all clients of a program. */
  readonly protectAll: (clients: readonly AmplifyClient[]) => ProtectedCalls[];
}

export const baseline: string = raw.name;
export const ownName = "amplify-breaker, own circuits";
export const sharedName = "amplify-breaker, shared circuits";

export const grownSubjects: readonly GrownSubject[] = [
  each(raw, () => 0),
  each(opossumDefaults, (clients) => clients),
  each(opossumTuned, perOperation),
  each(cockatielSampling, perOperation),
  each(mollitia, perOperation),
  each(ours({ name: ownName }), perOperation),
  { name: sharedName, breakers: (_, operations) => operations, protectAll: protectTogether },
];

function perOperation(clients: number, operations: number): number {
  return clients * operations;
}

function each(subject: Subject, breakers: GrownSubject["breakers"]): GrownSubject {
  return {
    name: subject.name,
    breakers,
    protectAll: (clients) => clients.map((client) => subject.protect(client)),
  };
}

function protectTogether(clients: readonly AmplifyClient[]): ProtectedCalls[] {
  const breakers = createBreakers();
  return clients.map((client) => {
    const amplify = breakers.protect(client);
    return {
      send: (command) => amplify.send(command),
      isRefusal: () => false,
      close: () => amplify.destroy(),
    };
  });
}
