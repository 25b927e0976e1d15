import { startAmplifySimulator, type AmplifySimulator } from "../../testing/index.ts";
import { deployedBranch } from "./side.ts";
import { appCount } from "./traffic-plan.ts";

/** What an answer takes, and how long a job does: short, so that a few deployments fit into the demo. */
const LATENCY_MS = 20;
const jobs = { pendingMs: 100, runningMs: 800 } as const;

/** The two worlds of the demo, alike to the last id, so that requests can be told apart. */
export async function startSimulators(
  seed: number,
): Promise<{ readonly raw: AmplifySimulator; readonly withBreakers: AmplifySimulator }> {
  const seedApps = Array.from({ length: appCount }, () => ({ branches: [deployedBranch, "preview"] }));
  const options = { seed, seedApps, jobs, latencyMs: LATENCY_MS };
  const raw = await startAmplifySimulator(options);
  return { raw, withBreakers: await startAmplifySimulator(options) };
}
