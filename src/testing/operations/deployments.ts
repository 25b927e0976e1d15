import { badRequest, ServiceError } from "../protocol/service-error.ts";
import { isUnderWay, jobStatusAt, summarizeJob, type JobRecord } from "../state/job-record.ts";
import type { BranchRecord } from "../state/records.ts";
import { addJob, checkConcurrentJobs, startJob } from "./jobs.ts";
import type { Handlers, Service } from "./service.ts";

/** CreateDeployment's documentation: StartDeployment must follow within eight hours. */
const LONGEST_WAIT_MS = 8 * 3_600_000;
/** The name under which an upload of the whole site as one archive is kept. */
const ZIP_NAME = "site.zip";

/** CreateDeployment, StartDeployment. */
export const deploymentHandlers: Handlers<"CreateDeployment" | "StartDeployment"> = {
  CreateDeployment: ({ appId, branchName, fileMap }, service) => {
    const branch = service.store.branch(appId, branchName);
    checkNoneUnderWay(branch, service);
    const job = addJob(branch, { appId, jobType: "MANUAL" }, service);
    const uploadUrl = (name: string) =>
      service.urls.issue("upload", job.appId, job.branchName, job.jobId, name);
    return {
      jobId: job.jobId,
      fileUploadUrls: Object.fromEntries(Object.keys(fileMap ?? {}).map((name) => [name, uploadUrl(name)])),
      // Both members are required, so with a file map this one is empty.
      zipUploadUrl: fileMap === undefined ? uploadUrl(ZIP_NAME) : "",
    };
  },
  StartDeployment: ({ appId, branchName, jobId, sourceUrl, sourceUrlType }, service) => {
    const branch = service.store.branch(appId, branchName);
    if (jobId === undefined && sourceUrl === undefined) {
      throw badRequest("Must specify jobId or sourceUrl for StartDeploymentRequest.");
    }
    const created = jobId === undefined ? undefined : service.store.job(appId, branchName, jobId);
    if (created) checkStartable(created, service);
    checkNoneUnderWay(branch, service);
    checkConcurrentJobs(service);
    const job = created ?? addJob(branch, { appId, jobType: "MANUAL" }, service);
    if (sourceUrl !== undefined) {
      job.sourceUrl = sourceUrl;
      job.sourceUrlType = sourceUrlType ?? "ZIP";
    }
    startJob(job, service);
    return { jobSummary: summarizeJob(job, service.clock.now()) };
  },
};

function checkStartable(job: JobRecord, service: Service): void {
  const nowMs = service.clock.now();
  if (jobStatusAt(job, nowMs) !== "CREATED") throw badRequest(`Deployment ${job.jobId} was already started.`);
  if (nowMs - job.createdAtMs > LONGEST_WAIT_MS) throw badRequest(`Deployment ${job.jobId} has expired.`);
}

/** One deployment of a branch at a time, in the service's own words. */
function checkNoneUnderWay(branch: BranchRecord, service: Service): void {
  const last = [...branch.jobs.values()].findLast((job) => isUnderWay(job, service.clock.now()));
  if (!last) return;
  throw new ServiceError(
    "LimitExceededException",
    `The last job(deployment) ${last.jobId} was not finished, please wait until it finish or use StopJob operation to cancel it before creating a new deployment.`,
  );
}
