import type { App, Branch, JobSummary, JobType } from "@aws-sdk/client-amplify";
import { addApp, viewApp } from "./operations/apps.ts";
import { addBranch, viewBranch } from "./operations/branches.ts";
import { addJob, startJob } from "./operations/jobs.ts";
import type { Service } from "./operations/service.ts";
import { summarizeJob, type JobTimeline } from "./state/job-record.ts";
import type { AppRecord } from "./state/records.ts";
import type { SeedApp, SeedBranch } from "./state/seed.ts";

/** A job to begin with; `{ pendingMs: 0, runningMs: 0 }` makes one that is finished. */
export interface SeedJob extends Partial<JobTimeline> {
  /** @default "RELEASE" */
  readonly jobType?: JobType;
  readonly commitId?: string;
  readonly commitMessage?: string;
}

/**
 * What the simulated account holds, to be filled without requests and without quotas.
 *
 * @example
 * ```ts
 * const { appId = "" } = simulator.state.addApp({ name: "shop", branches: ["main"] });
 * simulator.state.addJob(appId, "main", { pendingMs: 0, runningMs: 0, outcome: "FAILED" });
 * ```
 */
export interface SimulatorState {
  /** The apps there are. */
  readonly apps: readonly App[];
  /** Adds an app with its branches. */
  addApp(seed?: SeedApp): App;
  /** Adds a branch. @throws Error when there is no such app */
  addBranch(appId: string, seed: SeedBranch): Branch;
  /** Adds a job and starts it. @throws Error when there is no such branch */
  addJob(appId: string, branchName: string, seed?: SeedJob): JobSummary;
  /** What has been uploaded for a deployment: bytes by file name. @throws Error when there is no such job */
  uploads(appId: string, branchName: string, jobId: string): ReadonlyMap<string, number>;
  /** Drops everything, the count of app creations too. */
  clear(): void;
}

/** The state behind a simulator's operations. */
export function createSimulatorState(service: Service): SimulatorState {
  const { store, clock } = service;
  return {
    get apps() {
      return [...store.apps.values()].map((record) => copy(viewApp(record, service)));
    },
    addApp: ({ branches = [], name = `app-${store.apps.size + 1}`, ...rest } = {}) => {
      const record = addApp(structuredClone({ name, ...rest }), service);
      for (const seed of branches) seedBranch(record, seed, service);
      return copy(viewApp(record, service));
    },
    addBranch: (appId, seed) => copy(seedBranch(store.app(appId), seed, service)),
    addJob: (appId, branchName, { pendingMs, runningMs, outcome, jobType = "RELEASE", ...rest } = {}) => {
      const { jobTimeline } = service;
      const timeline: JobTimeline = {
        pendingMs: pendingMs ?? jobTimeline.pendingMs,
        runningMs: runningMs ?? jobTimeline.runningMs,
        outcome: outcome ?? jobTimeline.outcome,
      };
      const branch = store.branch(appId, branchName);
      const job = addJob(branch, { appId, jobType, ...rest }, { ...service, jobTimeline: timeline });
      startJob(job, service);
      return summarizeJob(job, clock.now());
    },
    uploads: (appId, branchName, jobId) => new Map(store.job(appId, branchName, jobId).uploads),
    clear: () => {
      store.clear();
    },
  };
}

function seedBranch(owner: AppRecord, seed: SeedBranch, service: Service): Branch {
  const given = typeof seed === "string" ? { branchName: seed } : structuredClone(seed);
  return viewBranch(addBranch(owner, { appId: owner.app.appId, ...given }, service), owner);
}

/** What callers get is theirs: changing it changes nothing here. */
function copy<Value>(value: Value): Value {
  return structuredClone(value);
}
