import type { Artifact } from "@aws-sdk/client-amplify";
import { notFound } from "../protocol/service-error.ts";
import { isUnderWay, jobStatusAt, type JobRecord } from "./job-record.ts";
import type { AppRecord, BranchRecord, WebhookRecord } from "./records.ts";

/** Everything the simulated account holds in its region. What is asked for and is not there is a NotFoundException. */
export class Store {
  readonly apps: Map<string, AppRecord> = new Map();
  /** Monotonic times of the CreateApp calls of the last hour. */
  appCreationTimes: number[] = [];
  #lastOrder = 0;
  /** Jobs that may hold a build slot, so that counting them does not walk through every app. */
  readonly #started = new Set<JobRecord>();

  nextOrder(): number {
    return (this.#lastOrder += 1);
  }

  app(appId: string | undefined): AppRecord {
    const record = this.apps.get(appId ?? "");
    if (!record) throw notFound(`App ${appId ?? ""} not found.`);
    return record;
  }

  branch(appId: string | undefined, branchName: string | undefined): BranchRecord {
    const record = this.app(appId).branches.get(branchName ?? "");
    if (!record) throw notFound(`Branch ${branchName ?? ""} not found.`);
    return record;
  }

  job(appId: string | undefined, branchName: string | undefined, jobId: string | undefined): JobRecord {
    const job = this.branch(appId, branchName).jobs.get(jobId ?? "");
    if (!job) throw notFound(`Job ${jobId ?? ""} not found.`);
    return job;
  }

  webhook(webhookId: string | undefined): { owner: AppRecord; record: WebhookRecord } {
    for (const owner of this.apps.values()) {
      const record = owner.webhooks.get(webhookId ?? "");
      if (record) return { owner, record };
    }
    throw notFound(`Webhook ${webhookId ?? ""} not found.`);
  }

  /** An artifact exists once its job has succeeded. */
  artifact(artifactId: string | undefined, nowMs: number): Artifact {
    for (const job of this.#jobs()) {
      const artifact = job.artifacts.find((candidate) => candidate.artifactId === artifactId);
      if (artifact && jobStatusAt(job, nowMs) === "SUCCEED") return artifact;
    }
    throw notFound(`Artifact ${artifactId ?? ""} not found.`);
  }

  noteStarted(job: JobRecord): void {
    this.#started.add(job);
  }

  noteDeleted(jobs: Iterable<JobRecord>): void {
    for (const job of jobs) this.#started.delete(job);
  }

  clear(): void {
    this.apps.clear();
    this.#started.clear();
    this.appCreationTimes = [];
  }

  jobsUnderWay(nowMs: number): number {
    for (const job of this.#started) {
      if (!isUnderWay(job, nowMs)) this.#started.delete(job);
    }
    return this.#started.size;
  }

  *#jobs(): Iterable<JobRecord> {
    for (const { branches } of this.apps.values()) {
      for (const { jobs } of branches.values()) yield* jobs.values();
    }
  }
}
