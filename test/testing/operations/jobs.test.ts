import { BadRequestException, LimitExceededException, NotFoundException } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { ManualClock, type SimulatorOptions } from "../../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "../started-simulator.ts";

async function appWithBranch(options: SimulatorOptions = {}) {
  const clock = new ManualClock();
  const simulator = await started({ clock, ...options });
  const { appId = "" } = simulator.state.addApp({ branches: ["main", "next"] });
  return { clock, simulator, client: clientOf(simulator), branch: { appId, branchName: "main" } };
}

describe("jobs", () => {
  test("wait, run and succeed as time passes, without a timer", async () => {
    const { clock, client, branch } = await appWithBranch({ jobs: { pendingMs: 100, runningMs: 1_000 } });
    const { jobSummary } = await client.startJob({ ...branch, jobType: "RELEASE", commitId: "abc" });
    expect(jobSummary).toMatchObject({ jobId: "1", status: "PENDING", commitId: "abc", jobType: "RELEASE" });
    expect(clock.pendingTimers).toBe(0);
    const read = async () => (await client.getJob({ ...branch, jobId: "1" })).job;
    clock.advance(100);
    expect((await read())?.summary).toMatchObject({ status: "RUNNING" });
    clock.advance(700);
    expect((await read())?.steps).toMatchObject([
      { stepName: "BUILD", status: "SUCCEED" },
      { stepName: "DEPLOY", status: "RUNNING" },
    ]);
    clock.jump(10_000);
    const done = await read();
    const startTime = new Date(clock.epochMs() - 10_800);
    const endTime = new Date(startTime.getTime() + 1_100);
    expect(done?.summary).toMatchObject({ status: "SUCCEED", startTime, endTime });
    expect(done?.steps?.map(({ status }) => status)).toEqual(["SUCCEED", "SUCCEED", "SUCCEED"]);
    const logUrl = done?.steps?.[0]?.logUrl ?? "";
    expect(await (await fetch(logUrl)).text()).toContain("BUILD");
  });

  test("end as they are told to", async () => {
    const { simulator, client, branch } = await appWithBranch({
      jobs: { pendingMs: 0, runningMs: 0, outcome: "FAILED" },
    });
    await client.startJob({ ...branch, jobType: "RELEASE" });
    expect((await client.listJobs(branch)).jobSummaries?.[0]?.status).toBe("FAILED");
    simulator.state.addJob(branch.appId, "main", { outcome: "SUCCEED" });
    expect((await client.listJobs(branch)).jobSummaries?.[0]).toMatchObject({
      jobId: "2",
      status: "SUCCEED",
    });
  });

  test("are cancelled when they are stopped, and stopping again changes nothing", async () => {
    const { clock, client, branch } = await appWithBranch();
    await client.startJob({ ...branch, jobType: "RELEASE" });
    clock.advance(2_000);
    const job = { ...branch, jobId: "1" };
    const { jobSummary } = await client.stopJob(job);
    expect(jobSummary).toMatchObject({ status: "CANCELLED", endTime: new Date(clock.epochMs()) });
    clock.advance(60_000);
    expect((await client.stopJob(job)).jobSummary).toEqual(jobSummary);
    expect((await client.getJob(job)).job?.steps).toMatchObject([{ stepName: "BUILD", status: "CANCELLED" }]);
  });

  test("stay what they ended as when they are stopped too late", async () => {
    const { clock, client, branch } = await appWithBranch();
    await client.startJob({ ...branch, jobType: "RELEASE" });
    clock.advance(60_000);
    expect((await client.stopJob({ ...branch, jobId: "1" })).jobSummary?.status).toBe("SUCCEED");
  });

  test("hold their branch against a second deployment, in the service's words", async () => {
    const { clock, client, branch } = await appWithBranch();
    const { jobId } = await client.createDeployment(branch);
    await client.startDeployment({ ...branch, jobId });
    const error = await rejectionOf(client.createDeployment(branch));
    expect(error).toBeInstanceOf(LimitExceededException);
    expect(error.message).toMatch(/^The last job\(deployment\) 1 was not finished/);
    expect(await rejectionOf(client.startDeployment({ ...branch, jobId }))).toBeInstanceOf(
      BadRequestException,
    );
    clock.advance(60_000);
    expect((await client.createDeployment(branch)).jobId).toBe("2");
  });

  test("are retried only where there is something to retry", async () => {
    const { client, branch } = await appWithBranch();
    const retry = { ...branch, jobType: "RETRY" } as const;
    expect(await rejectionOf(client.startJob(retry))).toBeInstanceOf(BadRequestException);
    expect(await rejectionOf(client.startJob({ ...retry, jobId: "9" }))).toBeInstanceOf(NotFoundException);
    await client.startJob({ ...branch, jobType: "RELEASE" });
    expect((await client.startJob({ ...retry, jobId: "1" })).jobSummary?.jobId).toBe("2");
  });

  test("have artifacts once they have succeeded, and a URL for each", async () => {
    const { clock, client, branch } = await appWithBranch();
    await client.startJob({ ...branch, jobType: "RELEASE" });
    const job = { ...branch, jobId: "1" };
    expect((await client.listArtifacts(job)).artifacts).toEqual([]);
    clock.advance(60_000);
    const { artifacts = [], nextToken } = await client.listArtifacts({ ...job, maxResults: 1 });
    expect(artifacts).toHaveLength(1);
    expect((await client.listArtifacts({ ...job, nextToken })).artifacts).toHaveLength(1);
    const { artifactUrl = "" } = await client.getArtifactUrl({ artifactId: artifacts[0]?.artifactId });
    expect(await (await fetch(artifactUrl)).text()).toContain("build.log");
    expect(await rejectionOf(client.getArtifactUrl({ artifactId: "none" }))).toBeInstanceOf(
      NotFoundException,
    );
  });
});
