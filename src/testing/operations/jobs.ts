import type { Job, StartJobRequest } from "@aws-sdk/client-amplify";
import { cutPage } from "../paging.ts";
import { badRequest } from "../protocol/service-error.ts";
import { jobEndMs, summarizeJob, type JobRecord } from "../state/job-record.ts";
import type { BranchRecord } from "../state/records.ts";
import { viewSteps } from "./job-steps.ts";
import { checkQuota } from "./limits.ts";
import { today, type Handlers, type Service } from "./service.ts";

const JOB_NUMBER_LENGTH = 10;

/** StartJob, GetJob, ListJobs, StopJob, DeleteJob. */
export const jobHandlers: Handlers<"StartJob" | "GetJob" | "ListJobs" | "StopJob" | "DeleteJob"> = {
  StartJob: (input, service) => {
    const branch = service.store.branch(input.appId, input.branchName);
    if (input.jobType === "RETRY") {
      if (input.jobId === undefined) throw badRequest("jobId is required when jobType is RETRY.");
      service.store.job(input.appId, input.branchName, input.jobId);
    }
    checkConcurrentJobs(service);
    const job = addJob(branch, input, service);
    startJob(job, service);
    return { jobSummary: summarizeJob(job, service.clock.now()) };
  },
  GetJob: ({ appId, branchName, jobId }, service) => ({
    job: viewJob(service.store.job(appId, branchName, jobId), service),
  }),
  ListJobs: (input, service) => {
    const { jobs } = service.store.branch(input.appId, input.branchName);
    const scope = `ListJobs ${input.appId ?? ""} ${input.branchName ?? ""}`;
    const list = { scope, secret: service.secret, isNewestFirst: true };
    const { items, nextToken } = cutPage(jobs.values(), input, list);
    return { jobSummaries: items.map((job) => summarizeJob(job, service.clock.now())), nextToken };
  },
  StopJob: ({ appId, branchName, jobId }, service) => {
    const job = service.store.job(appId, branchName, jobId);
    const endMs = jobEndMs(job);
    if (endMs === undefined || endMs > service.clock.now()) job.cancelledAtMs = service.clock.now();
    return { jobSummary: summarizeJob(job, service.clock.now()) };
  },
  DeleteJob: ({ appId, branchName, jobId }, service) => {
    const job = service.store.job(appId, branchName, jobId);
    service.store.branch(appId, branchName).jobs.delete(job.jobId);
    service.store.noteDeleted([job]);
    return { jobSummary: summarizeJob(job, service.clock.now()) };
  },
};

/** What a new job is made from. */
export type NewJob = Pick<StartJobRequest, "appId" | "jobType"> &
  Partial<Pick<StartJobRequest, "commitId" | "commitMessage" | "commitTime">>;

/** Puts a job into a branch, not started yet. */
export function addJob(owner: BranchRecord, input: NewJob, service: Service): JobRecord {
  owner.lastJobNumber += 1;
  const number = owner.lastJobNumber;
  const now = today(service);
  const job: JobRecord = {
    order: service.store.nextOrder(),
    jobId: String(number),
    jobArn: `${owner.branch.branchArn ?? ""}/jobs/${String(number).padStart(JOB_NUMBER_LENGTH, "0")}`,
    appId: input.appId ?? "",
    branchName: owner.branch.branchName ?? "",
    jobType: input.jobType ?? "RELEASE",
    commitId: input.commitId ?? "HEAD",
    commitMessage: input.commitMessage ?? "",
    commitTime: input.commitTime ?? now,
    artifacts: ["build.log", "deploy.log"].map((artifactFileName) => ({
      artifactFileName,
      artifactId: service.ids.uuid(),
    })),
    timeline: service.jobTimeline,
    createdAtMs: service.clock.now(),
    createTime: now,
    uploads: new Map(),
    startedAtMs: undefined,
    cancelledAtMs: undefined,
    sourceUrl: undefined,
    sourceUrlType: undefined,
  };
  owner.jobs.set(job.jobId, job);
  return job;
}

/** Starts a job that waits for it. */
export function startJob(job: JobRecord, service: Service): void {
  job.startedAtMs = service.clock.now();
  service.store.noteStarted(job);
}

/** Refuses one job too many. */
export function checkConcurrentJobs(service: Service): void {
  const underWay = service.store.jobsUnderWay(service.clock.now());
  checkQuota(underWay, service.quotas.concurrentJobs, "concurrent jobs in this region");
}

function viewJob(job: JobRecord, service: Service): Job {
  const nowMs = service.clock.now();
  return { summary: summarizeJob(job, nowMs), steps: viewSteps(job, nowMs, service.urls) };
}
