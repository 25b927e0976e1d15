import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { Registry } from "prom-client";
import type { BreakerOptions } from "../../src/index.ts";
import { collectMetrics } from "../../src/prometheus/index.ts";
import { aClient, type HandMadeClient } from "../proxy/a-client.ts";

/** A client whose calls are measured, in a registry of its own. */
export interface MeasuredClient extends HandMadeClient {
  readonly registry: Registry;
  readonly stop: () => void;
  /** Makes that many calls, one after the other, whatever becomes of them. */
  readonly call: (count: number) => Promise<void>;
  /** From now on the service fails, each call after so many attempts. */
  readonly failWith: (makeError: () => Error) => void;
}

/** Opens at the second failure in a row, for a second. */
export function aMeasuredClient(options: BreakerOptions = {}, registry = new Registry()): MeasuredClient {
  const handMade = aClient({
    consecutiveFailures: 2,
    failureSpanMs: 0,
    resetTimeout: 1_000,
    resetBackoff: { jitter: 0 },
    ...options,
  });
  const stop = collectMetrics(handMade.breakers, { registry, clock: handMade.clock });
  return {
    ...handMade,
    registry,
    stop,
    call: async (count) => {
      for (let made = 0; made < count; made++) {
        await handMade.client.send(new ListAppsCommand({})).catch(() => {});
      }
    },
    failWith: (makeError) =>
      void handMade.send.mockImplementation(async () => {
        throw makeError();
      }),
  };
}

/** The samples of a metric that are not 0, as they are scraped, without prefix and place: `calls_total{…,outcome="x"} 1`. */
export async function samplesOf(registry: Registry, name: string): Promise<string[]> {
  const text = await registry.getSingleMetricAsString(`amplify_breaker_${name}`);
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#") && !line.endsWith(" 0"))
    .map((line) =>
      line.replace("amplify_breaker_", "").replace(',region="eu-west-1"', "").replace(',endpoint=""', ""),
    );
}
