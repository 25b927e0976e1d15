import { LimitExceededException, type Amplify } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { ManualClock, type Quotas } from "../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "./started-simulator.ts";

async function withQuotas(quotas: Partial<Quotas>) {
  const clock = new ManualClock();
  const simulator = await started({ clock, quotas });
  const { appId = "" } = simulator.state.addApp({ branches: ["main"] });
  return { clock, simulator, client: clientOf(simulator), appId };
}

describe("quotas", () => {
  test("are the published ones: a 26th app is one too many", async () => {
    const client = clientOf(await started());
    for (let count = 0; count < 25; count += 1) await client.createApp({ name: "app" });
    const error = await rejectionOf(client.createApp({ name: "app" }));
    expect(error).toBeInstanceOf(LimitExceededException);
    expect(error.message).toBe("You have reached the maximum number of apps in this region (25).");
  });

  test("count app creations per hour, deleted apps included", async () => {
    const { clock, client } = await withQuotas({ appCreationsPerHour: 2 });
    const createAndDelete = async () => {
      const { app } = await client.createApp({ name: "app" });
      await client.deleteApp({ appId: app?.appId });
    };
    await createAndDelete();
    clock.advance(1_800_000);
    await createAndDelete();
    expect((await rejectionOf(createAndDelete())).message).toContain("app creations per hour (2)");
    clock.advance(1_800_000);
    await createAndDelete();
  });

  test("free a job's place when the job is done, stopped or deleted", async () => {
    const { clock, client, appId } = await withQuotas({ concurrentJobs: 1 });
    const branch = { appId, branchName: "main" };
    const start = () => client.startJob({ ...branch, jobType: "RELEASE" });
    await start();
    expect(await rejectionOf(start())).toBeInstanceOf(LimitExceededException);
    clock.advance(6_000);
    await start();
    await client.stopJob({ ...branch, jobId: "2" });
    await start();
    await client.deleteJob({ ...branch, jobId: "3" });
    await start();
    expect(await rejectionOf(start())).toBeInstanceOf(LimitExceededException);
  });

  test.each<[keyof Quotas, (client: Amplify, appId: string) => Promise<unknown>]>([
    ["branchesPerApp", (client, appId) => client.createBranch({ appId, branchName: "next" })],
    ["webhooksPerApp", (client, appId) => client.createWebhook({ appId, branchName: "main" })],
    [
      "domainsPerApp",
      (client, appId) =>
        client.createDomainAssociation({ appId, domainName: "example.com", subDomainSettings: [] }),
    ],
    [
      "subdomainsPerDomain",
      (client, appId) =>
        client.createDomainAssociation({
          appId,
          domainName: "example.com",
          subDomainSettings: [{ prefix: "", branchName: "main" }],
        }),
    ],
    ["appsPerRegion", (client) => client.createApp({ name: "app" })],
  ])("%s can be set", async (quota, use) => {
    const { client, appId } = await withQuotas({ [quota]: 0 });
    expect(await rejectionOf(use(client, appId))).toBeInstanceOf(LimitExceededException);
  });

  test("limit the tags of one resource", async () => {
    const { client } = await withQuotas({ tagsPerResource: 1 });
    const error = await rejectionOf(client.createApp({ name: "app", tags: { a: "1", b: "2" } }));
    expect(error.message).toBe("A resource can have at most 1 tags, got 2.");
  });

  test("do not bind what the state is seeded with", async () => {
    const simulator = await started({ seedApps: 300, quotas: { appsPerRegion: 1 } });
    expect(simulator.state.apps).toHaveLength(300);
  });
});
