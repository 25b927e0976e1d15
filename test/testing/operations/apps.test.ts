import { NotFoundException } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "../started-simulator.ts";

describe("apps", () => {
  test("are created with everything an App must have", async () => {
    const clock = new ManualClock();
    const client = clientOf(await started({ clock, region: "eu-west-1", accountId: "111122223333" }));
    const { app } = await client.createApp({ name: "shop", platform: "WEB_COMPUTE", tags: { team: "web" } });
    expect(app).toMatchObject({
      appArn: `arn:aws:amplify:eu-west-1:111122223333:apps/${app?.appId}`,
      name: "shop",
      platform: "WEB_COMPUTE",
      defaultDomain: `${app?.appId}.amplifyapp.com`,
      createTime: new Date(clock.epochMs()),
      enableBasicAuth: false,
      environmentVariables: {},
      tags: { team: "web" },
    });
    expect(await client.getApp({ appId: app?.appId })).toMatchObject({ app });
  });

  test("keep what an update does not name, and never a token", async () => {
    const clock = new ManualClock();
    const client = clientOf(await started({ clock }));
    const { app } = await client.createApp({ name: "shop", description: "sells", accessToken: "secret" });
    clock.advance(5_000);
    const { app: updated } = await client.updateApp({
      appId: app?.appId,
      name: "store",
      oauthToken: "secret",
    });
    expect(updated).toEqual({ ...app, name: "store", updateTime: new Date(clock.epochMs()) });
    expect(JSON.stringify(await client.listApps({}))).not.toContain("secret");
  });

  test("take with them all that hangs off them", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    const { appId } = simulator.state.addApp({ branches: ["main"] });
    const { webhook } = await client.createWebhook({ appId, branchName: "main" });
    await client.startJob({ appId, branchName: "main", jobType: "RELEASE" });
    expect((await client.deleteApp({ appId })).app?.appId).toBe(appId);
    const refused = [
      client.getApp({ appId }),
      client.getBranch({ appId, branchName: "main" }),
      client.listJobs({ appId, branchName: "main" }),
      client.getWebhook({ webhookId: webhook?.webhookId }),
      client.deleteApp({ appId }),
    ];
    for (const error of await Promise.all(refused.map((call) => rejectionOf(call)))) {
      expect(error).toBeInstanceOf(NotFoundException);
    }
  });

  test("show their production branch and when it was deployed last", async () => {
    const clock = new ManualClock();
    const simulator = await started({ clock });
    const { appId = "" } = simulator.state.addApp({
      branches: ["main", { branchName: "live", stage: "PRODUCTION" }],
    });
    const client = clientOf(simulator);
    expect((await client.getApp({ appId })).app?.productionBranch).toEqual({
      branchName: "live",
      status: "",
    });
    simulator.state.addJob(appId, "live", { pendingMs: 0, runningMs: 1_000 });
    clock.advance(2_000);
    expect((await client.getApp({ appId })).app?.productionBranch).toEqual({
      branchName: "live",
      status: "SUCCEED",
      lastDeployTime: new Date(clock.epochMs() - 1_000),
    });
  });
});
