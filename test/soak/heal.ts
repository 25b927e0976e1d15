import { systemClock } from "../../src/clock/system-clock.ts";
import { SeededRandom } from "../scenarios/support/random.ts";
import type { Ledger } from "./ledger.ts";
import { within } from "./within.ts";
import { scopes, type SoakedClients } from "./soaked-clients.ts";
import { commandFor, someQuestion } from "./soaked-operations.ts";
import type { ServicePlace } from "./soaked-service.ts";

const longestMs = 10_000;
const callsAtOnce = 8;

/** Circuits that are out of service. The one that takes in all others is not called once there is room again. */
export function unhealed({ shared }: SoakedClients): readonly string[] {
  return shared
    .flatMap((breakers) => [...breakers])
    .filter(({ state, name, region }) => state !== "closed" && name !== "(overflow)" && region !== undefined)
    .map(({ state, name, scope = "no scope" }) => `${name} of ${scope} ${state}`);
}

/** Calls everything, gently, until every circuit has found out that the service is well again. */
export async function heal(clients: SoakedClients, ledger: Ledger, place: ServicePlace): Promise<void> {
  const startedAt = systemClock.now();
  const random = new SeededRandom(1);
  const protectedClients = clients.shared.flatMap((breakers) =>
    scopes.map((scope) => clients.of(breakers, scope)),
  );
  while (unhealed(clients).length > 0 && systemClock.now() - startedAt < longestMs) {
    for (const client of protectedClients) {
      const calls = Array.from({ length: callsAtOnce }, () => {
        const question = someQuestion(place, random);
        const { settle } = ledger.open(`${question.operation}, healing`);
        return client.send(commandFor(question)).then(
          () => settle(true),
          () => settle(false),
        );
      });
      await within(longestMs, Promise.all(calls));
    }
  }
}
