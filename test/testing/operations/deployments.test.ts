import { BadRequestException } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "../started-simulator.ts";

async function appWithBranch() {
  const clock = new ManualClock();
  const simulator = await started({ clock });
  const { appId = "" } = simulator.state.addApp({ branches: ["main"] });
  return { clock, simulator, client: clientOf(simulator), branch: { appId, branchName: "main" } };
}

describe("deployments", () => {
  test("take one archive, and run once they are started", async () => {
    const { clock, simulator, client, branch } = await appWithBranch();
    const { jobId = "", zipUploadUrl = "", fileUploadUrls } = await client.createDeployment(branch);
    expect(fileUploadUrls).toEqual({});
    expect((await client.getJob({ ...branch, jobId })).job?.summary?.status).toBe("CREATED");
    const uploaded = await fetch(zipUploadUrl, { method: "PUT", body: "zipped" });
    expect(uploaded.status).toBe(200);
    expect([...simulator.state.uploads(branch.appId, "main", jobId)]).toEqual([["site.zip", 6]]);
    expect(simulator.requests.last).toMatchObject({ operation: "Upload", method: "PUT", status: 200 });
    const { jobSummary } = await client.startDeployment({ ...branch, jobId });
    expect(jobSummary).toMatchObject({ jobId, status: "PENDING", jobType: "MANUAL" });
    clock.advance(60_000);
    expect((await client.getJob({ ...branch, jobId })).job).toMatchObject({
      summary: { status: "SUCCEED" },
      steps: [{ stepName: "DEPLOY" }, { stepName: "VERIFY" }],
    });
  });

  test("take the files of a file map one by one", async () => {
    const { simulator, client, branch } = await appWithBranch();
    const fileMap = { "index.html": "md5", "assets/a b.js": "md5" };
    const {
      jobId = "",
      fileUploadUrls = {},
      zipUploadUrl,
    } = await client.createDeployment({ ...branch, fileMap });
    expect(zipUploadUrl).toBe("");
    for (const [name, url] of Object.entries(fileUploadUrls)) await fetch(url, { method: "PUT", body: name });
    expect([...simulator.state.uploads(branch.appId, "main", jobId).keys()]).toEqual(Object.keys(fileMap));
  });

  test("need something to deploy", async () => {
    const { client, branch } = await appWithBranch();
    const error = await rejectionOf(client.startDeployment(branch));
    expect(error).toBeInstanceOf(BadRequestException);
    expect(error.message).toBe("Must specify jobId or sourceUrl for StartDeploymentRequest.");
    const { jobSummary } = await client.startDeployment({ ...branch, sourceUrl: "s3://bucket/site.zip" });
    expect(jobSummary).toMatchObject({ sourceUrl: "s3://bucket/site.zip", sourceUrlType: "ZIP" });
  });

  test("expire after eight hours", async () => {
    const { clock, client, branch } = await appWithBranch();
    const { jobId } = await client.createDeployment(branch);
    clock.advance(8 * 3_600_000 + 1);
    expect((await rejectionOf(client.startDeployment({ ...branch, jobId }))).message).toContain(
      "has expired",
    );
  });
});
