import type { App, CreateAppRequest, ProductionBranch } from "@aws-sdk/client-amplify";
import { cutPage } from "../paging.ts";
import { jobDate, jobEndMs, jobStatusAt } from "../state/job-record.ts";
import type { AppRecord, BranchRecord } from "../state/records.ts";
import { checkTagCount, countAppCreation } from "./limits.ts";
import { arnOf, today, type Handlers, type Service } from "./service.ts";

const LARGEST_PAGE = 100;

/** CreateApp, GetApp, ListApps, UpdateApp, DeleteApp. */
export const appHandlers: Handlers<"CreateApp" | "GetApp" | "ListApps" | "UpdateApp" | "DeleteApp"> = {
  CreateApp: (input, service) => {
    checkTagCount(input.tags ?? {}, service);
    countAppCreation(service);
    return { app: viewApp(addApp(input, service), service) };
  },
  GetApp: ({ appId }, service) => ({ app: viewApp(service.store.app(appId), service) }),
  ListApps: (input, service) => {
    const list = { scope: "ListApps", secret: service.secret, largestPage: LARGEST_PAGE };
    const { items, nextToken } = cutPage(service.store.apps.values(), input, list);
    return { apps: items.map((record) => viewApp(record, service)), nextToken };
  },
  UpdateApp: ({ appId, accessToken: _accessToken, oauthToken: _oauthToken, ...changes }, service) => {
    const record = service.store.app(appId);
    Object.assign(record.app, changes, { updateTime: today(service) });
    return { app: viewApp(record, service) };
  },
  DeleteApp: ({ appId }, service) => {
    const record = service.store.app(appId);
    const app = viewApp(record, service);
    for (const { jobs } of record.branches.values()) service.store.noteDeleted(jobs.values());
    service.store.apps.delete(app.appId ?? "");
    return { app };
  },
};

/** Puts an app into the store, whatever the quotas say. */
export function addApp(input: CreateAppRequest, service: Service): AppRecord {
  const appId = service.ids.appId();
  const now = today(service);
  const { accessToken: _accessToken, oauthToken: _oauthToken, ...given } = input;
  const record: AppRecord = {
    order: service.store.nextOrder(),
    app: {
      description: "",
      repository: "",
      platform: "WEB",
      environmentVariables: {},
      enableBranchAutoBuild: false,
      enableBranchAutoDeletion: false,
      enableBasicAuth: false,
      customRules: [],
      customHeaders: "",
      enableAutoBranchCreation: false,
      tags: {},
      ...given,
      appId,
      appArn: arnOf(service, `apps/${appId}`),
      defaultDomain: `${appId}.amplifyapp.com`,
      createTime: now,
      updateTime: now,
    },
    branches: new Map(),
    domains: new Map(),
    webhooks: new Map(),
    backendEnvironments: new Map(),
  };
  service.store.apps.set(appId, record);
  return record;
}

/** The app as it is shown at this moment. */
export function viewApp(record: AppRecord, service: Service): App {
  return { ...record.app, productionBranch: productionBranch(record, service) };
}

function productionBranch(record: AppRecord, service: Service): ProductionBranch | undefined {
  for (const branch of record.branches.values()) {
    if (branch.branch.stage === "PRODUCTION") return viewProductionBranch(branch, service.clock.now());
  }
  return undefined;
}

function viewProductionBranch(record: BranchRecord, nowMs: number): ProductionBranch {
  const job = [...record.jobs.values()].findLast((candidate) => jobStatusAt(candidate, nowMs) === "SUCCEED");
  return {
    branchName: record.branch.branchName,
    status: job ? "SUCCEED" : "",
    lastDeployTime: job && jobDate(job, jobEndMs(job) ?? nowMs),
  };
}
