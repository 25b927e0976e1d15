import { BadRequestException, NotFoundException } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { clientOf, rejectionOf, started } from "../started-simulator.ts";

describe("branches", () => {
  test("are created once, also where their name has a slash", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    const { appId, appArn } = simulator.state.addApp();
    const { branch } = await client.createBranch({ appId, branchName: "feature/cart", stage: "BETA" });
    expect(branch).toMatchObject({
      branchName: "feature/cart",
      branchArn: `${appArn}/branches/feature%2Fcart`,
      displayName: "feature-cart",
      stage: "BETA",
      activeJobId: "0",
      totalNumberOfJobs: "0",
      ttl: "5",
    });
    expect(await client.getBranch({ appId, branchName: "feature/cart" })).toMatchObject({ branch });
    const error = await rejectionOf(client.createBranch({ appId, branchName: "feature/cart" }));
    expect(error).toBeInstanceOf(BadRequestException);
    expect(error.message).toContain("already exists");
  });

  test("count their jobs, and name the one started last", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    const branch = { appId: simulator.state.addApp({ branches: ["main"] }).appId, branchName: "main" };
    await client.startJob({ ...branch, jobType: "RELEASE" });
    await client.startJob({ ...branch, jobType: "RELEASE" });
    expect((await client.getBranch(branch)).branch).toMatchObject({
      activeJobId: "2",
      totalNumberOfJobs: "2",
    });
    await client.deleteJob({ ...branch, jobId: "2" });
    expect((await client.getBranch(branch)).branch).toMatchObject({
      activeJobId: "1",
      totalNumberOfJobs: "2",
    });
  });

  test("know the domains that lead to them", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    const { appId } = simulator.state.addApp({ branches: ["main"] });
    const subDomainSettings = [
      { prefix: "", branchName: "main" },
      { prefix: "www", branchName: "main" },
    ];
    await client.createDomainAssociation({ appId, domainName: "example.com", subDomainSettings });
    const { branch } = await client.getBranch({ appId, branchName: "main" });
    expect(branch?.customDomains).toEqual(["example.com", "www.example.com"]);
  });

  test("are gone when they are deleted", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    const branch = { appId: simulator.state.addApp({ branches: ["main"] }).appId, branchName: "main" };
    await client.deleteBranch(branch);
    expect(await rejectionOf(client.updateBranch(branch))).toBeInstanceOf(NotFoundException);
    expect((await client.listBranches(branch)).branches).toEqual([]);
  });
});
