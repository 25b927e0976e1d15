import { BadRequestException, paginateListApps } from "@aws-sdk/client-amplify";
import { expect, test } from "vitest";
import { clientOf, rejectionOf, started } from "./started-simulator.ts";

test("the SDK's paginator sees everything once, in order of creation", async () => {
  const client = clientOf(await started({ seedApps: 120 }));
  const names: (string | undefined)[] = [];
  for await (const { apps = [] } of paginateListApps({ client, pageSize: 25 }, {})) {
    names.push(...apps.map(({ name }) => name));
  }
  expect(names).toEqual(Array.from({ length: 120 }, (_, index) => `app-${index + 1}`));
});

test("pages hold 50 unless told otherwise, and the last one has no token", async () => {
  const client = clientOf(await started({ seedApps: 60 }));
  const first = await client.listApps({});
  expect(first.apps).toHaveLength(50);
  const second = await client.listApps({ nextToken: first.nextToken });
  expect(second.apps).toHaveLength(10);
  expect(second.nextToken).toBeUndefined();
  expect((await client.listApps({ maxResults: 100 })).nextToken).toBeUndefined();
});

test("nothing is skipped when something earlier is deleted between two pages", async () => {
  const client = clientOf(await started({ seedApps: 4 }));
  const { apps = [], nextToken } = await client.listApps({ maxResults: 2 });
  await client.deleteApp({ appId: apps[0]?.appId });
  const { apps: rest = [] } = await client.listApps({ nextToken });
  expect(rest.map(({ name }) => name)).toEqual(["app-3", "app-4"]);
});

test("jobs are listed newest first", async () => {
  const simulator = await started();
  const { appId = "" } = simulator.state.addApp({ branches: ["main"] });
  for (let count = 0; count < 3; count += 1) simulator.state.addJob(appId, "main");
  const client = clientOf(simulator);
  const branch = { appId, branchName: "main", maxResults: 2 };
  const { jobSummaries = [], nextToken } = await client.listJobs(branch);
  expect(jobSummaries.map(({ jobId }) => jobId)).toEqual(["3", "2"]);
  const { jobSummaries: rest = [] } = await client.listJobs({ ...branch, nextToken });
  expect(rest.map(({ jobId }) => jobId)).toEqual(["1"]);
});

test("refuses a token it did not hand out for this very list", async () => {
  const simulator = await started({ seedApps: [{ branches: ["a", "b"] }, { branches: ["a", "b"] }] });
  const client = clientOf(simulator);
  const [first, second] = simulator.state.apps;
  const { nextToken } = await client.listBranches({ appId: first?.appId, maxResults: 1 });
  expect(nextToken).toMatch(/^[\w-]+$/);
  const refused = [
    client.listBranches({ appId: second?.appId, nextToken }),
    client.listApps({ nextToken }),
    client.listApps({ nextToken: "made up" }),
    client.listApps({ maxResults: 101 }),
    client.listBranches({ appId: first?.appId, maxResults: 51 }),
  ];
  for (const error of await Promise.all(refused.map((call) => rejectionOf(call)))) {
    expect(error).toBeInstanceOf(BadRequestException);
  }
});
