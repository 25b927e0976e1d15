import { describe, expect, test } from "vitest";
import { operationKinds, operationNames, unknownOperation } from "../../src/amplify/operations.ts";
import {
  isReadName,
  makesStale,
  subjectOf,
  type ReadName,
  type WriteName,
} from "../../src/amplify/stale-reads.ts";

const arnOf = (path: string): string => `arn:aws:amplify:eu-west-1:123456789012:${path}`;

/** What each read is about, in the order of {@link reads}. */
const membersOf: Readonly<Record<ReadName, readonly string[]>> = {
  GenerateAccessLogs: ["appId", "domainName"],
  GetApp: ["appId"],
  GetArtifactUrl: ["artifactId"],
  GetBackendEnvironment: ["appId", "environmentName"],
  GetBranch: ["appId", "branchName"],
  GetDomainAssociation: ["appId", "domainName"],
  GetJob: ["appId", "branchName", "jobId"],
  GetWebhook: ["webhookId"],
  ListApps: [],
  ListArtifacts: ["appId", "branchName", "jobId"],
  ListBackendEnvironments: ["appId", "environmentName"],
  ListBranches: ["appId"],
  ListDomainAssociations: ["appId"],
  ListJobs: ["appId", "branchName"],
  ListTagsForResource: ["resourceArn"],
  ListWebhooks: ["appId"],
};

/** Reads of two apps: of the first, two of everything. */
const reads = [
  "ListApps",
  "GetApp d1",
  "GetApp d2",
  "ListBranches d1",
  "ListBranches d2",
  "GetBranch d1 main",
  "GetBranch d1 dev",
  "GetBranch d2 main",
  "ListJobs d1 main",
  "ListJobs d1 dev",
  "ListJobs d2 main",
  "GetJob d1 main 1",
  "GetJob d1 main 2",
  "GetJob d1 dev 1",
  "GetJob d2 main 1",
  "ListArtifacts d1 main 1",
  "ListArtifacts d1 dev 1",
  "ListArtifacts d2 main 1",
  "GetArtifactUrl a1",
  "ListBackendEnvironments d1",
  "ListBackendEnvironments d1 prod",
  "ListBackendEnvironments d1 test",
  "ListBackendEnvironments d2",
  "GetBackendEnvironment d1 prod",
  "GetBackendEnvironment d1 test",
  "GetBackendEnvironment d2 prod",
  "ListDomainAssociations d1",
  "ListDomainAssociations d2",
  "GetDomainAssociation d1 a.com",
  "GetDomainAssociation d1 b.com",
  "GetDomainAssociation d2 a.com",
  "GenerateAccessLogs d1 a.com",
  "GenerateAccessLogs d1 b.com",
  "GenerateAccessLogs d2 a.com",
  "ListWebhooks d1",
  "ListWebhooks d2",
  "GetWebhook w1",
  "GetWebhook w2",
  `ListTagsForResource ${arnOf("apps/d1")}`,
  `ListTagsForResource ${arnOf("apps/d1/branches/main")}`,
  `ListTagsForResource ${arnOf("apps/d2")}`,
  `ListTagsForResource ${arnOf("apps/d2/branches/main")}`,
] as const;

type ReadOfSomething = (typeof reads)[number];

function staleAfter(write: string, writeInput: unknown): readonly ReadOfSomething[] {
  return reads.filter((line) => {
    const [read = "", ...values] = line.split(" ");
    const names = membersOf[read as ReadName];
    const readInput: unknown = Object.fromEntries(values.map((value, index) => [names[index], value]));
    return makesStale(write, writeInput, read, readInput);
  });
}

const apps: readonly ReadOfSomething[] = ["ListApps", "GetApp d1"];
const mainBranch: readonly ReadOfSomething[] = ["ListBranches d1", "GetBranch d1 main"];
const branches: readonly ReadOfSomething[] = [...mainBranch, "GetBranch d1 dev"];
const jobs: readonly ReadOfSomething[] = [
  "ListJobs d1 main",
  "GetJob d1 main 1",
  "GetJob d1 main 2",
  "ListArtifacts d1 main 1",
  "GetArtifactUrl a1",
];
const ofAJob = [...apps, ...mainBranch, ...jobs];
const domain: readonly ReadOfSomething[] = ["ListDomainAssociations d1", "GetDomainAssociation d1 a.com"];
const domains: readonly ReadOfSomething[] = [...domain, "GetDomainAssociation d1 b.com"];
const environment: readonly ReadOfSomething[] = [
  "ListBackendEnvironments d1",
  "ListBackendEnvironments d1 prod",
  "GetBackendEnvironment d1 prod",
];
const allWebhookLists: readonly ReadOfSomething[] = ["ListWebhooks d1", "ListWebhooks d2"];
const tags = reads.filter((line) => line.startsWith("ListTagsForResource") && line.includes("/d1"));
const ofTheFirstApp = reads.filter((line) => !line.includes("d2"));

const job = { appId: "d1", branchName: "main", jobId: "1" };
const newJob = { appId: "d1", branchName: "main" };
const domainInput = { appId: "d1", domainName: "a.com", subDomainSettings: [] };
const environmentInput = { appId: "d1", environmentName: "prod" };
const ofABranch = { resourceArn: arnOf("apps/d1/branches/main") };

