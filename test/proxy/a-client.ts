import { AmplifyClient, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { vi, type Mock } from "vitest";
import { withBreakers, type BreakerOptions, type ClientBreakers } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";

/** A region that a test makes known when it likes. */
export interface LateRegion {
  readonly region: () => Promise<string>;
  readonly tell: (region: string) => void;
}

export function lateRegion(): LateRegion {
  let tell!: (region: string) => void;
  const known = new Promise<string>((resolve) => {
    tell = resolve;
  });
  return { region: () => known, tell };
}

type Protected = ReturnType<typeof withBreakers<AmplifyClient>>;

/** A client whose `send` a test answers by hand, on a clock that stands still. */
export interface HandMadeClient {
  readonly client: Protected;
  readonly breakers: ClientBreakers;
  readonly clock: ManualClock;
  readonly send: Mock<(...args: unknown[]) => unknown>;
}

export function aClient(options: BreakerOptions = {}, config: AmplifyClientConfig = {}): HandMadeClient {
  const clock = new ManualClock();
  const raw = new AmplifyClient({ region: "eu-west-1", ...config });
  const send = vi.fn((..._args: unknown[]): unknown => Promise.resolve({ apps: [] }));
  Object.assign(raw, { send });
  const client = withBreakers(raw, { random: () => 0.5, ...options, clock });
  return { client, breakers: client.breakers, clock, send };
}

/** What the service says when it is ill. */
export const illness = (): Error => Object.assign(new Error("down"), { name: "InternalFailureException" });
