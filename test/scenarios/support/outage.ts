import { ListAppsCommand, type AmplifyClient } from "@aws-sdk/client-amplify";
import type { BreakerOptions, ClientBreakers } from "../../../src/index.ts";
import type { AmplifySimulator } from "../../../src/testing/index.ts";
import { settlementOf, type Settlement } from "./settlement.ts";

/** Opens at the second failure in a row, and stays open for as long as a test takes. */
export const quickToOpen: BreakerOptions = Object.freeze({
  consecutiveFailures: 2,
  failureSpanMs: 0,
  resetTimeout: 60_000,
});

/** Calls ListApps that many times, all at once; with the command of another release of the SDK where one is given. */
export function callTogether(
  client: AmplifyClient,
  count: number,
  Command: new (input: object) => ListAppsCommand = ListAppsCommand,
): Promise<Settlement[]> {
  return Promise.all(Array.from({ length: count }, () => settlementOf(() => client.send(new Command({})))));
}

/** Opens the client's circuit of ListApps by an outage that is over when this returns. */
export async function openByOutage(
  client: AmplifyClient & { readonly breakers: ClientBreakers },
  simulator: AmplifySimulator,
): Promise<void> {
  const outage = simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  for (let call = 0; call < 20 && client.breakers.circuit("ListApps").state !== "open"; call++) {
    await callTogether(client, 1);
  }
  outage.remove();
}

/** What rejected each of the calls, by name; `answered` where nothing did. */
export function namesOf(settlements: readonly Settlement[]): string[] {
  return settlements.map(({ error }) => (error instanceof Error ? error.name : "answered"));
}
