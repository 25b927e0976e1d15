import * as sdk from "@aws-sdk/client-amplify";
import { expect, test } from "vitest";
import { operationNames } from "../../../src/amplify/operations.ts";
import { ManualClock } from "../../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "../started-simulator.ts";

/** Walks an account through every operation, and returns the names of those that were answered. */
async function useEverything(client: sdk.Amplify, clock: ManualClock): Promise<void> {
  const { app } = await client.createApp({ name: "shop", tags: { team: "web" } });
  const { appId, appArn, defaultDomain } = app ?? {};
  await client.getApp({ appId });
  await client.listApps({});
  await client.updateApp({ appId, description: "sells" });
  const branch = { appId, branchName: "feature/cart" };
  await client.createBranch(branch);
  await client.getBranch(branch);
  await client.listBranches({ appId });
  await client.updateBranch({ ...branch, stage: "PRODUCTION" });
  const { jobId } = await client.createDeployment(branch);
  await client.startDeployment({ ...branch, jobId });
  await client.stopJob({ ...branch, jobId });
  const { jobSummary } = await client.startJob({ ...branch, jobType: "RELEASE" });
  clock.advance(60_000);
  const job = { ...branch, jobId: jobSummary?.jobId };
  await client.getJob(job);
  await client.listJobs(branch);
  const { artifacts } = await client.listArtifacts(job);
  await client.getArtifactUrl({ artifactId: artifacts?.[0]?.artifactId });
  await client.deleteJob(job);
  await client.generateAccessLogs({ appId, domainName: defaultDomain, startTime: new Date(0) });
  const domain = { appId, domainName: "example.com" };
  const subDomainSettings = [{ prefix: "www", branchName: branch.branchName }];
  await client.createDomainAssociation({ ...domain, subDomainSettings });
  await client.getDomainAssociation(domain);
  await client.listDomainAssociations({ appId });
  await client.updateDomainAssociation({ ...domain, enableAutoSubDomain: true });
  await client.deleteDomainAssociation(domain);
  const { webhook } = await client.createWebhook(branch);
  await client.getWebhook({ webhookId: webhook?.webhookId });
  await client.listWebhooks({ appId });
  await client.updateWebhook({ webhookId: webhook?.webhookId, description: "on push" });
  await client.deleteWebhook({ webhookId: webhook?.webhookId });
  const environment = { appId, environmentName: "staging" };
  await client.createBackendEnvironment(environment);
  await client.getBackendEnvironment(environment);
  await client.listBackendEnvironments({ appId });
  await client.deleteBackendEnvironment(environment);
  await client.tagResource({ resourceArn: appArn, tags: { stage: "test" } });
  await client.listTagsForResource({ resourceArn: appArn });
  await client.untagResource({ resourceArn: appArn, tagKeys: ["stage", "team"] });
  await client.deleteBranch(branch);
  await client.deleteApp({ appId });
}

test("answers every operation of the API as its schema says", async () => {
  const clock = new ManualClock();
  const simulator = await started({ clock });
  await useEverything(clientOf(simulator), clock);
  const operations = new Set([...simulator.requests].map(({ operation }) => operation));
  expect([...operations].toSorted()).toEqual([...operationNames]);
  expect([...simulator.requests].every(({ status }) => status === 200)).toBe(true);
});

test("gives the same ids for the same seed, and others for another", async () => {
  const ids = async (seed: number) => {
    const simulator = await started({ seed, clock: new ManualClock() });
    await clientOf(simulator).listApps({});
    const { app } = await clientOf(simulator).createApp({ name: "shop" });
    return [app?.appId, simulator.requests.last?.requestId];
  };
  const first = await ids(1);
  expect(await ids(1)).toEqual(first);
  expect(await ids(2)).not.toEqual(first);
  expect(first[0]).toMatch(/^d[a-z0-9]{13}$/);
  expect(first[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});

/** Required members of inputs that have some, filled with something. */
const inputs: Readonly<Record<string, unknown>> = {
  jobType: "RELEASE",
  subDomainSettings: [],
  tags: {},
  tagKeys: ["key"],
};

function inputOf(operation: string): Record<string, unknown> {
  const schemas = sdk as unknown as Readonly<Record<string, readonly unknown[] | undefined>>;
  const inputSchema = schemas[`${operation}$`]?.[4] as (() => readonly unknown[]) | undefined;
  const input = inputSchema?.() ?? [];
  const names = (input[4] as readonly string[]).slice(0, Number(input[6] ?? 0));
  return Object.fromEntries(names.map((name) => [name, inputs[name] ?? "any"]));
}

const modelledErrors = [
  ["BadRequestException", 400],
  ["UnauthorizedException", 401],
  ["NotFoundException", 404],
  ["ResourceNotFoundException", 404],
  ["LimitExceededException", 429],
  ["InternalFailureException", 500],
  ["DependentServiceFailureException", 503],
] as const;

test.each(modelledErrors)(
  "sends %s for every operation so that the SDK knows it again",
  async (name, status) => {
    const simulator = await started();
    const client = clientOf(simulator);
    simulator.faults.inject({ kind: "error", error: name, message: `a ${name}` });
    const send = (operation: string) => {
      const Command = (sdk as unknown as Record<string, new (input: object) => sdk.ListAppsCommand>)[
        `${operation}Command`
      ];
      if (!Command) throw new Error(`no command for ${operation}`);
      return rejectionOf(client.send(new Command(inputOf(operation))));
    };
    for (const operation of operationNames) {
      const error = await send(operation);
      expect(error).toBeInstanceOf(sdk[name]);
      expect(error).toMatchObject({
        name,
        message: `a ${name}`,
        $metadata: { httpStatusCode: status, attempts: 1 },
      });
      expect(simulator.requests.last).toMatchObject({ operation, status, fault: { error: name } });
    }
  },
);
