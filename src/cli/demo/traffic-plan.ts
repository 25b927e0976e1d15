import { createRandom, type Random } from "../../testing/random.ts";

/** Something that happens at a fixed time, whatever became of what came before it. */
export type Arrival =
  | { readonly atMs: number; readonly kind: "read"; readonly app: number }
  | { readonly atMs: number; readonly kind: "list-apps" }
  | { readonly atMs: number; readonly kind: "list-branches"; readonly app: number }
  | { readonly atMs: number; readonly kind: "deploy"; readonly deployer: number };

/** How many apps the account has, and how many deployments go on side by side. */
export const appCount = 4;
export const deployerCount = 2;

/** A burst of readers; the inventory, and its branches in between; the deployers, each a step at a time. */
const READ_INTERVAL_MS = 6;
const INVENTORY_INTERVAL_MS = 1_000;
const DEPLOY_STEP_MS = 1_000;

/** Share of its interval by which an arrival may come late. */
const JITTER = 0.5;

/** Who calls what and when: the same for the same seed, in order of time. */
export function planTraffic(seed: number, durationMs: number): readonly Arrival[] {
  const random = createRandom(seed);
  const branchInterval = INVENTORY_INTERVAL_MS / appCount;
  const deployInterval = DEPLOY_STEP_MS / deployerCount;
  const pickApp = (): number => Math.floor(random() * appCount);
  return [
    ...times(READ_INTERVAL_MS, durationMs, random).map(
      (atMs) => ({ atMs, kind: "read", app: pickApp() }) as const,
    ),
    ...times(INVENTORY_INTERVAL_MS, durationMs, random).map((atMs) => ({ atMs, kind: "list-apps" }) as const),
    ...times(branchInterval, durationMs, random).map(
      (atMs, index) => ({ atMs, kind: "list-branches", app: index % appCount }) as const,
    ),
    ...times(deployInterval, durationMs, random).map(
      (atMs, index) => ({ atMs, kind: "deploy", deployer: index % deployerCount }) as const,
    ),
  ].toSorted((one, other) => one.atMs - other.atMs);
}

function times(intervalMs: number, durationMs: number, random: Random): readonly number[] {
  return Array.from(
    { length: Math.floor(durationMs / intervalMs) },
    (_, index) => (index + JITTER * random()) * intervalMs,
  );
}
