import type { Artifact, JobStatus, JobSummary, JobType, SourceUrlType } from "@aws-sdk/client-amplify";
import type { Ordered } from "./ordered.ts";

/** How long a job waits and runs, and how it ends. */
export interface JobTimeline {
  /** Milliseconds a started job is PENDING. @default 1_000 */
  readonly pendingMs: number;
  /** Milliseconds it is RUNNING after that. @default 5_000 */
  readonly runningMs: number;
  /** What it ends as. @default "SUCCEED" */
  readonly outcome: "SUCCEED" | "FAILED";
}

/** A job as it was asked for; how far it is follows from the clock. */
export interface JobRecord extends Ordered {
  readonly jobId: string;
  readonly jobArn: string;
  readonly appId: string;
  readonly branchName: string;
  readonly jobType: JobType;
  readonly commitId: string;
  readonly commitMessage: string;
  readonly commitTime: Date;
  readonly artifacts: readonly Artifact[];
  readonly timeline: JobTimeline;
  /** Monotonic time of creation, and the date people read. */
  readonly createdAtMs: number;
  readonly createTime: Date;
  /** What has been uploaded for it: bytes by file name. */
  readonly uploads: Map<string, number>;
  /** Monotonic time of the start; a deployment waits for StartDeployment. */
  startedAtMs: number | undefined;
  cancelledAtMs: number | undefined;
  sourceUrl: string | undefined;
  sourceUrlType: SourceUrlType | undefined;
}

/** The job's status at a moment of the monotonic clock. */
export function jobStatusAt(job: JobRecord, nowMs: number): JobStatus {
  if (job.cancelledAtMs !== undefined) return "CANCELLED";
  if (job.startedAtMs === undefined) return "CREATED";
  const elapsedMs = nowMs - job.startedAtMs;
  if (elapsedMs < job.timeline.pendingMs) return "PENDING";
  if (elapsedMs < job.timeline.pendingMs + job.timeline.runningMs) return "RUNNING";
  return job.timeline.outcome;
}

/** Whether the job holds one of the account's build slots. */
export function isUnderWay(job: JobRecord, nowMs: number): boolean {
  const status = jobStatusAt(job, nowMs);
  return status === "PENDING" || status === "RUNNING";
}

/** When the job ended, or will, on the monotonic clock; undefined as long as it was not started. */
export function jobEndMs(job: JobRecord): number | undefined {
  if (job.cancelledAtMs !== undefined) return job.cancelledAtMs;
  if (job.startedAtMs === undefined) return undefined;
  return job.startedAtMs + job.timeline.pendingMs + job.timeline.runningMs;
}

/** The date of a moment on the monotonic clock, reckoned from the job's creation. */
export function jobDate(job: JobRecord, atMs: number): Date {
  return new Date(job.createTime.getTime() + (atMs - job.createdAtMs));
}

/** The job as ListJobs shows it. */
export function summarizeJob(job: JobRecord, nowMs: number): JobSummary {
  const endMs = jobEndMs(job);
  return {
    jobArn: job.jobArn,
    jobId: job.jobId,
    commitId: job.commitId,
    commitMessage: job.commitMessage,
    commitTime: job.commitTime,
    startTime: jobDate(job, job.startedAtMs ?? job.createdAtMs),
    status: jobStatusAt(job, nowMs),
    endTime: endMs === undefined || endMs > nowMs ? undefined : jobDate(job, endMs),
    jobType: job.jobType,
    sourceUrl: job.sourceUrl,
    sourceUrlType: job.sourceUrlType,
  };
}
