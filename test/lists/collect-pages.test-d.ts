import {
  AmplifyClient,
  ListWebhooksCommand,
  paginateListApps,
  paginateListBranches,
  paginateListDomainAssociations,
  paginateListJobs,
  type App,
  type Branch,
  type DomainAssociation,
  type JobSummary,
  type ListAppsCommandOutput,
  type ListJobsCommandOutput,
  type ListWebhooksCommandOutput,
} from "@aws-sdk/client-amplify";
import { expectTypeOf } from "vitest";
import { withBreakers } from "../../src/index.ts";
import { collectPages } from "../../src/lists/collect-pages.ts";
import type { CompleteList, MissingPages, PageList, PartialList } from "../../src/lists/page-list.ts";

const client = withBreakers(new AmplifyClient());
const branch = { appId: "d1", branchName: "main" };

// Items and pages are typed by the paginator.
const apps = await collectPages(paginateListApps, { client, pageSize: 50 }, {});
expectTypeOf(apps).toEqualTypeOf<PageList<ListAppsCommandOutput>>();
expectTypeOf(apps.items).toEqualTypeOf<readonly App[]>();
expectTypeOf(apps.pages).toEqualTypeOf<readonly ListAppsCommandOutput[]>();
const branches = await collectPages(paginateListBranches, { client }, { appId: "d1" });
expectTypeOf(branches.items).toEqualTypeOf<readonly Branch[]>();
const domains = await collectPages(paginateListDomainAssociations, { client }, { appId: "d1" });
expectTypeOf(domains.items).toEqualTypeOf<readonly DomainAssociation[]>();
const jobs = await collectPages(paginateListJobs, { client }, branch, {
  abortSignal: AbortSignal.timeout(1_000),
});
expectTypeOf(jobs.items).toEqualTypeOf<readonly JobSummary[]>();
expectTypeOf(jobs.pages).toEqualTypeOf<readonly ListJobsCommandOutput[]>();

// All calls may do otherwise than the options say.
void collectPages(paginateListJobs, { client }, branch, {
  breaker: {
    timeout: 2_000,
    fallback: ({ input }) => {
      expectTypeOf(input.branchName).toEqualTypeOf<string | undefined>();
      return { jobSummaries: [], $metadata: {} };
    },
  },
});
// @ts-expect-error -- what lists jobs lists no apps
void collectPages(paginateListApps, { client }, {}, { breaker: { fallback: () => jobs.pages[0] } });

// `isComplete` tells a whole list from a part of one.
if (apps.isComplete) {
  expectTypeOf(apps).toEqualTypeOf<CompleteList<ListAppsCommandOutput>>();
  expectTypeOf(apps.missing).toEqualTypeOf<undefined>();
} else {
  expectTypeOf(apps).toEqualTypeOf<PartialList<ListAppsCommandOutput>>();
  expectTypeOf(apps.missing).toEqualTypeOf<MissingPages>();
  expectTypeOf(apps.missing.error).toEqualTypeOf<unknown>();
  void collectPages(paginateListApps, { client, startingToken: apps.missing.resumeToken }, {});
}
// @ts-expect-error -- nothing may be missing
void apps.missing.resumeToken;
// @ts-expect-error -- readonly
apps.items = [];

// Arguments are those of the paginator.
// @ts-expect-error -- which app's?
void collectPages(paginateListBranches, { client }, {});
// @ts-expect-error -- without a client
void collectPages(paginateListApps, {}, {});
// @ts-expect-error -- no Amplify client
void collectPages(paginateListApps, { client: { send: () => Promise.resolve() } }, {});
// @ts-expect-error -- misspelt
void collectPages(paginateListApps, { client, pagesize: 50 }, {});
// @ts-expect-error -- misspelt
void collectPages(paginateListApps, { client }, {}, { abortsignal: AbortSignal.abort() });
// @ts-expect-error -- what a signal is not
void collectPages(paginateListApps, { client }, {}, { abortSignal: "now" });
// @ts-expect-error -- no paginator
void collectPages(() => client.send(new ListWebhooksCommand({ appId: "d1" })), { client }, {});
declare function paginateWebhooks(config: object, input: object): AsyncGenerator<ListWebhooksCommandOutput>;
// @ts-expect-error -- pages of something else
void collectPages(paginateWebhooks, { client }, {});