const rows: Readonly<Record<WriteName, readonly [input: object, stale: readonly ReadOfSomething[]]>> = {
  CreateApp: [{ name: "shop" }, ["ListApps"]],
  CreateBackendEnvironment: [environmentInput, environment],
  CreateBranch: [newJob, [...ofAJob, ...domains, ...tags]],
  CreateDeployment: [newJob, ofAJob],
  CreateDomainAssociation: [domainInput, [...domain, ...branches]],
  CreateWebhook: [newJob, ["ListWebhooks d1"]],
  DeleteApp: [{ appId: "d1" }, ofTheFirstApp],
  DeleteBackendEnvironment: [environmentInput, [...environment, ...branches]],
  DeleteBranch: [
    newJob,
    [...ofAJob, ...domains, ...tags, "ListWebhooks d1", "GetWebhook w1", "GetWebhook w2"],
  ],
  DeleteDomainAssociation: [domainInput, [...domain, ...branches, ...tags, "GenerateAccessLogs d1 a.com"]],
  DeleteJob: [job, ofAJob],
  DeleteWebhook: [{ webhookId: "w1" }, ["GetWebhook w1", ...allWebhookLists]],
  StartDeployment: [newJob, ofAJob],
  StartJob: [newJob, ofAJob],
  StopJob: [job, ofAJob],
  TagResource: [{ ...ofABranch, tags: {} }, [...tags, ...apps, ...branches]],
  UntagResource: [{ ...ofABranch, tagKeys: [] }, [...tags, ...apps, ...branches]],
  UpdateApp: [{ appId: "d1" }, [...apps, ...branches]],
  UpdateBranch: [newJob, [...apps, ...mainBranch]],
  UpdateDomainAssociation: [domainInput, [...domain, ...branches]],
  UpdateWebhook: [{ webhookId: "w1" }, ["GetWebhook w1", ...allWebhookLists]],
};

describe("a write makes stale what it may have changed, and nothing else", () => {
  test.each(Object.entries(rows))("%s", (write, [input, stale]) => {
    expect(staleAfter(write, input).toSorted()).toEqual(stale.toSorted());
  });

  test("each of the 21 writes has its row here, and the reads above are all there are", () => {
    const writes = operationNames.filter((name) => operationKinds[name] !== "read");

    expect(Object.keys(rows).toSorted()).toEqual(writes);
    expect(new Set(reads.map((line) => line.split(" ")[0]))).toEqual(new Set(Object.keys(membersOf)));
  });
});

describe("where the inputs do not tell, a write makes stale", () => {
  test.each([undefined, null, "d1", {}, { appId: 1 }, { resourceArn: 1 }])(
    "the reads of every app, as with %j",
    (input) => {
      expect(makesStale("DeleteApp", input, "GetApp", { appId: "d1" })).toBe(true);
      expect(makesStale("DeleteApp", { appId: "d1" }, "GetApp", input)).toBe(true);
    },
  );

  test("the reads of every app, where a getter throws", () => {
    const hostile = {
      get appId(): string {
        throw new Error("no");
      },
    };

    expect(makesStale("UpdateApp", hostile, "GetApp", { appId: "d1" })).toBe(true);
    expect(makesStale("UpdateApp", { appId: "d1" }, "GetApp", hostile)).toBe(true);
  });

  test("what any app shows of its tags, where the ARN names no app", () => {
    const ofAWebhook = { resourceArn: arnOf("webhooks/w1") };

    expect(makesStale("TagResource", ofAWebhook, "GetApp", { appId: "d2" })).toBe(true);
    expect(makesStale("DeleteApp", { appId: "d1" }, "ListTagsForResource", ofAWebhook)).toBe(true);
  });

  test("the tags of a branch however its ARN is spelled", () => {
    const encoded = { resourceArn: arnOf("apps/d1/branches/feature%2Fx") };
    const plain = { resourceArn: arnOf("apps/d1/branches/feature/x") };

    expect(makesStale("UntagResource", encoded, "ListTagsForResource", plain)).toBe(true);
  });
});

describe("an operation that is not known", () => {
  test.each(["PublishApp", unknownOperation, "toString", ""])("makes everything stale: %j", (write) => {
    expect(staleAfter(write, { appId: "d1" })).toEqual(reads);
  });

  test("is made stale by every write, and by no read", () => {
    expect(makesStale("CreateApp", {}, "DescribeApp", { appId: "d1" })).toBe(true);
    expect(makesStale("ListApps", {}, "DescribeApp", { appId: "d1" })).toBe(false);
  });
});

test.each(Object.keys(membersOf))("%s is a read, and makes nothing stale", (read) => {
  expect(isReadName(read)).toBe(true);
  expect(staleAfter(read, { appId: "d1" })).toEqual([]);
});

test.each(["StartJob", "PublishApp", unknownOperation, "toString"])("%s is no read", (operation) => {
  expect(isReadName(operation)).toBe(false);
});

describe("the subject of an input", () => {
  test("has the members that say which thing it is, and nothing else", () => {
    const input = {
      appId: "d1",
      branchName: "main",
      domainName: "a.com",
      environmentName: "prod",
      webhookId: "w1",
    };

    expect(subjectOf({ ...input, accessToken: "secret", nextToken: "t" })).toEqual(input);
    expect(subjectOf(undefined)).toEqual({});
  });

  test("has the app of an ARN", () => {
    expect(subjectOf(ofABranch)).toEqual({ appId: "d1" });
  });

  test("stays what it is when the input changes", () => {
    const input = { appId: "d1" };
    const subject = subjectOf(input);
    input.appId = "d2";

    expect(subject).toEqual({ appId: "d1" });
    expect(Object.isFrozen(subject)).toBe(true);
  });
});
