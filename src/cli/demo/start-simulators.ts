import { startAmplifySimulator, type AmplifySimulator } from "../../testing/index.ts";
import { createRawClient } from "./demo-client.ts";
import { deployedBranch } from "./side.ts";
import { appCount } from "./traffic-plan.ts";
import { warmUp } from "./warm-up.ts";

/** What an answer takes, and how long a job does: short, so that a few deployments fit into the demo. */
const LATENCY_MS = 20;
const jobs = { pendingMs: 100, runningMs: 800 } as const;

/** The two worlds of the demo, warm and alike to the last id, so that requests can be told apart. */
export async function startSimulators(
  seed: number,
  signal: AbortSignal,
): Promise<{ readonly raw: AmplifySimulator; readonly withBreakers: AmplifySimulator }> {
  const seedApps = Array.from({ length: appCount }, () => ({ branches: [deployedBranch, "preview"] }));
  const options = { seed, seedApps, jobs, latencyMs: LATENCY_MS };
  const raw = await startAmplifySimulator(options);
  const withBreakers = await startAmplifySimulator(options);
  for (const simulator of [raw, withBreakers]) {
    const client = createRawClient(simulator.endpoint);
    await warmUp(client, simulator, signal);
    client.destroy();
  }
  return { raw, withBreakers };
}
