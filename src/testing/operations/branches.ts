import type { Branch, CreateBranchRequest } from "@aws-sdk/client-amplify";
import { cutPage } from "../paging.ts";
import { badRequest } from "../protocol/service-error.ts";
import type { AppRecord, BranchRecord } from "../state/records.ts";
import { checkQuota, checkTagCount } from "./limits.ts";
import { today, type Handlers, type Service } from "./service.ts";

/** CreateBranch, GetBranch, ListBranches, UpdateBranch, DeleteBranch. */
export const branchHandlers: Handlers<
  "CreateBranch" | "GetBranch" | "ListBranches" | "UpdateBranch" | "DeleteBranch"
> = {
  CreateBranch: (input, service) => {
    const owner = service.store.app(input.appId);
    if (owner.branches.has(input.branchName ?? "")) {
      throw badRequest(`A branch with the name ${input.branchName ?? ""} already exists.`);
    }
    checkTagCount(input.tags ?? {}, service);
    checkQuota(owner.branches.size, service.quotas.branchesPerApp, "branches for this app");
    return { branch: viewBranch(addBranch(owner, input, service), owner) };
  },
  GetBranch: ({ appId, branchName }, service) => ({
    branch: viewBranch(service.store.branch(appId, branchName), service.store.app(appId)),
  }),
  ListBranches: (input, service) => {
    const owner = service.store.app(input.appId);
    const list = { scope: `ListBranches ${input.appId ?? ""}`, secret: service.secret };
    const { items, nextToken } = cutPage(owner.branches.values(), input, list);
    return { branches: items.map((record) => viewBranch(record, owner)), nextToken };
  },
  UpdateBranch: ({ appId, branchName, ...changes }, service) => {
    const record = service.store.branch(appId, branchName);
    Object.assign(record.branch, changes, { updateTime: today(service) });
    return { branch: viewBranch(record, service.store.app(appId)) };
  },
  DeleteBranch: ({ appId, branchName }, service) => {
    const owner = service.store.app(appId);
    const record = service.store.branch(appId, branchName);
    service.store.noteDeleted(record.jobs.values());
    owner.branches.delete(branchName ?? "");
    return { branch: viewBranch(record, owner) };
  },
};

/** Puts a branch into an app, whatever the quotas say. */
export function addBranch(
  owner: AppRecord,
  { appId: _appId, ...given }: CreateBranchRequest,
  service: Service,
): BranchRecord {
  const now = today(service);
  const name = given.branchName ?? "";
  const record: BranchRecord = {
    order: service.store.nextOrder(),
    branch: {
      description: "",
      stage: "DEVELOPMENT",
      displayName: name.replaceAll("/", "-"),
      enableNotification: false,
      environmentVariables: {},
      enableAutoBuild: true,
      framework: "Web",
      enableBasicAuth: false,
      enablePullRequestPreview: false,
      ttl: "5",
      tags: {},
      ...given,
      branchArn: `${owner.app.appArn ?? ""}/branches/${encodeURIComponent(name)}`,
      activeJobId: "0",
      totalNumberOfJobs: "0",
      customDomains: [],
      createTime: now,
      updateTime: now,
    },
    jobs: new Map(),
    lastJobNumber: 0,
  };
  owner.branches.set(name, record);
  return record;
}

/** The branch as it is shown at this moment. */
export function viewBranch(record: BranchRecord, owner: AppRecord): Branch {
  const started = [...record.jobs.values()].findLast((job) => job.startedAtMs !== undefined);
  return {
    ...record.branch,
    activeJobId: started?.jobId ?? "0",
    totalNumberOfJobs: String(record.lastJobNumber),
    customDomains: customDomains(record, owner),
  };
}

function customDomains(record: BranchRecord, owner: AppRecord): string[] {
  return [...owner.domains.values()].flatMap(({ domain }) =>
    (domain.subDomains ?? [])
      .map(({ subDomainSetting }) => subDomainSetting)
      .filter((setting) => setting?.branchName === record.branch.branchName)
      .map((setting) => [setting?.prefix, domain.domainName].filter(Boolean).join(".")),
  );
}
