import {
  CreateDeploymentCommand,
  GetJobCommand,
  ListJobsCommand,
  StartDeploymentCommand,
} from "@aws-sdk/client-amplify";
import type { Caller } from "./caller.ts";

/** Where a deployment stands: what it does next. */
type NextStep =
  | { readonly name: "ListJobs" }
  | { readonly name: "CreateDeployment" }
  | { readonly name: "StartDeployment"; readonly jobId: string | undefined }
  | { readonly name: "GetJob"; readonly jobId: string | undefined };

const SITE = "<!doctype html><title>demo</title>";

/**
 * Deploys one branch over and over, a step at a time: is a job under way? → create → upload → start → poll until done.
 * A step that fails is tried again next time, so a deployment holds its place in an outage.
 */
export class Deployer {
  readonly #target: { readonly appId: string; readonly branchName: string };
  #next: NextStep = { name: "ListJobs" };

  constructor(appId: string, branchName: string) {
    this.#target = { appId, branchName };
  }

  async step(caller: Caller): Promise<void> {
    const next = this.#next;
    switch (next.name) {
      case "ListJobs":
        return this.#look(caller);
      case "CreateDeployment":
        return this.#create(caller);
      case "StartDeployment":
        return this.#start(caller, next.jobId);
      case "GetJob":
        return this.#poll(caller, next.jobId);
    }
  }

  async #look(caller: Caller): Promise<void> {
    const list = await caller.call("ListJobs", (client) => client.send(new ListJobsCommand(this.#target)));
    if (list) this.#next = { name: "CreateDeployment" };
  }

  async #create(caller: Caller): Promise<void> {
    const command = new CreateDeploymentCommand(this.#target);
    const created = await caller.call("CreateDeployment", (client) => client.send(command));
    if (!created || !(await upload(created.zipUploadUrl))) return;
    this.#next = { name: "StartDeployment", jobId: created.jobId };
  }

  async #start(caller: Caller, jobId: string | undefined): Promise<void> {
    const command = new StartDeploymentCommand({ ...this.#target, jobId });
    const started = await caller.call("StartDeployment", (client) => client.send(command));
    if (started) this.#next = { name: "GetJob", jobId };
  }

  async #poll(caller: Caller, jobId: string | undefined): Promise<void> {
    const command = new GetJobCommand({ ...this.#target, jobId });
    const answer = await caller.call("GetJob", (client) => client.send(command));
    if (answer?.job?.summary?.status === "SUCCEED") this.#next = { name: "ListJobs" };
  }
}

/** Uploads go to a storage service, not to Amplify, so no breaker guards them. */
async function upload(url: string | undefined): Promise<boolean> {
  if (url === undefined) return false;
  try {
    const response = await fetch(url, { method: "PUT", body: SITE });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
