import { BadRequestException, NotFoundException, ResourceNotFoundException } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { ManualClock, type SeedApp, type SimulatorOptions } from "../../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "../started-simulator.ts";

async function withApp(seed: SeedApp = { branches: ["main"] }, options: SimulatorOptions = {}) {
  const clock = new ManualClock();
  const simulator = await started({ clock, ...options });
  const { appId = "", appArn = "", defaultDomain = "" } = simulator.state.addApp(seed);
  return { clock, client: clientOf(simulator), appId, appArn, defaultDomain };
}

describe("domain associations", () => {
  test("are verified by and by", async () => {
    const { clock, client, appId } = await withApp();
    const domain = { appId, domainName: "example.com" };
    const subDomainSettings = [{ prefix: "www", branchName: "main" }];
    const { domainAssociation } = await client.createDomainAssociation({ ...domain, subDomainSettings });
    expect(domainAssociation).toMatchObject({
      domainStatus: "PENDING_VERIFICATION",
      enableAutoSubDomain: false,
      subDomains: [{ verified: false, subDomainSetting: { prefix: "www", branchName: "main" } }],
      certificate: { type: "AMPLIFY_MANAGED" },
    });
    clock.advance(5_000);
    expect((await client.getDomainAssociation(domain)).domainAssociation).toMatchObject({
      domainStatus: "AVAILABLE",
      subDomains: [{ verified: true }],
    });
  });

  test("exist once, and lead to branches that exist", async () => {
    const { client, appId } = await withApp();
    const domain = { appId, domainName: "example.com", subDomainSettings: [] };
    await client.createDomainAssociation(domain);
    expect(await rejectionOf(client.createDomainAssociation(domain))).toBeInstanceOf(BadRequestException);
    const subDomainSettings = [{ prefix: "www", branchName: "none" }];
    const astray = client.updateDomainAssociation({ ...domain, subDomainSettings });
    expect(await rejectionOf(astray)).toBeInstanceOf(NotFoundException);
  });

  test("change, and go", async () => {
    const { client, appId } = await withApp();
    const domain = { appId, domainName: "example.com" };
    await client.createDomainAssociation({ ...domain, subDomainSettings: [] });
    const { domainAssociation } = await client.updateDomainAssociation({
      ...domain,
      subDomainSettings: [{ prefix: "", branchName: "main" }],
      certificateSettings: { type: "CUSTOM", customCertificateArn: "arn:aws:acm:any" },
    });
    expect(domainAssociation).toMatchObject({
      updateStatus: "UPDATE_COMPLETE",
      subDomains: [{ subDomainSetting: { branchName: "main" } }],
      certificate: { type: "CUSTOM" },
    });
    await client.deleteDomainAssociation(domain);
    expect(await rejectionOf(client.getDomainAssociation(domain))).toBeInstanceOf(NotFoundException);
  });
});

describe("webhooks", () => {
  test("belong to a branch that exists", async () => {
    const { client, appId } = await withApp({ branches: ["main", "next"] });
    const { webhook } = await client.createWebhook({ appId, branchName: "main" });
    expect(webhook).toMatchObject({ appId, branchName: "main", description: "" });
    expect(webhook?.webhookUrl).toContain(`id=${webhook?.webhookId}&token=`);
    const { webhookId } = webhook ?? {};
    expect((await client.updateWebhook({ webhookId, branchName: "next" })).webhook?.branchName).toBe("next");
    const refused = [
      client.createWebhook({ appId, branchName: "none" }),
      client.updateWebhook({ webhookId, branchName: "none" }),
      client.getWebhook({ webhookId: "none" }),
    ];
    for (const error of await Promise.all(refused.map((call) => rejectionOf(call)))) {
      expect(error).toBeInstanceOf(NotFoundException);
    }
  });
});

