import * as sdk from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { fallbackOf, markFallback } from "../../src/fallback/fallback-mark.ts";
import { createBreakers, type BreakerOptions } from "../../src/index.ts";
import { collectPages } from "../../src/lists/collect-pages.ts";
import type { ListPage } from "../../src/lists/list-page.ts";
import type { PageList } from "../../src/lists/page-list.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { quickToOpen } from "./support/outage.ts";
import { rejectionOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const outage = { kind: "error", error: "InternalFailureException" } as const;
const once = { maxAttempts: 1 };
const numbers = ["1", "2", "3", "4", "5"];

/** An account with five of everything. */
async function startAccount() {
  const simulator = await startSimulator({ seedApps: numbers.length - 1 });
  const { appId = "" } = simulator.state.addApp({ branches: numbers });
  for (const commitId of numbers) simulator.state.addJob(appId, "1", { commitId });
  const raw = rawClient(simulator);
  for (const number of numbers) {
    await raw.createDomainAssociation({ appId, domainName: `${number}.example`, subDomainSettings: [] });
  }
  simulator.requests.clear();
  return { simulator, appId };
}

/** Does `act` just before the client is given the command for the page with that number. */
function beforePage(number: number, act: () => void): { withCommand: () => undefined } {
  let page = 0;
  const withCommand = () => {
    page += 1;
    if (page === number) act();
    return undefined;
  };
  return { withCommand };
}

type Config = sdk.AmplifyPaginationConfiguration;
type Collect = (config: Config, appId: string) => Promise<PageList<ListPage>>;

const everyPaginator: readonly (readonly [operation: string, collect: Collect])[] = [
  ["ListApps", (config) => collectPages(sdk.paginateListApps, config, {})],
  ["ListBranches", (config, appId) => collectPages(sdk.paginateListBranches, config, { appId })],
  [
    "ListDomainAssociations",
    (config, appId) => collectPages(sdk.paginateListDomainAssociations, config, { appId }),
  ],
  ["ListJobs", (config, appId) => collectPages(sdk.paginateListJobs, config, { appId, branchName: "1" })],
];

describe("a list whose third page fails", () => {
  test.each(everyPaginator)(
    "gives two pages of %s, and exactly the rest later",
    async (operation, collect) => {
      const { simulator, appId } = await startAccount();
      const whole = await collect({ client: rawClient(simulator), pageSize: 2 }, appId);
      expect(whole).toMatchObject({ isComplete: true, isStale: false });
      expect(new Set(whole.items.map((item) => JSON.stringify(item))).size).toBe(5);

      const client = protectedClient(simulator, {}, once);
      const fail = beforePage(3, () => simulator.faults.inject(outage));
      const list = await collect({ client, pageSize: 2, ...fail }, appId);
      expect(list.items).toEqual(whole.items.slice(0, 4));
      expect(list.pages).toHaveLength(2);
      expect(list.missing).toMatchObject({
        afterPages: 2,
        reason: "failed",
        resumeToken: list.pages[1]?.nextToken,
        error: { $metadata: { requestId: simulator.requests.last?.requestId } },
      });
      expect(list.missing?.error).toBeInstanceOf(sdk.InternalFailureException);

      simulator.faults.clear();
      const rest = await collect({ client, pageSize: 2, startingToken: list.missing?.resumeToken }, appId);
      expect(rest.isComplete).toBe(true);
      expect([...list.items, ...rest.items]).toEqual(whole.items);
      // The whole list, three pages until the outage, and the rest.
      expect(simulator.requests.count(operation)).toBe(3 + 3 + 1);
      expect(simulator.requests.total).toBe(7);
    },
  );

  test("keeps its token through an open circuit until the service is back", async () => {
    const { simulator } = await startAccount();
    const clock = new ManualClock();
    const client = protectedClient(simulator, { ...quickToOpen, consecutiveFailures: 1, clock }, once);
    const fail = beforePage(3, () => simulator.faults.inject(outage));
    const list = await collectPages(sdk.paginateListApps, { client, pageSize: 2, ...fail }, {});
    const resume = { client, pageSize: 2, startingToken: list.missing?.resumeToken };

    const refused = await collectPages(sdk.paginateListApps, resume, {});
    expect(refused).toMatchObject({ isComplete: false, items: [], pages: [] });
    expect(refused.missing).toMatchObject({
      afterPages: 0,
      resumeToken: list.missing?.resumeToken,
      reason: "failed",
      error: { name: "CircuitOpenError", outcome: "notSent" },
    });
    expect(simulator.requests.total).toBe(3);

    simulator.faults.clear();
    clock.advance(100_000);
    const rest = await collectPages(sdk.paginateListApps, resume, {});
    expect(rest.isComplete).toBe(true);
    const names = [...list.items, ...rest.items].map(({ name }) => name);
    expect(names).toEqual(simulator.state.apps.map(({ name }) => name));
  });

  test("is not filled up by a fallback, which may have the whole list or none", async () => {
    const { simulator } = await startAccount();
    const remembered = new Map<string | undefined, sdk.ListAppsCommandOutput>();
    const fallback: BreakerOptions["fallback"] = (context) => {
      const page = structuredClone(remembered.get((context.input as sdk.ListAppsCommandInput).nextToken));
      markFallback(page, { reason: context.reason, error: context.error, ageMs: 60_000 });
      return page;
    };
    const neverOpens = { consecutiveFailures: false, volumeThreshold: 1_000 } as const;
    const client = protectedClient(simulator, { ...neverOpens, fallback }, once);
    const config = { client, pageSize: 2 };
    for await (const page of sdk.paginateListApps({ client, pageSize: 2 }, {})) {
      remembered.set([...remembered.values()].at(-1)?.nextToken, page);
    }

    const fail = beforePage(3, () => simulator.faults.inject(outage));
    const list = await collectPages(sdk.paginateListApps, { ...config, ...fail }, {});
    expect(list).toMatchObject({ isComplete: false, isStale: false });
    expect(list.items).toHaveLength(4);
    expect(list.missing).toMatchObject({ afterPages: 2, reason: "staleAfterLive" });
    expect(list.missing?.error).toBeInstanceOf(sdk.InternalFailureException);

    const stale = await collectPages(sdk.paginateListApps, config, {});
    expect(stale).toMatchObject({ isComplete: true, isStale: true });
    expect(stale.items).toHaveLength(5);
    expect(fallbackOf(stale.pages[0])?.error).toBeInstanceOf(sdk.InternalFailureException);

    const heal = beforePage(2, () => simulator.faults.clear());
    const healed = await collectPages(sdk.paginateListApps, { ...config, ...heal }, {});
    expect(healed).toMatchObject({ isComplete: false, isStale: true });
    expect(healed.items).toHaveLength(2);
    expect(healed.missing).toMatchObject({
      afterPages: 1,
      reason: "liveAfterStale",
      resumeToken: list.pages[0]?.nextToken,
    });
  });
});

describe("a service that answers nonsense", () => {
  const list = (client: sdk.AmplifyClient) => collectPages(sdk.paginateListApps, { client, pageSize: 2 }, {});

  test("with an empty body has not ended the list", async () => {
    const { simulator } = await startAccount();
    simulator.faults.inject({ kind: "empty", status: 200 });
    expect((await list(protectedClient(simulator))).missing).toMatchObject({
      reason: "noList",
      resumeToken: undefined,
    });
  });

  test("with the same token again and again is asked twice", async () => {
    const { simulator } = await startAccount();
    simulator.faults.inject({ kind: "response", status: 200, body: { apps: [], nextToken: "again" } });
    const { missing } = await list(protectedClient(simulator));
    expect(missing).toMatchObject({ afterPages: 1, reason: "repeatedToken", resumeToken: "again" });
    expect(simulator.requests.total).toBe(2);
  });
});

describe("a list is rejected", () => {
  test("when the caller gives up, whose connection is closed", async () => {
    const { simulator } = await startAccount();
    const client = protectedClient(simulator);
    const controller = new AbortController();
    const hang = beforePage(2, () => simulator.faults.inject({ kind: "hang" }));
    const options = { abortSignal: controller.signal };
    const pages = collectPages(sdk.paginateListApps, { client, pageSize: 2, ...hang }, {}, options);
    const rejection = rejectionOf(pages);
    await simulator.requests.next();
    const hung = await simulator.requests.next();
    controller.abort();
    expect((await rejection).name).toBe("AbortError");
    expect((await hung.settled).isClosedEarly).toBe(true);
    expect(simulator.requests.total).toBe(2);
  });

  test("when what it belongs to does not exist, as it has no list to be empty", async () => {
    const { simulator } = await startAccount();
    const client = protectedClient(simulator);
    const rejection = await rejectionOf(
      collectPages(sdk.paginateListBranches, { client }, { appId: "d1unknown" }),
    );
    expect(rejection).toBeInstanceOf(sdk.NotFoundException);
  });

  test("when its token is no token, which no retry mends", async () => {
    const { simulator } = await startAccount();
    const config = { client: protectedClient(simulator), startingToken: "d1unknown" };
    const rejection = await rejectionOf(collectPages(sdk.paginateListApps, config, {}));
    expect(rejection).toBeInstanceOf(sdk.BadRequestException);
  });

  test("when the breakers are shut down", async () => {
    const { simulator } = await startAccount();
    const breakers = createBreakers();
    const client = breakers.protect(rawClient(simulator));
    const shutdown = beforePage(2, () => {
      breakers.shutdown();
    });
    const rejection = await rejectionOf(
      collectPages(sdk.paginateListApps, { client, pageSize: 2, ...shutdown }, {}),
    );
    expect(rejection.name).toBe("ShutdownError");
  });

  test("when the client is none the paginator knows", async () => {
    const client = { send: () => Promise.resolve(), config: {} } as unknown as sdk.AmplifyClient;
    const rejection = await rejectionOf(collectPages(sdk.paginateListApps, { client }, {}));
    expect(rejection.message).toBe("Invalid client, expected instance of AmplifyClient");
  });
});
