import type { OperationName } from "../../../src/index.ts";

/** Calls one operation, and gives what it answered. */
export type Caller = (operation: OperationName, input: object) => Promise<Answer>;

interface Answer {
  readonly app?: { readonly appId: string; readonly appArn: string; readonly defaultDomain: string };
  readonly jobId?: string;
  readonly jobSummary?: { readonly jobId: string };
  readonly artifacts?: readonly { readonly artifactId: string }[];
  readonly webhook?: { readonly webhookId: string };
}

/** Uses every operation of the API once, in an order in which all of them succeed. */
export async function walkAccount(call: Caller, letJobsFinish: () => void): Promise<void> {
  const { app } = await call("CreateApp", { name: "shop", tags: { team: "web" } });
  if (app === undefined) throw new Error("no app was created");
  const { appId } = app;
  await call("GetApp", { appId });
  await call("ListApps", {});
  await call("UpdateApp", { appId, description: "sells" });
  await walkBranch(call, appId, letJobsFinish);
  await call("GenerateAccessLogs", { appId, domainName: app.defaultDomain, startTime: new Date(0) });
  await walkDomain(call, { appId, domainName: "example.com" });
  const environment = { appId, environmentName: "staging" };
  await call("CreateBackendEnvironment", environment);
  await call("GetBackendEnvironment", environment);
  await call("ListBackendEnvironments", { appId });
  await call("DeleteBackendEnvironment", environment);
  const resourceArn = app.appArn;
  await call("TagResource", { resourceArn, tags: { stage: "test" } });
  await call("ListTagsForResource", { resourceArn });
  await call("UntagResource", { resourceArn, tagKeys: ["stage"] });
  await call("DeleteBranch", { appId, branchName: "main" });
  await call("DeleteApp", { appId });
}

async function walkBranch(call: Caller, appId: string, letJobsFinish: () => void): Promise<void> {
  const branch = { appId, branchName: "main" };
  await call("CreateBranch", branch);
  await call("GetBranch", branch);
  await call("ListBranches", { appId });
  await call("UpdateBranch", { ...branch, stage: "PRODUCTION" });
  const { jobId } = await call("CreateDeployment", branch);
  await call("StartDeployment", { ...branch, jobId });
  await call("StopJob", { ...branch, jobId });
  const { jobSummary } = await call("StartJob", { ...branch, jobType: "RELEASE" });
  letJobsFinish();
  const job = { ...branch, jobId: jobSummary?.jobId };
  await call("GetJob", job);
  await call("ListJobs", branch);
  const { artifacts } = await call("ListArtifacts", job);
  await call("GetArtifactUrl", { artifactId: artifacts?.[0]?.artifactId });
  await call("DeleteJob", job);
  const { webhook } = await call("CreateWebhook", branch);
  const webhookId = webhook?.webhookId;
  await call("GetWebhook", { webhookId });
  await call("ListWebhooks", { appId });
  await call("UpdateWebhook", { webhookId, description: "on push" });
  await call("DeleteWebhook", { webhookId });
}

async function walkDomain(call: Caller, domain: { appId: string; domainName: string }): Promise<void> {
  const subDomainSettings = [{ prefix: "www", branchName: "main" }];
  await call("CreateDomainAssociation", { ...domain, subDomainSettings });
  await call("GetDomainAssociation", domain);
  await call("ListDomainAssociations", { appId: domain.appId });
  await call("UpdateDomainAssociation", { ...domain, enableAutoSubDomain: true });
  await call("DeleteDomainAssociation", domain);
}