describe("backend environments", () => {
  test("exist once, are listed by name, and go", async () => {
    const { client, appId } = await withApp();
    const staging = { appId, environmentName: "staging" };
    const { backendEnvironment } = await client.createBackendEnvironment({ ...staging, stackName: "stack" });
    await client.createBackendEnvironment({ appId, environmentName: "dev" });
    expect(await rejectionOf(client.createBackendEnvironment(staging))).toBeInstanceOf(BadRequestException);
    expect((await client.listBackendEnvironments({ appId })).backendEnvironments).toHaveLength(2);
    expect((await client.listBackendEnvironments(staging)).backendEnvironments).toEqual([backendEnvironment]);
    await client.deleteBackendEnvironment(staging);
    expect(await rejectionOf(client.getBackendEnvironment(staging))).toBeInstanceOf(NotFoundException);
  });
});

describe("tags", () => {
  test("are put on apps, branches, domain associations and webhooks", async () => {
    const { client, appId } = await withApp({ branches: ["feature/cart"] });
    const { branch } = await client.getBranch({ appId, branchName: "feature/cart" });
    const domain = { appId, domainName: "example.com", subDomainSettings: [] };
    const { domainAssociation } = await client.createDomainAssociation(domain);
    const { webhook } = await client.createWebhook({ appId, branchName: "feature/cart" });
    const { app } = await client.getApp({ appId });
    for (const resourceArn of [
      app?.appArn,
      branch?.branchArn,
      branch?.branchArn?.replace("%2F", "/"),
      domainAssociation?.domainAssociationArn,
      webhook?.webhookArn,
    ]) {
      await client.tagResource({ resourceArn, tags: { team: "web", stage: "test" } });
      await client.untagResource({ resourceArn, tagKeys: ["stage", "none"] });
      expect((await client.listTagsForResource({ resourceArn })).tags).toEqual({ team: "web" });
    }
    expect((await client.getApp({ appId })).app?.tags).toEqual({ team: "web" });
  });

  test("cannot be put on what does not exist", async () => {
    const { client, appArn } = await withApp();
    for (const resourceArn of [
      "arn:aws:amplify:us-east-1:123456789012:apps/none",
      `${appArn}/branches/none`,
      `${appArn}/jobs/1`,
      "arn:aws:amplify:us-east-1:123456789012:webhooks/none",
      "arn:aws:s3:::bucket",
    ]) {
      const error = await rejectionOf(client.listTagsForResource({ resourceArn }));
      expect(error).toBeInstanceOf(ResourceNotFoundException);
      expect(error["code"]).toBe("ResourceNotFound");
    }
  });
});

describe("access logs", () => {
  test("are there for the app's own domains", async () => {
    const { client, appId, defaultDomain } = await withApp();
    for (const domainName of [defaultDomain, `main.${defaultDomain}`]) {
      const { logUrl = "" } = await client.generateAccessLogs({ appId, domainName });
      expect(await (await fetch(logUrl)).text()).toContain("cs-method");
    }
    const strange = client.generateAccessLogs({ appId, domainName: "example.com" });
    expect(await rejectionOf(strange)).toBeInstanceOf(NotFoundException);
  });
});

describe("presigned URLs", () => {
  test("expire, and cannot be forged or used for something else", async () => {
    const { clock, client, appId } = await withApp(
      { branches: ["main"] },
      { presignedUrlLifetimeMs: 60_000 },
    );
    const { jobId, zipUploadUrl = "" } = await client.createDeployment({ appId, branchName: "main" });
    const put = async (url: string) => {
      const response = await fetch(url, { method: "PUT", body: "zipped" });
      return [response.status, /<Code>(\w+)/.exec(await response.text())?.[1]];
    };
    expect(await put(zipUploadUrl.replace("site.zip", "other.zip"))).toEqual([403, "SignatureDoesNotMatch"]);
    expect((await fetch(zipUploadUrl)).status).toBe(405);
    expect(await put(zipUploadUrl)).toEqual([200, undefined]);
    await client.startDeployment({ appId, branchName: "main", jobId });
    expect(await put(zipUploadUrl)).toEqual([404, "NoSuchKey"]);
    clock.advance(62_000);
    expect(await put(zipUploadUrl)).toEqual([403, "AccessDenied"]);
  });
});
