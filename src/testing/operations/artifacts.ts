import { cutPage } from "../paging.ts";
import { jobStatusAt } from "../state/job-record.ts";
import type { Handlers } from "./service.ts";

/** ListArtifacts, GetArtifactUrl. */
export const artifactHandlers: Handlers<"ListArtifacts" | "GetArtifactUrl"> = {
  ListArtifacts: (input, service) => {
    const job = service.store.job(input.appId, input.branchName, input.jobId);
    const isDone = jobStatusAt(job, service.clock.now()) === "SUCCEED";
    const all = isDone ? job.artifacts.map((artifact, order) => ({ order, artifact })) : [];
    const list = { scope: `ListArtifacts ${job.jobArn}`, secret: service.secret };
    const { items, nextToken } = cutPage(all, input, list);
    return { artifacts: items.map(({ artifact }) => artifact), nextToken };
  },
  GetArtifactUrl: ({ artifactId }, service) => {
    const artifact = service.store.artifact(artifactId, service.clock.now());
    return {
      artifactId: artifact.artifactId,
      artifactUrl: service.urls.issue("artifact", artifact.artifactId ?? "", artifact.artifactFileName ?? ""),
    };
  },
};
