import type { JobStatus, Step } from "@aws-sdk/client-amplify";
import type { PresignedUrls } from "../presigned-urls.ts";
import { jobDate, type JobRecord } from "../state/job-record.ts";

/** The steps of a job, and which share of its running time each takes. */
const buildSteps = [
  { stepName: "BUILD", share: 0.6 },
  { stepName: "DEPLOY", share: 0.3 },
  { stepName: "VERIFY", share: 0.1 },
] as const;
/** A deployment of uploaded files builds nothing. */
const deploymentSteps = [
  { stepName: "DEPLOY", share: 0.8 },
  { stepName: "VERIFY", share: 0.2 },
] as const;

/** The steps that have begun by now; the last one of a failed job is the one that failed. */
export function viewSteps(job: JobRecord, nowMs: number, urls: PresignedUrls): Step[] {
  if (job.startedAtMs === undefined) return [];
  const plan = job.jobType === "MANUAL" ? deploymentSteps : buildSteps;
  const seenUntilMs = Math.min(nowMs, job.cancelledAtMs ?? Number.POSITIVE_INFINITY);
  const steps: Step[] = [];
  let startMs = job.startedAtMs + job.timeline.pendingMs;
  for (const [index, { stepName, share }] of plan.entries()) {
    const endMs = startMs + share * job.timeline.runningMs;
    if (seenUntilMs < startMs) break;
    steps.push({
      stepName,
      status: stepStatus(job, seenUntilMs >= endMs, index === plan.length - 1),
      startTime: jobDate(job, startMs),
      // Required also of a step that still runs; then it says when the step was last seen.
      endTime: jobDate(job, Math.min(endMs, seenUntilMs)),
      logUrl: urls.issue("build-log", job.appId, job.branchName, job.jobId, stepName),
    });
    startMs = endMs;
  }
  return steps;
}

function stepStatus(job: JobRecord, isOver: boolean, isLast: boolean): JobStatus {
  if (!isOver) return job.cancelledAtMs === undefined ? "RUNNING" : "CANCELLED";
  return isLast ? job.timeline.outcome : "SUCCEED";
}
