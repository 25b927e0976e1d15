import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { expect } from "vitest";
import { withBreakers, type BreakerOptions, type Breakers } from "../../src/index.ts";
import type { ManualClock } from "../../src/testing/index.ts";
import { illness } from "../proxy/a-client.ts";
import { settlementOf, type Settlement } from "../scenarios/support/settlement.ts";

type Protected = ReturnType<typeof withBreakers<AmplifyClient>>;

/** A client's region and endpoint are read in real time, so that time stands still at first. */
const standstillMs: readonly number[] = Array.from({ length: 50 }, () => 0);
/** Beyond every deadline and open time that options can set. */
const longTimeMs = [...standstillMs, 1, 100, 10_000, 2 ** 31, 2 ** 32];

/** A client whose `send` a test answers by hand. */
export function fuzzedClient(options: BreakerOptions | Breakers, send: () => unknown): Protected {
  const raw = new AmplifyClient({ region: "eu-west-1" });
  Object.assign(raw, { send });
  return withBreakers(raw, options);
}

/** How the call ends, which it must do once, and before the clock has been moved by 50 days. */
export async function ended(clock: ManualClock, call: () => Promise<unknown>): Promise<Settlement> {
  const settlements: Settlement[] = [];
  void settlementOf(call).then((settlement) => settlements.push(settlement));
  for (const ms of longTimeMs) {
    await clock.advanceAsync(ms);
    if (settlements.length > 0) break;
  }
  const [settlement = expect.unreachable("the call never settled")] = settlements;
  return settlement;
}

/** Sends calls into an outage until the circuit must have opened, and on until it has closed again. */
export async function survivesAnOutage(options: BreakerOptions, clock: ManualClock): Promise<void> {
  let isIll = true;
  const client = fuzzedClient(options, () =>
    isIll ? Promise.reject(illness()) : Promise.resolve({ apps: [] }),
  );
  const call = (): Promise<unknown> => client.send(new ListAppsCommand({}));
  for (let made = 0; made < 6; made++) await ended(clock, call);
  isIll = false;
  let output: unknown;
  for (let made = 0; made < 1_000 && output === undefined; made++) {
    await clock.advanceAsync(2 ** 31);
    ({ output } = await ended(clock, call));
  }
  expect(output).toBeDefined();
  for (const circuit of client.breakers) expect(circuit.stats().inFlight).toBe(0);
}
